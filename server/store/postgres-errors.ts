import { DomainError } from '../../shared/errors.ts';

/** Thrown where what was read is no longer so: the transaction is done anew. */
export class Stale extends Error {
  readonly code = '40001';
}

function codeOf(error: unknown): string {
  const code = (error as { code?: unknown } | null)?.code;
  return typeof code === 'string' ? code : '';
}

/**
 * What goes well the next time: others got in between, or two waited for each other. A row that somebody else added at
 * the same moment is found by then.
 */
export const isRetryable = (error: unknown): boolean => ['40001', '40P01', '23505'].includes(codeOf(error));

/** Too slow, or kept waiting too long: for a lock, a statement, or by ourselves. */
const SLOW = ['55P03', '57014', '25P03', '25P04'];
const UNREACHABLE =
  /^(?:08...|57P0.|53300|25006|ECONN[A-Z]+|EPIPE|ENOENT|ETIMEDOUT|EHOSTUNREACH|ENOTFOUND|EAI_AGAIN)$/;
/** What `pg` says without a code. */
const LOST =
  /Connection terminated|timeout exceeded when trying to connect|Client has encountered a connection error|not queryable/;

/** Whether the connection is gone, or answers as a database that stops does. */
export const isLost = (error: unknown): boolean =>
  UNREACHABLE.test(codeOf(error)) || (error instanceof Error && LOST.test(error.message));

/** What PostgreSQL or the network says, as a refusal; a bug stays what it is. */
export function explain(error: unknown): unknown {
  const code = codeOf(error);
  if (error instanceof DomainError) return error;
  if (code === '53100')
    return new DomainError(
      'storage_full',
      'De schijf van de database is vol. Er is niets opgeslagen; waarschuw de beheerder.',
    );
  if (isLost(error))
    return new DomainError(
      'unavailable',
      'De database is even niet bereikbaar. Er is niets opgeslagen. Probeer het zo nog eens.',
    );
  if (SLOW.includes(code) || isRetryable(error))
    return new DomainError(
      'unavailable',
      'De server is even bezig. Probeer het zo nog eens; er is niets opgeslagen.',
    );
  return error;
}

/** Lost between asking to store and hearing that it was. */
export const inDoubt = (): DomainError =>
  new DomainError(
    'unavailable',
    'De verbinding met de database viel weg tijdens het opslaan. Kijk of het is gelukt, of doe het nog een keer.',
  );
