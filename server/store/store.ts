import type { Database, Statement } from 'better-sqlite3';
import {
  type CompiledQuery,
  DummyDriver,
  Kysely,
  SqliteAdapter,
  SqliteIntrospector,
  SqliteQueryCompiler,
} from 'kysely';
import { openSqlite } from './open-sqlite.ts';
import type { Schema } from './schema.ts';

/** The open database. Queries are built with {@link sql} and run at once, on one connection, without awaiting. */
export interface Store {
  readonly raw: Database;
}

/** Builds typed queries; it has no connection of its own, `all`, `get` and `run` execute them. */
export const sql = new Kysely<Schema>({
  dialect: {
    createAdapter: () => new SqliteAdapter(),
    createDriver: () => new DummyDriver(),
    createIntrospector: (db) => new SqliteIntrospector(db),
    createQueryCompiler: () => new SqliteQueryCompiler(),
  },
});

interface Query<Output> {
  compile(): CompiledQuery<Output>;
}

/** See {@link openSqlite}. */
export const openStore = (path: string, backups?: string): Store => ({ raw: openSqlite(path, backups) });

const statements = new WeakMap<Database, Map<string, Statement<unknown[]>>>();

/** A prepared statement of this database, made once. */
export function prepare({ raw }: Store, text: string): Statement<unknown[]> {
  let known = statements.get(raw);
  if (!known) statements.set(raw, (known = new Map<string, Statement<unknown[]>>()));
  let statement = known.get(text);
  if (!statement) known.set(text, (statement = raw.prepare(text)));
  return statement;
}

export function all<Output>(store: Store, query: Query<Output>): Output[] {
  const { sql: text, parameters } = query.compile();
  return prepare(store, text).all(...parameters) as Output[];
}

export function get<Output>(store: Store, query: Query<Output>): Output | undefined {
  const { sql: text, parameters } = query.compile();
  return prepare(store, text).get(...parameters) as Output | undefined;
}

/** Executes a query without rows; answers how many rows it touched and the id of the last one inserted. */
export function run(store: Store, query: Query<unknown>): { changes: number; id: number } {
  const { sql: text, parameters } = query.compile();
  const { changes, lastInsertRowid } = prepare(store, text).run(...parameters);
  return { changes, id: Number(lastInsertRowid) };
}

/** All or nothing; takes the write lock at once, so that what is read inside is what is written upon. */
export function transaction<T>({ raw }: Store, work: () => T): T {
  return raw.transaction(work).immediate();
}
