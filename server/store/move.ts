import type { Database } from 'better-sqlite3';
import pg from 'pg';
import { DomainError } from '../../shared/errors.ts';
import { migratePostgres } from './postgres-migrate.ts';
import type { SqliteStore } from './sqlite.ts';

const CHUNK = 2_000;

/**
 * Copies every table of a file into an empty PostgreSQL, with the same numbers, in one transaction; answers how many rows
 * each has, counted on both sides. Throws `exists` where something stands there already.
 */
export async function moveToPostgres({ raw }: SqliteStore, url: string): Promise<Map<string, number>> {
  const client = new pg.Client({ connectionString: url, application_name: 'flextensie verhuizen' });
  await client.connect();
  try {
    await migratePostgres(client);
    await client.query('BEGIN');
    const counts = new Map<string, number>();
    for (const table of listTables(raw)) counts.set(table, await copyTable(raw, client, table));
    await client.query('COMMIT');
    return counts;
  } finally {
    await client.end();
  }
}

/** Those that refer to no other first; what the others refer to refers to nothing. */
function listTables(raw: Database): string[] {
  const names = raw
    .prepare<[], { name: string }>("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")
    .all()
    .map(({ name }) => name);
  const refers = (name: string) => (raw.pragma(`foreign_key_list(${name})`) as unknown[]).length > 0;
  return [...names.filter((name) => !refers(name)), ...names.filter(refers)];
}

async function copyTable(raw: Database, client: pg.Client, table: string): Promise<number> {
  const count = async () =>
    Number((await client.query<{ n: string }>(`SELECT count(*) AS n FROM ${table}`)).rows[0]?.n);
  await client.query(`LOCK TABLE ${table} IN EXCLUSIVE MODE`);
  if ((await count()) > 0)
    throw new DomainError(
      'exists',
      'Die database is niet leeg. Maak in PostgreSQL een nieuwe, lege database.',
    );
  let sent = 0;
  let chunk: unknown[] = [];
  const send = async () => {
    await client.query(
      `INSERT INTO ${table} SELECT * FROM json_populate_recordset(NULL::${table}, $1::json)`,
      [JSON.stringify(chunk)],
    );
    sent += chunk.length;
    chunk = [];
  };
  for (const row of raw.prepare<[], Record<string, unknown>>(`SELECT * FROM ${table}`).iterate()) {
    const cells = Object.entries(row).map(([name, value]) => [
      name,
      Buffer.isBuffer(value) ? `\\x${value.toString('hex')}` : value,
    ]);
    chunk.push(Object.fromEntries(cells));
    if (chunk.length === CHUNK) await send();
  }
  if (chunk.length > 0) await send();
  if ((await count()) !== sent) throw new Error(`${table}: not every row has come over`);
  const hasId = (raw.pragma(`table_info(${table})`) as { name: string }[]).some(({ name }) => name === 'id');
  if (hasId)
    await client.query(
      `SELECT setval(pg_get_serial_sequence('${table}', 'id'), greatest(max(id), 1), max(id) IS NOT NULL) FROM ${table}`,
    );
  return sent;
}
