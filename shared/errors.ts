/**
 * What can be refused. The code travels to the client, and one table in `server/app.ts` gives it its HTTP status;
 * `addin/functions/errors.ts` turns a refusal into a cell error. The message is a Dutch sentence that says what to do.
 */
export type ErrorCode =
  | 'invalid'
  | 'bad_request'
  | 'unauthorized'
  | 'forbidden'
  | 'not_found'
  | 'conflict'
  | 'lineage'
  | 'not_ended'
  | 'earlier_open'
  | 'changed'
  | 'exists'
  | 'too_large'
  | 'too_many'
  | 'storage_full'
  | 'unavailable'
  | 'bug';

/** A refusal that the user can do something about. Anything else that is thrown is a bug. */
export class DomainError extends Error {
  readonly code: ErrorCode;
  /** What goes into the answer beside code and message, such as issues or conflicts. */
  readonly details: Record<string, unknown>;

  constructor(code: ErrorCode, message: string, details: Record<string, unknown> = {}) {
    super(message);
    this.name = 'DomainError';
    this.code = code;
    this.details = details;
  }
}
