import { setTimeout as delay } from 'node:timers/promises';
import type { Handler } from 'hono';
import { DomainError } from '../shared/errors.ts';
import type { Env } from './env.ts';
import { MIGRATIONS } from './store/schema.ts';
import { isSqlite } from './store/sqlite.ts';
import type { Store } from './store/store.ts';

/** A database that answers later than this is taken for one that does not. */
const PATIENCE_MS = 5_000;

/**
 * Whether a balancer may send requests here: not from the moment that the server is told to stop, nor while the database
 * does not answer, or is of another version than this program. Throws `unavailable`; why, goes to the log alone.
 */
export const answerReady: Handler<Env> = async (c) => {
  const { isStopping, log, store } = c.var.deps;
  if (isStopping?.()) throw new DomainError('unavailable', `De server stopt. ${AGAIN}`);
  try {
    const version = await Promise.race([readVersion(store), tooLate()]);
    if (version !== MIGRATIONS.length) throw Object.assign(new Error(), { code: 'OTHER_VERSION' });
  } catch (error) {
    log.error({ code: (error as NodeJS.ErrnoException).code }, 'not ready');
    throw new DomainError('unavailable', `De server kan nu niet bij de gegevens. ${AGAIN}`);
  }
  return c.json({ status: 'ok' });
};

const AGAIN = 'Probeer het over een minuut nog eens.';

async function readVersion(store: Store): Promise<number | undefined> {
  const [row] = await store.query<{ version: number }>(
    isSqlite(store)
      ? 'SELECT user_version AS version FROM pragma_user_version'
      : 'SELECT version FROM schema_version',
    [],
  );
  return row?.version;
}

async function tooLate(): Promise<never> {
  await delay(PATIENCE_MS, undefined, { ref: false });
  throw Object.assign(new Error(), { code: 'TOO_LATE' });
}

/** STOP_WAIT: seconds between the signal to stop and the last request that is taken. Throws a Dutch sentence. */
export function readStopWait({ STOP_WAIT = '0' }: NodeJS.ProcessEnv): number {
  const seconds = Number(STOP_WAIT);
  if (!Number.isInteger(seconds) || seconds < 0 || seconds > 300)
    throw new Error('STOP_WAIT is een aantal seconden, van 0 tot en met 300.');
  return seconds;
}
