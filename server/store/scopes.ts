import { AsyncLocalStorage } from 'node:async_hooks';
import { setTimeout as delay } from 'node:timers/promises';
import { DomainError } from '../../shared/errors.ts';
import type { Connection } from './store.ts';

/** How long a transaction may take. */
export const TRANSACTION_MS = 60_000;

interface Scope {
  /** The connection outside of every scope of the same store. */
  of: Connection;
  connection: Connection;
  isWriting: boolean;
  hasEnded: boolean;
  around: Scope | undefined;
}

/** One for all stores: each more costs time at every promise of the program. */
const scopes = new AsyncLocalStorage<Scope>();

/** Which connection belongs to what is running now: that of the transaction or snapshot around it, else `direct`. */
export interface Scopes {
  /** Goes to that connection with each statement; a write outside a transaction throws. */
  connection: Connection;
  isInside: () => boolean;
  isWriting: () => boolean;
  inside: <T>(connection: Connection, isWriting: boolean, work: () => Promise<T>) => Promise<T>;
}

export function createScopes(direct: Connection, transactionMs = TRANSACTION_MS): Scopes {
  const find = (): Scope | undefined => {
    let scope = scopes.getStore();
    while (scope && scope.of !== direct) scope = scope.around;
    return scope;
  };
  const current = (): Connection => {
    const scope = find();
    if (scope?.hasEnded) throw new Error('a statement after the end of its transaction');
    return scope?.connection ?? direct;
  };
  const isWriting = () => find()?.isWriting ?? false;
  const writable = (): Connection => {
    if (!isWriting()) throw new Error('a write outside a transaction');
    return current();
  };
  return {
    connection: {
      query: (text, parameters) => current().query(text, parameters),
      queryArrays: (...what) => current().queryArrays(...what),
      queryMany: (...what) => current().queryMany(...what),
      execute: (...what) => writable().execute(...what),
      insertMany: (...what) => writable().insertMany(...what),
      endMany: (...what) => writable().endMany(...what),
    },
    isInside: () => find() !== undefined,
    isWriting,
    inside: async (connection, writing, work) => {
      const scope: Scope = {
        of: direct,
        connection,
        isWriting: writing,
        hasEnded: false,
        around: scopes.getStore(),
      };
      try {
        return await withinTime(transactionMs, scopes.run(scope, work));
      } finally {
        scope.hasEnded = true;
      }
    },
  };
}

/** What hangs in one transaction must not hold up those behind it. */
async function withinTime<T>(ms: number, work: Promise<T>): Promise<T> {
  const abort = new AbortController();
  const late = delay(ms, undefined, { signal: abort.signal, ref: false }).then(() => {
    throw new DomainError(
      'unavailable',
      'Het duurde te lang. Er is niets opgeslagen. Probeer het zo nog eens.',
    );
  });
  late.catch(() => undefined);
  try {
    return await Promise.race([work, late]);
  } finally {
    abort.abort();
  }
}
