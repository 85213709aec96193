import {Code, ConnectError} from '@connectrpc/connect';
import {BadRequestSchema, ErrorInfoSchema} from '@avid/api/google/rpc/error_details';

/** What went wrong with a call, for a page to show: Avid's messages say what was given, expected, and what to do. */
export interface Problem {
  code: Code;
  /** google.rpc.ErrorInfo.reason, stable: "ETAG_STALE". "REASON_UNKNOWN" where none came. */
  reason: string;
  metadata: Readonly<Record<string, string>>;
  message: string;
  /** By the field's path as the server names it: "customer.email", "lines[0].quantity". */
  fields: Readonly<Record<string, string>>;
  /** Whether the same call may go well later. */
  retryable: boolean;
  /** What was thrown. */
  cause: unknown;
}

const RETRYABLE: ReadonlySet<Code> = new Set([Code.Unavailable, Code.DeadlineExceeded, Code.ResourceExhausted, Code.Aborted, Code.Canceled]);

export function problemOf(thrown: unknown): Problem {
  const error = ConnectError.from(thrown);
  const info = error.findDetails(ErrorInfoSchema)[0];
  const fields: Record<string, string> = {};
  for (const request of error.findDetails(BadRequestSchema)) {
    for (const violation of request.fieldViolations) {
      fields[violation.field] = fields[violation.field] ? `${fields[violation.field]} ${violation.description}` : violation.description;
    }
  }
  return {
    code: error.code,
    reason: info?.reason ?? 'REASON_UNKNOWN',
    metadata: info?.metadata ?? {},
    message: error.rawMessage,
    fields,
    retryable: RETRYABLE.has(error.code),
    cause: thrown,
  };
}

/**
 * The fields of a problem as a form names them: the prefix (the message that the form fills) taken off, so
 * that "customer.email" is the field "email". Fields outside of it keep their whole path and are listed above the form.
 */
export function fieldErrors(problem: Problem | undefined, prefix = ''): Readonly<Record<string, string>> {
  if (!problem) return {};
  const start = prefix === '' ? '' : `${prefix}.`;
  return Object.fromEntries(Object.entries(problem.fields).map(([field, message]) => [field.startsWith(start) ? field.slice(start.length) : field, message]));
}
