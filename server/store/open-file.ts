import { existsSync, rmSync, writeFileSync } from 'node:fs';
import Sqlite, { type Database } from 'better-sqlite3';
import { backupName, findGoodBackup, listBackups, removeBackup, writeBackup } from './backup-file.ts';
import { findFault, reading } from './fault.ts';
import { giveName } from './files.ts';
import { MIGRATIONS } from './schema.ts';
import { isBusy } from './sqlite-codes.ts';

/** `Flex` in ASCII, in the file's head: tells our databases from those of other programs. */
export const APPLICATION_ID = 0x466c6578;

const TIMEOUT = 5_000;
/** How long to wait for another process that is migrating. */
const PATIENCE = 600_000;

/**
 * Opens the file, or makes it, at the newest version. Refuses, in Dutch, one that is damaged, of a newer version or of
 * another program, and leaves it as it is. `backups`: where a copy goes before a migration, and where to look for a good
 * one when this one is damaged.
 */
export function openFile(path: string, backups?: string): Database {
  if (!existsSync(path)) create(path, backups);
  refuseDamaged(path, backups);
  reading(path, refuseForeign);
  const raw = connect(path);
  try {
    migrate(raw, backups);
    return raw;
  } catch (error) {
    raw.close();
    throw error;
  }
}

/**
 * One more connection to a file that this program has open at the newest version, so that it is not read through, migrated
 * or copied once more. Throws where it is at another version.
 */
export function openBeside(path: string, { readonly = false } = {}): Database {
  const raw = connect(path, { readonly });
  if (versionOf(raw) === MIGRATIONS.length) return raw;
  raw.close();
  throw new Error(`${path} is not open at the newest version`);
}

/**
 * A connection with what must hold on each: WAL with `synchronous=FULL`, which a reopened WAL file has not of itself and
 * without which a power cut takes acknowledged work. What was set is read back.
 */
export function connect(path: string, { readonly = false } = {}): Database {
  const raw = new Sqlite(path, { readonly, timeout: TIMEOUT });
  try {
    for (const [name, value] of [
      ['journal_mode', 'wal'],
      ['synchronous', 2],
      ['foreign_keys', 1],
      ['trusted_schema', 0],
      ['busy_timeout', TIMEOUT],
    ] as const) {
      patiently(() => raw.pragma(`${name} = ${value}`));
      const actual: unknown = raw.pragma(name, { simple: true });
      if (actual !== value)
        throw new Error(
          `De database is niet veilig te openen: ${name} blijft ${String(actual)}, en moet ${value} zijn. Kies met DATA_DIR een map op een schijf van deze computer zelf.`,
        );
    }
    return raw;
  } catch (error) {
    raw.close();
    throw error;
  }
}

/** SQLite does not wait by itself where two connections turn a file to WAL at once. */
function patiently(work: () => unknown): void {
  for (const until = Date.now() + TIMEOUT; ; Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 5))
    try {
      work();
      return;
    } catch (error) {
      if (!isBusy(error) || Date.now() > until) throw error;
    }
}

/**
 * Makes a database under another name and gives it its own once it is whole: a start that is cut off leaves nothing, so
 * that an empty file is always a damaged one.
 */
function create(path: string, backups?: string): void {
  if (existsSync(`${path}-wal`) || listBackups(backups).length > 0)
    throw new Error(`De database ${path} ontbreekt, maar zij is er geweest. ${adviseBackup(backups)}`);
  const draft = `${path}.${process.pid}`;
  const clean = () => {
    for (const suffix of ['', '-wal', '-shm']) rmSync(`${draft}${suffix}`, { force: true });
  };
  clean();
  try {
    writeFileSync(draft, '', { mode: 0o600 });
    const raw = connect(draft);
    try {
      migrate(raw);
      raw.pragma('wal_checkpoint(TRUNCATE)');
    } finally {
      raw.close();
    }
    giveName(draft, path);
  } catch (error) {
    // Another process that starts was first.
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  } finally {
    clean();
  }
}

function refuseDamaged(path: string, backups?: string): void {
  const fault = findFault(path);
  if (fault !== undefined)
    throw new Error(
      `De database ${path} is beschadigd of geen database van dit programma: ${fault}. Er is niets aan veranderd. ${adviseBackup(backups)}`,
    );
}

function adviseBackup(backups?: string): string {
  const good = findGoodBackup(backups);
  return good === undefined
    ? 'Een goede reservekopie is niet gevonden. Zoek er een op een andere plaats, en zet haar terug met: npm run beheer -- backup terugzetten BESTAND'
    : `De nieuwste goede reservekopie is ${good}. Zet haar terug met: npm run beheer -- backup terugzetten ${good}`;
}

const versionOf = (raw: Database) => raw.pragma('user_version', { simple: true }) as number;

/** Throws where the file is newer than this program, or not of this program. Those of 0.3.0 and before bear no mark. */
export function refuseForeign(raw: Database): void {
  const mark = raw.pragma('application_id', { simple: true });
  const version = versionOf(raw);
  if ((mark === 0 || mark === APPLICATION_ID) && version > MIGRATIONS.length)
    throw new Error(
      `De database is van een nieuwere versie (${version}) dan dit programma (${MIGRATIONS.length}). Start de nieuwere versie.`,
    );
  const tables = raw.prepare("SELECT name FROM sqlite_schema WHERE type = 'table'").pluck().all();
  const isOurs =
    mark === 0
      ? version > 0
        ? tables.includes('contracten')
        : tables.length === 0
      : mark === APPLICATION_ID;
  if (!isOurs)
    throw new Error(
      `Het bestand ${raw.name} is een database van een ander programma. Kies een ander bestand of een andere map.`,
    );
}

/**
 * Brings the file up to date, whole or not at all, after a backup of what was. One process at a time: who finds another
 * one at it waits, and then finds it done.
 */
export function migrate(raw: Database, backups?: string, migrations: readonly string[] = MIGRATIONS): void {
  const newest = migrations.length;
  if (versionOf(raw) === newest && raw.pragma('application_id', { simple: true }) === APPLICATION_ID) return;
  raw.pragma(`busy_timeout = ${PATIENCE}`);
  const work = raw.transaction(() => {
    refuseForeign(raw);
    const version = versionOf(raw);
    const backup =
      backups !== undefined && version > 0 && version < newest
        ? backupName(backups, new Date(), `voor-migratie-${version}-naar-${newest}`)
        : undefined;
    // One of this very second is of this very state: nobody else can write.
    if (backup !== undefined && !existsSync(backup)) writeBackup(raw.name, backup);
    try {
      for (const migration of migrations.slice(version)) raw.exec(migration);
      if ((raw.pragma('foreign_key_check') as unknown[]).length > 0)
        throw new Error('Na de migratie verwijst een rij naar een die er niet is. Er is niets veranderd.');
    } catch (error) {
      // All is as it was; a server that starts again and again would fill the disk with copies of it.
      if (backup !== undefined) removeBackup(backup);
      throw error;
    }
    raw.pragma(`user_version = ${newest}`);
    raw.pragma(`application_id = ${APPLICATION_ID}`);
  });
  work.immediate();
  raw.pragma(`busy_timeout = ${TIMEOUT}`);
}
