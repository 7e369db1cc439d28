import { spawn } from 'node:child_process';
import { copyFileSync } from 'node:fs';
import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { afterAll, describe, expect, it } from 'vitest';
import { listBackups } from '../../../server/store/backup-file.ts';
import { reading } from '../../../server/store/fault.ts';
import { connect, migrate, openFile } from '../../../server/store/open-file.ts';
import { MIGRATIONS } from '../../../server/store/schema.ts';
import { checkFile } from './batches.ts';
import { newFolder } from './folders.ts';
import { dump, plant, statementsOf, writeVersion } from './migration-steps.ts';

/** `KILL_EVERY=1 npx vitest run test/server/durability/migration.test.ts` for the proof: a kill at each statement. */
const KILL_EVERY = Number(process.env['KILL_EVERY'] ?? 5);
const VERSIONS = MIGRATIONS.map((_, version) => version);
/** As a version left it, and what it is at the newest. */
const before = new Map<number, string>();
const after = new Map<number, unknown>();
const originals = newFolder();
for (const version of VERSIONS) {
  const path = join(originals, `${version}.sqlite`);
  writeVersion(path, version);
  before.set(version, path);
  const migrated = join(originals, `${version}-migrated.sqlite`);
  copyFileSync(path, migrated);
  const raw = openFile(migrated);
  after.set(version, dump(raw));
  raw.close();
}

function newCopy(version: number) {
  const folder = newFolder();
  const path = join(folder, 'data.sqlite');
  copyFileSync(before.get(version) ?? '', path);
  return { path, backups: join(folder, 'backups') };
}

/** Old or new, whole, and the next start makes it new. */
function expectWhole(path: string, version: number, backups: string): void {
  const old = reading(before.get(version) ?? '', dump);
  reading(path, (raw) => {
    expect(checkFile(raw)).toEqual(['ok']);
    expect(dump(raw)).toEqual(
      raw.pragma('user_version', { simple: true }) === version ? old : after.get(version),
    );
  });
  const raw = openFile(path, backups);
  expect(dump(raw)).toEqual(after.get(version));
  raw.close();
  if (version > 0) expect(reading(listBackups(backups).at(-1) ?? '', dump)).toEqual(old);
}

/** Migrates, with functions that a planted statement calls. */
const SCRIPT = `
  import { createInterface } from 'node:readline';
  import { connect, migrate } from './server/store/open-file.ts';
  const [path, backups, planted] = JSON.parse(process.argv[1]);
  const raw = connect(path);
  raw.function('die', () => process.kill(process.pid, 'SIGKILL'));
  migrate(raw, backups, planted);`;
const running = new Set<ReturnType<typeof spawn>>();
afterAll(() => {
  for (const child of running) child.kill('SIGKILL');
});
const runToDeath = (path: string, backups: string, planted: string[]) =>
  new Promise((resolve) => {
    const argument = JSON.stringify([path, backups, planted]);
    const child = spawn('node', ['--import', 'tsx', '--input-type=module', '-e', SCRIPT, argument]);
    running.add(child);
    child.on('exit', (_, signal) => {
      running.delete(child);
      resolve(signal);
    });
  });

describe.each(VERSIONS)('the migration from version %i', (version) => {
  const places = Array.from({ length: statementsOf(MIGRATIONS[version] ?? '').length + 1 }, (_, at) => at);

  it(`that fails at any of its ${places.length} places leaves all as it was`, () => {
    for (const at of places) {
      const { path, backups } = newCopy(version);
      const raw = connect(path);
      const planted = plant(version + 1, at, 'SELECT fails_here()');
      expect(() => migrate(raw, backups, planted)).toThrow('no such function: fails_here');
      expect(raw.pragma('user_version', { simple: true })).toBe(version);
      raw.close();
      expect(listBackups(backups)).toEqual([]);
      expectWhole(path, version, backups);
    }
  });

  const deaths = places.filter((at) => (at + 1) % Math.min(KILL_EVERY, places.length) === 0);
  it(`that is killed at ${deaths.length} of its ${places.length} places leaves all as it was`, async () => {
    const todo = [...deaths];
    const work = async () => {
      for (let at = todo.pop(); at !== undefined; at = todo.pop()) {
        const { path, backups } = newCopy(version);
        expect(await runToDeath(path, backups, plant(version + 1, at, 'SELECT die()'))).toBe('SIGKILL');
        expectWhole(path, version, backups);
      }
    };
    await Promise.all([work(), work()]);
  }, 600_000);
});

it('without one transaction around it, a migration that fails half-way leaves half: this is found', () => {
  const { path, backups } = newCopy(2);
  const raw = new Sqlite(path);
  expect(() => raw.exec(plant(3, 20, 'SELECT fails_here()').at(-1) ?? '')).toThrow('fails_here');
  raw.close();
  expect(() => expectWhole(path, 2, backups)).toThrow();
});
