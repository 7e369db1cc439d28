import { setTimeout as delay } from 'node:timers/promises';
import { PostgresQueryCompiler } from 'kysely';
import pg, { type Pool, type PoolClient } from 'pg';
import { connectPostgres } from './postgres-connection.ts';
import { explain, inDoubt, isLost, isRetryable } from './postgres-errors.ts';
import { migratePostgres } from './postgres-migrate.ts';
import { createScopes, TRANSACTION_MS } from './scopes.ts';
import type { Store } from './store.ts';

export const isPostgres = (location: string): boolean => /^postgres(?:ql)?:\/\//.test(location);

/** Connections of one server: those that write, and those that read meanwhile. */
const WRITERS = 12;
const READERS = 8;
/** How long to wait for what another one holds. */
const PATIENCE_MS = 15_000;
const ATTEMPTS = 8;
/** The second word is the contract, 0 for the chain of what belongs to none. */
const LOCK = 'SELECT pg_advisory_xact_lock(1179403607, $1::int)';

/**
 * A database that servers share, at the newest version. Transactions are READ COMMITTED: `lock` keeps what was read as it
 * was. Whoever reads waits for nobody.
 */
export async function openPostgres(url: string): Promise<Store> {
  const writers = createPool(url, WRITERS);
  const readers = createPool(url, READERS);
  const { connection, isInside, isWriting, inside } = createScopes(connectPostgres(readers));
  try {
    await withClient(writers, async (client) => {
      await client.query('SET statement_timeout = 0; SET lock_timeout = 0');
      await migratePostgres(client);
      await client.query('RESET statement_timeout; RESET lock_timeout');
    });
  } catch (error) {
    await Promise.all([writers.end(), readers.end()]);
    throw error;
  }

  const attempt = <T>(work: () => Promise<T>): Promise<T> =>
    withClient(writers, async (client) => {
      await client.query('BEGIN ISOLATION LEVEL READ COMMITTED');
      const result = await undoing(client, () => inside(connectPostgres(client), true, work));
      await commit(client);
      return result;
    });

  return {
    compiler: new PostgresQueryCompiler(),
    ...connection,
    transaction: (work) => (isWriting() ? work() : retrying(() => attempt(work))),
    snapshot: (work) =>
      isInside()
        ? work()
        : withClient(readers, async (client) => {
            await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY');
            const result = await undoing(client, () => inside(connectPostgres(client), false, work));
            await client.query('COMMIT');
            return result;
          }),
    lock: async (contractId) => {
      if (!isWriting()) throw new Error('a lock outside a transaction');
      await connection.query(LOCK, [contractId]);
    },
    scrub: () => withClient(writers, rewriteTables),
    close: async () => {
      await Promise.all([writers.end(), readers.end()]);
    },
  };
}

function createPool(url: string, max: number): Pool {
  const pool = new pg.Pool({
    connectionString: url,
    max,
    application_name: 'flextensie',
    connectionTimeoutMillis: PATIENCE_MS,
    lock_timeout: PATIENCE_MS,
    statement_timeout: TRANSACTION_MS,
    idle_in_transaction_session_timeout: TRANSACTION_MS,
    keepAlive: true,
  });
  // A connection that is lost while nothing is asked of it: the pool opens another one.
  pool.on('error', () => undefined);
  pool.on('connect', (client) => client.on('error', () => undefined));
  return pool;
}

/** A connection for a while. One on which something failed in the middle is not used again. */
async function withClient<T>(pool: Pool, work: (client: PoolClient) => Promise<T>): Promise<T> {
  const client = await pool.connect().catch((error: unknown) => {
    throw explain(error);
  });
  let isSound = false;
  try {
    const result = await work(client);
    isSound = true;
    return result;
  } catch (error) {
    isSound = undone.has(error as object);
    throw error;
  } finally {
    client.release(!isSound);
  }
}

/** What failed and was undone whole, so that its connection is as new. */
const undone = new WeakSet();

async function undoing<T>(client: PoolClient, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    // Where a statement is still under way the connection is closed instead, which undoes as well.
    if (isLost(error) || isSlow(error)) throw error;
    const isUndone = await client.query('ROLLBACK').then(
      () => true,
      () => false,
    );
    if (isUndone && typeof error === 'object' && error !== null) undone.add(error);
    throw error;
  }
}

const isSlow = (error: unknown): boolean => (error as { code?: unknown }).code === 'unavailable';

/** Lost here, nobody knows whether it was stored; never done again by itself. */
async function commit(client: PoolClient): Promise<void> {
  const { command } = await client.query('COMMIT').catch((error: unknown) => {
    throw isLost(error) ? inDoubt() : explain(error);
  });
  if (command !== 'COMMIT') throw new Error('a failed statement was passed over in its transaction');
}

async function retrying<T>(work: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt += 1)
    try {
      return await work();
    } catch (error) {
      if (!isRetryable(error) || attempt === ATTEMPTS) throw explain(error);
      await delay(Math.random() * 20 * attempt);
    }
}

/** Every table anew, without what was deleted. Its log and backups are the database's own. */
async function rewriteTables(client: PoolClient): Promise<void> {
  await client.query('SET statement_timeout = 0; SET lock_timeout = 0');
  const { rows } = await client.query<{ name: string }>(
    'SELECT quote_ident(tablename) AS name FROM pg_tables WHERE schemaname = current_schema()',
  );
  for (const { name } of rows) await client.query(`VACUUM (FULL) ${name}`);
  await client.query('RESET statement_timeout; RESET lock_timeout');
}
