import type { Database } from 'better-sqlite3';
import type { Running } from '../../../server/main.ts';
import { isSqlite } from '../../../server/store/sqlite.ts';

/** The writing connection of a server on a file. */
export function fileOf({ store }: Running): Database {
  if (!isSqlite(store)) throw new Error('the server is not on a file');
  return store.raw;
}
