import { AsyncLocalStorage } from 'node:async_hooks';
import { setTimeout as delay } from 'node:timers/promises';
import { DomainError } from '../../shared/errors.ts';
import type { Connection } from './store.ts';

/** How long a transaction may take. */
export const TRANSACTION_MS = 60_000;

interface Scope {
  connection: Connection;
  isWriting: boolean;
  hasEnded: boolean;
}

/** Which connection belongs to what is running now: that of the transaction or snapshot around it, else `direct`. */
export interface Scopes {
  current: () => Connection;
  /** Throws outside a transaction. */
  writable: () => Connection;
  isInside: () => boolean;
  isWriting: () => boolean;
  inside: <T>(connection: Connection, isWriting: boolean, work: () => Promise<T>) => Promise<T>;
}

export function createScopes(direct: Connection, transactionMs = TRANSACTION_MS): Scopes {
  const scopes = new AsyncLocalStorage<Scope>();
  const current = (): Connection => {
    const scope = scopes.getStore();
    if (scope?.hasEnded) throw new Error('a statement after the end of its transaction');
    return scope?.connection ?? direct;
  };
  const isWriting = () => scopes.getStore()?.isWriting ?? false;
  return {
    current,
    writable: () => {
      if (!isWriting()) throw new Error('a write outside a transaction');
      return current();
    },
    isInside: () => scopes.getStore() !== undefined,
    isWriting,
    inside: async (connection, writing, work) => {
      const scope: Scope = { connection, isWriting: writing, hasEnded: false };
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
