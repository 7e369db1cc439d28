import { randomBytes } from 'node:crypto';
import { copyFileSync, existsSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { DomainError } from '../../shared/errors.ts';
import { lockFolder } from '../lock.ts';
import { openSqlite, type SqliteStore } from './sqlite.ts';
import { all, run, sql, type Store } from './store.ts';

/** Copies the database to a file that must not exist yet, in one step, while it is in use. */
export async function backUp({ raw }: SqliteStore, file: string): Promise<void> {
  if (existsSync(file))
    throw new DomainError('exists', `Het bestand ${file} bestaat al. Kies een andere naam.`);
  raw.prepare('VACUUM INTO ?').run(file);
}

/** Opens a copy of the backup, checks it whole and counts. Throws a Dutch sentence where it is not sound. */
export function checkBackup(file: string): { contracten: number; uren: number } {
  if (!existsSync(file)) throw new DomainError('not_found', `Het bestand ${file} bestaat niet.`);
  const folder = mkdtempSync(join(tmpdir(), 'flextensie-'));
  const copy = join(folder, 'controle.sqlite');
  try {
    copyFileSync(file, copy);
    const raw = new Sqlite(copy);
    try {
      const outcome = raw.pragma('integrity_check', { simple: true });
      if (outcome !== 'ok') throw new Error(String(outcome));
      const count = (table: string) =>
        (raw.prepare(`SELECT count(*) AS n FROM ${table}`).get() as { n: number }).n;
      return { contracten: count('contracten'), uren: count('uren') };
    } finally {
      raw.close();
    }
  } catch {
    throw new DomainError(
      'invalid',
      `De reservekopie ${file} is beschadigd of geen database van dit programma.`,
    );
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/**
 * Puts a sound backup in the place of the database, with a new lineage for each contract, so that workbooks that knew
 * later rows start anew. Refuses while a server runs; the database that was there stays beside it. `carryOver` gets the
 * backup, and the database that was there, undefined where that cannot be read.
 */
export async function restoreBackup(
  file: string,
  database: string,
  lock: string,
  carryOver: (next: Store, before: Store | undefined) => Promise<void>,
): Promise<void> {
  checkBackup(file);
  const unlock = lockFolder(lock);
  try {
    const next = `${database}.nieuw`;
    rmSync(next, { force: true });
    copyFileSync(file, next);
    const store = openSqlite(next);
    await renewLineages(store);
    const before = openReadable(database);
    try {
      await carryOver(store, before);
    } finally {
      await before?.close();
    }
    store.raw.pragma('wal_checkpoint(TRUNCATE)');
    await store.close();
    if (existsSync(database)) renameSync(database, `${database}.vorige`);
    for (const suffix of ['-wal', '-shm']) rmSync(`${database}${suffix}`, { force: true });
    renameSync(next, database);
  } finally {
    unlock();
  }
}

const renewLineages = (store: Store): Promise<void> =>
  store.transaction(async () => {
    for (const { id } of await all(store, sql.selectFrom('contracten').select('id')))
      await run(
        store,
        sql
          .updateTable('contracten')
          .set({ lineage: randomBytes(16).toString('hex') })
          .where('id', '=', id),
      );
  });

/** The database as it is, brought up to date; undefined where there is none or it is damaged. */
function openReadable(database: string): Store | undefined {
  if (!existsSync(database)) return undefined;
  try {
    return openSqlite(database);
  } catch {
    return undefined;
  }
}
