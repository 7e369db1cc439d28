import {
  type CompiledQuery,
  DummyDriver,
  Kysely,
  type QueryCompiler,
  type RootOperationNode,
  SqliteAdapter,
  SqliteIntrospector,
  SqliteQueryCompiler,
} from 'kysely';
import { createQueryId, type QueryId } from 'kysely';
import type { Schema } from './schema.ts';
import { isPostgres, openPostgres } from './postgres.ts';
import { openSqlite, type Opening } from './sqlite.ts';

/** One connection: what is asked of it happens in the order in which it is asked. */
export interface Connection {
  /** Rows as objects. `?` stands for each parameter. */
  query<Output>(text: string, parameters: readonly unknown[]): Promise<Output[]>;
  /** Rows as arrays, in the order of the columns. */
  queryArrays(text: string, parameters: readonly unknown[]): Promise<unknown[][]>;
  /** Rows of a table as arrays, by the thousand and in no order; of text and whole numbers only. */
  queryMany(
    table: string,
    columns: readonly string[],
    where: string,
    parameters: readonly unknown[],
  ): Promise<unknown[][]>;
  /** Answers how many rows it touched. */
  execute(text: string, parameters: readonly unknown[]): Promise<number>;
  /** Inserts rows by the thousand; `fixed` are the columns that are the same in each. */
  insertMany(
    table: string,
    fixed: Readonly<Record<string, number>>,
    columns: readonly string[],
    rows: readonly (readonly unknown[])[],
  ): Promise<void>;
  /** Sets `to_revision` of the current version of rows, by the thousand. */
  endMany(
    table: string,
    revision: number,
    contractId: number,
    keyColumns: readonly string[],
    keys: readonly (readonly unknown[])[],
  ): Promise<void>;
}

/**
 * The database. What is asked inside {@link Store.transaction} or {@link Store.snapshot}, however deep, goes to that one's
 * connection by itself; outside them each statement stands alone, and only reads.
 */
export interface Store extends Connection {
  readonly compiler: QueryCompiler;
  /**
   * All or nothing. What is read inside is what is written upon: see `lockContract`. Inside another transaction it is part
   * of that one. `work` may be called again where the database asks for it. Throws `unavailable` where it takes too long.
   */
  transaction<T>(work: () => Promise<T>): Promise<T>;
  /** Everything that is read inside is of one moment. */
  snapshot<T>(work: () => Promise<T>): Promise<T>;
  /** Holds others off a contract until the end of the transaction, so that what was read of it stays so. */
  lock(contractId: number): Promise<void>;
  /** Rewrites the data, so that what was erased stands in no free page and no log of the database. */
  scrub(): Promise<void>;
  /** Lets what is under way end, then closes every connection. */
  close(): Promise<void>;
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
  toOperationNode(): RootOperationNode;
  compile(): CompiledQuery<Output>;
}

/** Opens the file, or makes it, or the database of a `postgres://` address, at the newest version. */
export const openStore = async (location: string, opening: Opening = {}): Promise<Store> =>
  isPostgres(location) ? openPostgres(location) : openSqlite(location, opening);

const compile = ({ compiler }: Store, query: Query<unknown>): CompiledQuery =>
  compiler.compileQuery(query.toOperationNode(), NO_ID);

const NO_ID: QueryId = createQueryId();

export function all<Output>(store: Store, query: Query<Output>): Promise<Output[]> {
  const { sql: text, parameters } = compile(store, query);
  return store.query(text, parameters);
}

/** The first row; undefined without one. */
export const get = async <Output>(store: Store, query: Query<Output>): Promise<Output | undefined> =>
  (await all(store, query))[0];

/** Executes a query without rows, in a transaction; answers how many rows it touched. */
export function run(store: Store, query: Query<unknown>): Promise<number> {
  const { sql: text, parameters } = compile(store, query);
  return store.execute(text, parameters);
}

/** Inserts a row, in a transaction; answers the number that it got. */
export async function insert(
  store: Store,
  query: Query<unknown> & { returning(column: 'id'): Query<{ id: number }> },
): Promise<{ id: number }> {
  const [row] = await all(store, query.returning('id'));
  if (!row) throw new Error('nothing was inserted');
  return row;
}

export const transaction = <T>(store: Store, work: () => Promise<T>): Promise<T> => store.transaction(work);
