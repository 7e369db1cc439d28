import { setTimeout as delay } from 'node:timers/promises';
import type { Database, Statement } from 'better-sqlite3';
import { SqliteQueryCompiler } from 'kysely';
import { decodeUtf8 } from '../utf8.ts';
import { openBeside, openFile } from './open-file.ts';
import { createQueue } from './queue.ts';
import { createScopes, TRANSACTION_MS } from './scopes.ts';
import { isBusy } from './sqlite-codes.ts';
import type { Connection, Store } from './store.ts';

/** A store in a file. `raw` is its writing connection, for what is asked of the file as a whole. */
export interface SqliteStore extends Store {
  readonly raw: Database;
}

export const isSqlite = (store: Store): store is SqliteStore => 'raw' in store;

/** How long to wait for another process that writes. */
const PATIENCE_MS = 15_000;
const RETRY_MS = 3;
/** Snapshots that are open at once; the next one waits. */
const READERS = 8;
/** Rows in one INSERT: takes half the time of one by one, and more of them take no less. */
const ROWS_AT_ONCE = 16;

/** How a file is opened: see {@link openFile} and {@link openBeside}. */
export interface Opening {
  /** Where its backups are. */
  backups?: string | undefined;
  /** Whether this program has it open already, so that it is sound and at the newest version. */
  isOpen?: boolean;
  transactionMs?: number;
}

/**
 * Opens the file, or makes it, at the newest version: one connection that writes, one transaction at a time, and others
 * that read meanwhile what was stored before. Statements do not wait for a thread: each is done when it is called.
 */
export function openSqlite(
  path: string,
  { backups, isOpen = false, transactionMs = TRANSACTION_MS }: Opening = {},
): SqliteStore {
  const raw = isOpen ? openBeside(path) : openFile(path, backups);
  // From here on `patiently` waits for others, without holding up this thread.
  raw.pragma('busy_timeout = 0');
  const writer = connect(raw);
  const readers: Database[] = [];
  const openReader = (): Database => {
    const reader = openBeside(path, { readonly: true });
    readers.push(reader);
    return reader;
  };
  const idle: Database[] = [];
  const { connection, isInside, isWriting, inside } = createScopes(connect(openReader()), transactionMs);
  const writing = createQueue(1);
  const reading = createQueue(READERS);

  return {
    raw,
    compiler: new SqliteQueryCompiler(),
    ...connection,
    transaction: (work) =>
      isWriting()
        ? work()
        : writing(async () => {
            // The write lock at once, so that what is read inside is what is written upon.
            await patiently(() => raw.exec('BEGIN IMMEDIATE'));
            try {
              const result = await inside(writer, true, work);
              raw.exec('COMMIT');
              return result;
            } finally {
              if (raw.inTransaction) raw.exec('ROLLBACK');
            }
          }),
    snapshot: (work) =>
      isInside()
        ? work()
        : reading(async () => {
            const reader = idle.pop() ?? openReader();
            reader.exec('BEGIN');
            try {
              return await inside(connect(reader), false, work);
            } finally {
              reader.exec('COMMIT');
              idle.push(reader);
            }
          }),
    // Nobody else writes in a transaction.
    lock: async () => undefined,
    scrub: () =>
      writing(async () => {
        await patiently(() => raw.exec('VACUUM'));
        await patiently(() => emptyLog(raw));
      }),
    close: () =>
      writing(async () => {
        for (const each of [...readers, raw]) each.close();
      }),
  };
}

function emptyLog(raw: Database): void {
  const [{ busy }] = raw.pragma('wal_checkpoint(TRUNCATE)') as [{ busy: number }];
  if (busy) throw Object.assign(new Error('others use the log'), { code: 'SQLITE_BUSY' });
}

/** Does what waits for others that write, without holding up this thread. */
async function patiently(work: () => void): Promise<void> {
  const until = Date.now() + PATIENCE_MS;
  for (;;)
    try {
      return work();
    } catch (error) {
      if (!isBusy(error) || Date.now() > until) throw error;
      await delay(RETRY_MS);
    }
}

const statements = new WeakMap<Database, Map<string, Statement<unknown[]>>>();

/** A prepared statement of this database, made once. */
function prepare(raw: Database, text: string): Statement<unknown[]> {
  let known = statements.get(raw);
  if (!known) statements.set(raw, (known = new Map<string, Statement<unknown[]>>()));
  let statement = known.get(text);
  if (!statement) known.set(text, (statement = raw.prepare(text)));
  return statement;
}

const connect = (raw: Database): Connection => ({
  query: async <Output>(text: string, parameters: readonly unknown[]) =>
    prepare(raw, text)
      .raw(false)
      .all(...parameters) as Output[],
  queryArrays: async (text, parameters) =>
    prepare(raw, text)
      .raw(true)
      .all(...parameters) as unknown[][],
  queryMany: async (table, columns, where, parameters) => {
    // As one text: a hundred thousand arrays, made one by one outside JavaScript, take five times as long.
    const rows = `json_group_array(json_array(${columns.join(', ')}))`;
    const text = prepare(raw, `SELECT CAST(${rows} AS BLOB) FROM ${table} WHERE ${where}`)
      .pluck()
      .get(...parameters) as Buffer;
    return JSON.parse(decodeUtf8(text)) as unknown[][];
  },
  execute: async (text, parameters) => prepare(raw, text).run(...parameters).changes,
  insertMany: async (table, fixed, columns, rows) => {
    if (rows.length === 0) return;
    // What is the same for every row stands in the text: binding it ten thousand times is a sixth of the time.
    const values = `(${[...Object.values(fixed).map(Number), ...columns.map(() => '?')].join(', ')})`;
    const names = [...Object.keys(fixed), ...columns].join(', ');
    const prepareFor = (count: number) =>
      raw.prepare(`INSERT INTO ${table} (${names}) VALUES ${new Array(count).fill(values).join(', ')}`);
    const rest = rows.length % ROWS_AT_ONCE;
    if (rest > 0) prepareFor(rest).run(rows.slice(0, rest).flat());
    if (rest === rows.length) return;
    const insert = prepareFor(ROWS_AT_ONCE);
    for (let at = rest; at < rows.length; at += ROWS_AT_ONCE)
      insert.run(rows.slice(at, at + ROWS_AT_ONCE).flat());
  },
  endMany: async (table, revision, contractId, keyColumns, keys) => {
    if (keys.length === 0) return;
    const where = keyColumns.map((name) => `${name} = ?`).join(' AND ');
    const end = prepare(
      raw,
      `UPDATE ${table} SET to_revision = ? WHERE contract_id = ? AND ${where} AND to_revision IS NULL`,
    );
    for (const key of keys) end.run(revision, contractId, ...key);
  },
});
