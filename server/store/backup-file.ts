import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { findFault, reading } from './fault.ts';
import { giveName, hashFile, syncFile } from './files.ts';

/** What a backup was when it was made; stands beside it, as `FILE.json`. */
export interface Manifest {
  madeAt: string;
  /** Of the schema. */
  version: number;
  sha256: string;
  /** The number of rows of each table. */
  counts: Record<string, number>;
}

const manifestOf = (file: string) => `${file}.json`;
const NAME = /^flextensie-(\d{8}T\d{6}Z)(?:-[a-z0-9-]+)?\.sqlite$/;
const DRAFT = '.deel';

/** A name in the folder that sorts by time; `what` tells why it was made. */
export function backupName(folder: string, now: Date, what?: string): string {
  const stamp = now.toISOString().replace(/\.\d+|[-:]/g, '');
  return join(folder, `flextensie-${stamp}${what === undefined ? '' : `-${what}`}.sqlite`);
}

/** When it was made, by its name; undefined for a file that {@link backupName} did not name. */
export function timeOfBackup(file: string): Date | undefined {
  const [, stamp = ''] = NAME.exec(basename(file)) ?? [];
  const iso = stamp.replace(/(....)(..)(..T..)(..)(..Z)/, '$1-$2-$3:$4:$5');
  return stamp === '' ? undefined : new Date(iso);
}

/** The backups of ours in a folder, oldest first. A folder that is not there, or cannot be read, has none. */
export function listBackups(folder: string | undefined): string[] {
  if (folder === undefined) return [];
  try {
    return readdirSync(folder)
      .filter((name) => NAME.test(name))
      .sort()
      .map((name) => join(folder, name));
  } catch {
    return [];
  }
}

/** The newest of them that is sound. */
export const findGoodBackup = (folder: string | undefined): string | undefined =>
  listBackups(folder).findLast((file) => findBackupFault(file) === undefined);

/** Removes all but the newest, and what a backup that was cut off left. */
export function pruneBackups(folder: string, keep: number): void {
  const files = listBackups(folder);
  for (const file of files.slice(0, Math.max(0, files.length - keep))) removeBackup(file);
  for (const name of readdirSync(folder))
    if (name.endsWith(DRAFT) && NAME.test(name.slice(0, -DRAFT.length)))
      rmSync(join(folder, name), { force: true });
}

export function removeBackup(file: string): void {
  rmSync(manifestOf(file), { force: true });
  rmSync(file, { force: true });
}

/** Undefined where there is none beside it. */
export const readManifest = (file: string): Manifest | undefined =>
  existsSync(manifestOf(file)) ? (JSON.parse(readFileSync(manifestOf(file), 'utf8')) as Manifest) : undefined;

/** As {@link findFault}, and whether it is still what was made. */
export function findBackupFault(file: string): string | undefined {
  const manifest = readManifest(file);
  if (manifest !== undefined && manifest.sha256 !== hashFile(file))
    return 'het is veranderd sinds het is gemaakt';
  return findFault(file);
}

/**
 * Copies a database, while it is in use, to a file that must not exist yet: one state of it, read by a connection of its
 * own, which lets others write meanwhile. Bears its name only once it is whole, checked and on the disk; until then it is
 * no backup. Blocks its thread for as long as it takes.
 */
export function writeBackup(database: string, file: string): Manifest {
  const draft = `${file}${DRAFT}`;
  const madeAt = new Date().toISOString();
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  rmSync(draft, { force: true });
  try {
    writeFileSync(draft, '', { mode: 0o600 });
    reading(database, (raw) => raw.prepare('VACUUM INTO ?').run(draft));
    chmodSync(draft, 0o600);
    syncFile(draft);
    const manifest = { madeAt, sha256: hashFile(draft), ...countRows(draft) };
    const fault = findFault(draft);
    if (fault !== undefined) throw new Error(`De reservekopie is mislukt: ${fault}.`);
    giveName(draft, file);
    writeFileSync(manifestOf(file), `${JSON.stringify(manifest, null, 2)}\n`, { mode: 0o600 });
    syncFile(manifestOf(file));
    return manifest;
  } finally {
    rmSync(draft, { force: true });
  }
}

/** The rows of each table, and the version of the schema. */
export const countRows = (file: string): Pick<Manifest, 'version' | 'counts'> =>
  reading(file, (raw) => {
    const tables = raw
      .prepare("SELECT name FROM sqlite_schema WHERE type = 'table'")
      .pluck()
      .all() as string[];
    return {
      version: raw.pragma('user_version', { simple: true }) as number,
      counts: Object.fromEntries(
        tables
          .sort()
          .map((name) => [name, raw.prepare(`SELECT count(*) FROM "${name}"`).pluck().get() as number]),
      ),
    };
  });
