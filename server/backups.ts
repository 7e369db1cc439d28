import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { BackupHealth } from '../shared/api.ts';
import type { Deps } from './env.ts';
import { backupName, listBackups, pruneBackups, timeOfBackup } from './store/backup-file.ts';

export interface BackupSettings {
  folder: string;
  /** Hours from one backup to the next; 0: none by schedule. */
  every: number;
  /** How many stay in the folder. */
  keep: number;
}

/** Throws a Dutch sentence where a setting is no number that it can be. */
export function readBackupSettings(env: NodeJS.ProcessEnv, dataDir: string): BackupSettings {
  const every = Number(env['BACKUP_EVERY'] ?? 24);
  if (!Number.isFinite(every) || every < 0)
    throw new Error(
      'BACKUP_EVERY is een aantal uren, zoals 24. Met 0 maakt de server zelf geen reservekopieën.',
    );
  const keep = Number(env['BACKUP_KEEP'] ?? 30);
  if (!Number.isInteger(keep) || keep < 1)
    throw new Error('BACKUP_KEEP is het aantal reservekopieën dat bewaard blijft: 1 of meer.');
  return { folder: env['BACKUP_DIR'] ?? join(dataDir, 'backups'), every, keep };
}

/** What is told where backups are asked for, and the data is in PostgreSQL. */
export const NOT_OURS =
  'De gegevens staan in PostgreSQL. Daarvan maakt deze server geen reservekopieën: BACKUP_DIR doet nu niets. Maak ze met pg_dump.';

export interface Backups {
  health: () => BackupHealth;
  /** Makes one now, after the one that is being made. Rejects where that fails. */
  make: () => Promise<void>;
  close: () => Promise<void>;
}

const PROGRAM = fileURLToPath(new URL('./store/backup-process.ts', import.meta.url));
/** Where tsx is found. */
const ROOT = fileURLToPath(new URL('..', import.meta.url));

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/**
 * Makes a backup whenever the newest one is older than it may be, and removes those that are too many. In a process of its
 * own, so that the server answers meanwhile and can stop at once. One that fails is told in the log and in `/gezond`, and
 * tried again after an hour, or sooner where they are made more often.
 */
export function createBackups(
  database: string,
  { folder, every, keep }: BackupSettings,
  { now, log }: Pick<Deps, 'now' | 'log'>,
): Backups {
  const newest = listBackups(folder).at(-1);
  let last = newest === undefined ? undefined : timeOfBackup(newest);
  let isOk = true;
  let tried = -Infinity;
  let child: ChildProcess | undefined;
  let isClosing = false;
  let turn: Promise<void> = Promise.resolve();

  const runProcess = async (from: string, to: string) => {
    const words = ['--import', 'tsx', PROGRAM, resolve(from), resolve(to)];
    child = spawn(process.execPath, words, { cwd: ROOT, stdio: ['ignore', 'ignore', 'pipe'] });
    try {
      await finished(child);
    } finally {
      child = undefined;
    }
  };
  const makeNow = async () => {
    const at = now();
    tried = at.getTime();
    try {
      mkdirSync(folder, { recursive: true, mode: 0o700 });
      await runProcess(database, backupName(folder, at));
      pruneBackups(folder, keep);
      [last, isOk] = [at, true];
    } catch (error) {
      isOk = false;
      if (!isClosing)
        log.error({ reason: error instanceof Error ? error.message : String(error) }, 'the backup failed');
      throw error;
    }
  };
  const make = () => (turn = turn.catch(() => undefined).then(makeNow));
  const tick = () => {
    const time = now().getTime();
    const isDue = time >= (last?.getTime() ?? -Infinity) + every * HOUR;
    const mayTry = time >= tried + Math.min(every, 1) * HOUR;
    if (isDue && mayTry && child === undefined) make().catch(() => undefined);
  };
  const timer = every > 0 ? setInterval(tick, MINUTE) : undefined;
  timer?.unref();
  if (every > 0) tick();

  return {
    health: () => ({ lastAt: last?.toISOString() ?? null, ok: isOk }),
    make,
    close: async () => {
      isClosing = true;
      clearInterval(timer);
      child?.kill('SIGKILL');
      await turn.catch(() => undefined);
    },
  };
}

/** Rejects with what it wrote on its standard error, where it does not end well. */
function finished(child: ChildProcess): Promise<void> {
  return new Promise((done, reject) => {
    let errors = '';
    child.stderr?.on('data', (chunk: Buffer) => (errors += chunk.toString()));
    child.on('error', reject);
    child.on('close', (code, signal) =>
      code === 0 ? done() : reject(new Error(errors || `the process ended with ${signal ?? code}`)),
    );
  });
}
