import { randomBytes } from 'node:crypto';
import { chmodSync, copyFileSync, existsSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DomainError } from '../../shared/errors.ts';
import { lockFolder } from '../lock.ts';
import { countRows, findBackupFault, readManifest, writeBackup } from './backup-file.ts';
import { reading } from './fault.ts';
import { addName, syncFile, syncNames } from './files.ts';
import { refuseForeign } from './open-file.ts';
import { openSqlite } from './sqlite.ts';
import { all, run, sql, type Store } from './store.ts';

/** Copies the database to a file that must not exist yet, while it is in use. */
export function backUp(database: string, file: string): void {
  if (existsSync(file))
    throw new DomainError('exists', `Het bestand ${file} bestaat al. Kies een andere naam.`);
  writeBackup(database, file);
}

/** What a database holds, for someone to look at. */
export interface Summary {
  contracten: number;
  /** As they stand, without what they were. */
  uren: number;
  /** ISO time of the last change of rows; undefined: there was none yet. */
  lastSyncAt: string | undefined;
}

export const summarise = (file: string): Summary =>
  reading(file, (raw) => {
    const one = (query: string) => raw.prepare(query).pluck().get();
    return {
      contracten: one('SELECT count(*) FROM contracten') as number,
      uren: one('SELECT count(*) FROM uren WHERE to_revision IS NULL') as number,
      lastSyncAt: (one('SELECT max(at) FROM revisions') as string | null) ?? undefined,
    };
  });

export interface CheckedBackup extends Summary {
  /** Undefined where its manifest is not beside it. */
  madeAt: string | undefined;
  rows: number;
  tables: number;
}

/**
 * Restores the backup to a scratch place, as {@link restoreBackup} would, and answers what it holds. Throws a Dutch sentence where it is not sound or not as it was made.
 */
export async function checkBackup(file: string): Promise<CheckedBackup> {
  if (!existsSync(file)) throw new DomainError('not_found', `Het bestand ${file} bestaat niet.`);
  const refuse = (fault: string): never => {
    throw new DomainError(
      'invalid',
      `De reservekopie ${file} is beschadigd of geen database van dit programma: ${fault}. Zoek een andere.`,
    );
  };
  const fault = findBackupFault(file);
  if (fault !== undefined) refuse(fault);
  reading(file, refuseForeign);
  const folder = mkdtempSync(join(tmpdir(), 'flextensie-'));
  const copy = join(folder, 'controle.sqlite');
  try {
    copyDatabase(file, copy);
    const manifest = readManifest(file);
    const { counts } = countRows(copy);
    if (manifest && JSON.stringify(manifest.counts) !== JSON.stringify(counts))
      refuse('het aantal rijen is niet dat van toen het werd gemaakt');
    await openSqlite(copy).close();
    const numbers = Object.values(counts);
    return {
      ...summarise(copy),
      madeAt: manifest?.madeAt,
      rows: numbers.reduce((sum, n) => sum + n, 0),
      tables: numbers.length,
    };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** With the WAL where there is one, as beside the database that an earlier restore put aside. */
function copyDatabase(file: string, copy: string): void {
  removeDatabase(copy);
  copyFileSync(file, copy);
  chmodSync(copy, 0o600);
  if (existsSync(`${file}-wal`)) copyFileSync(`${file}-wal`, `${copy}-wal`);
}

function removeDatabase(path: string): void {
  for (const suffix of ['', '-wal', '-shm']) rmSync(`${path}${suffix}`, { force: true });
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
  carryOver: CarryOver,
): Promise<void> {
  await checkBackup(file);
  const unlock = lockFolder(lock);
  try {
    const next = `${database}.nieuw`;
    try {
      copyDatabase(file, next);
      await renew(next, database, carryOver);
      putInPlace(next, database);
    } finally {
      removeDatabase(next);
    }
  } finally {
    unlock();
  }
}

/** Makes a copy of a backup what it must be; all of it is in the file itself afterwards, nothing in a WAL. */
async function renew(next: string, database: string, carryOver: CarryOver): Promise<void> {
  const store = openSqlite(next);
  try {
    await renewLineages(store);
    const before = openReadable(database);
    try {
      await carryOver(store, before);
    } finally {
      await before?.close();
    }
    store.raw.pragma('wal_checkpoint(TRUNCATE)');
  } finally {
    await store.close();
  }
  if (existsSync(`${next}-wal`))
    throw new Error('De reservekopie kwam niet heel op de schijf. Probeer het opnieuw.');
  syncFile(next);
}

type CarryOver = (next: Store, before: Store | undefined) => Promise<void>;

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

/**
 * There is a database under the name at every moment. What is left of a WAL goes with the one that it belongs to: SQLite
 * would write it into the other.
 */
function putInPlace(next: string, database: string): void {
  const before = `${database}.vorige`;
  for (const suffix of ['', '-wal']) rmSync(`${before}${suffix}`, { force: true });
  if (existsSync(database)) addName(database, before);
  if (existsSync(`${database}-wal`)) renameSync(`${database}-wal`, `${before}-wal`);
  rmSync(`${database}-shm`, { force: true });
  renameSync(next, database);
  syncNames(database);
}

/** The database as it is, brought up to date; undefined where there is none or it is damaged. */
function openReadable(database: string): Store | undefined {
  if (!existsSync(database)) return undefined;
  try {
    return openSqlite(database);
  } catch {
    return undefined;
  }
}
