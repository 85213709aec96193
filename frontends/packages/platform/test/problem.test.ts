import {describe, expect, test} from 'vitest';
import {create, toBinary} from '@bufbuild/protobuf';
import {Code, ConnectError} from '@connectrpc/connect';
import {BadRequestSchema, ErrorInfoSchema} from '@avid/api/google/rpc/error_details';
import {fieldErrors, problemOf} from '../src/problem';

function failure(): ConnectError {
  const error = new ConnectError('Two fields are wrong.', Code.InvalidArgument);
  const info = create(ErrorInfoSchema, {reason: 'FIELDS_INVALID', domain: 'avid', metadata: {fields: '2'}});
  const fields = create(BadRequestSchema, {
    fieldViolations: [
      {field: 'customer.email', description: 'is no e-mail address'},
      {field: 'request_id', description: 'is missing'},
    ],
  });
  // As they come over the wire.
  error.details = [
    {type: ErrorInfoSchema.typeName, value: toBinary(ErrorInfoSchema, info)},
    {type: BadRequestSchema.typeName, value: toBinary(BadRequestSchema, fields)},
  ];
  return error;
}

describe('what went wrong with a call', () => {
  test('carries the reason, the words, and each field', () => {
    expect(problemOf(failure())).toMatchObject({
      code: Code.InvalidArgument,
      reason: 'FIELDS_INVALID',
      message: 'Two fields are wrong.',
      fields: {'customer.email': 'is no e-mail address', request_id: 'is missing'},
      retryable: false,
    });
  });

  test('is told at the fields of the form that filled the message', () => {
    expect(fieldErrors(problemOf(failure()), 'customer')).toEqual({email: 'is no e-mail address', request_id: 'is missing'});
  });

  test('may go well later where the server is away', () => {
    expect(problemOf(new ConnectError('away', Code.Unavailable)).retryable).toBe(true);
    expect(problemOf(new TypeError('Failed to fetch')).reason).toBe('REASON_UNKNOWN');
  });
});
