import {expect, test} from 'vitest';
import {create} from '@bufbuild/protobuf';
import {TransactionKind, TransactionSchema} from '@avid/api/avid/transaction/v1/transaction';
import {lineOf} from '../src/export';

test('a line has plain decimals, quotes what needs it, and no formula for a spreadsheet', () => {
  const line = lineOf(create(TransactionSchema, {
    name: 'transactions/1', kind: TransactionKind.PAYMENT, effectiveDate: '2026-06-10', invoiceNumber: 'A, "B"', externalId: '=SUM(A1)',
    amount: {currencyCode: 'JPY', minorUnits: 1234n}, remaining: {currencyCode: 'JPY', minorUnits: 0n},
  }));
  expect(line).toBe(`transactions/1,PAYMENT,,2026-06-10,,"A, ""B""",'=SUM(A1),JPY,1234,0,false,\r\n`);
});
