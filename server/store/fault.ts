import { existsSync, readFileSync, statSync } from 'node:fs';
import Sqlite, { type Database } from 'better-sqlite3';
import { isWalDamaged } from './wal.ts';

/** Reads from a database that stays as it is, to the byte, with the WAL beside it. */
export function reading<T>(path: string, read: (raw: Database) => T): T {
  const raw = new Sqlite(path, { readonly: true, timeout: 5_000 });
  try {
    return read(raw);
  } finally {
    raw.close();
  }
}

/**
 * What is wrong with a database, as a Dutch clause; undefined where nothing is. The whole file is read: a page of zeros or
 * garbage answers many a query as if nothing were the matter. A fault is looked for twice: one of the moment, such as
 * another process that was writing, is none.
 */
export const findFault = (path: string): string | undefined => look(path) && look(path);

function look(path: string): string | undefined {
  if (statSync(path).size === 0) return 'het bestand is leeg';
  const wal = `${path}-wal`;
  if (existsSync(wal) && isWalDamaged(readFileSync(wal)))
    return `het laatste werk, in ${wal}, is niet te lezen`;
  try {
    const [first] = reading(path, (raw) => raw.pragma('integrity_check(1)')) as [{ integrity_check: string }];
    return first.integrity_check === 'ok' ? undefined : `SQLite meldt: ${inOneLine(first.integrity_check)}`;
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (!/^SQLITE_(?:NOTADB|CORRUPT|IOERR)/.test(code ?? '')) throw error;
    return `SQLite meldt: ${message}`;
  }
}

const inOneLine = (text: string) =>
  text.replace('*** in database main ***', '').trim().replaceAll('\n', '; ');
