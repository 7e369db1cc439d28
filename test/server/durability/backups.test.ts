import { spawn } from 'node:child_process';
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import Sqlite from 'better-sqlite3';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { type BackupSettings, createBackups, readBackupSettings } from '../../../server/backups.ts';
import { explainStart } from '../../../server/explain-start.ts';
import { backUp, checkBackup, restoreBackup, summarise } from '../../../server/store/backup.ts';
import { listBackups, writeBackup } from '../../../server/store/backup-file.ts';
import { reading } from '../../../server/store/fault.ts';
import { openSqlite } from '../../../server/store/sqlite.ts';
import { end, startServer } from '../server-process.ts';
import { smallTables, Testbed, Workbook } from '../testbed.ts';
import { BatchClient, checkFile, countBatches, prepareContracts } from './batches.ts';
import { newFolder } from './folders.ts';
import { dump, writeVersion } from './migration-steps.ts';

vi.setConfig({ testTimeout: 300_000 });

/** How many backups under load: `BACKUPS=20 npx vitest run test/server/durability/backups.test.ts` for the proof. */
const BACKUPS = Number(process.env['BACKUPS'] ?? 2);
const CONTRACTS = ['A', 'B', 'C', 'D'];
const PATIENCE = 60_000;
const closing: (() => void | Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

async function prepare(settings: Partial<BackupSettings> = {}) {
  const folder = newFolder();
  const database = join(folder, 'data.sqlite');
  const backupFolder = join(folder, 'backups');
  const store = openSqlite(database);
  closing.push(() => store.close());
  const bed = await Testbed.open({}, store);
  let time = Date.UTC(2026, 10, 23);
  const log = {
    info: () => undefined,
    error: (line: unknown) => void bed.logged.push(line as { reason: string }),
  };
  const create = () => {
    const made = createBackups(
      database,
      { folder: backupFolder, every: 0, keep: 100, ...settings },
      { now: () => new Date((time += 1000)), log },
    );
    closing.push(made.close);
    return made;
  };
  const pass = (hours: number) => (time += hours * 3_600_000);
  return { bed, store, folder, database, backupFolder, create, pass };
}

/** What is in a database but for what a restore makes new. */
const contentOf = (path: string) => JSON.stringify(reading(path, dump)).replace(/"lineage":"[0-9a-f]+"/g, '');

describe('a backup while four clients sync', () => {
  it(
    `${BACKUPS} of ${BACKUPS} are sound, restored they are equal, and hold all that was acknowledged before`,
    async () => {
      const { bed, folder, database, backupFolder, create } = await prepare();
      const token = await prepareContracts(bed.store, CONTRACTS);
      const backups = create();
      const clients = CONTRACTS.map(
        (contract) =>
          new BatchClient(contract, async (path, body) => {
            const { status, body: answer } = await bed.request('POST', path, token, body);
            return { status, text: JSON.stringify(answer) };
          }),
      );
      let isBusy = true;
      const work = clients.map(async (client) => {
        while (isBusy) {
          await client.sendNext();
          await wait(20);
        }
      });
      const counts = () => clients.map(({ acknowledged }) => acknowledged);
      let during = 0;
      for (let time = 0; time < BACKUPS; time += 1) {
        const before = counts();
        await backups.make();
        const after = counts();
        during += after.reduce((sum, n, i) => sum + n - (before[i] ?? 0), 0);
        const file = listBackups(backupFolder).at(-1) ?? '';
        const restored = join(folder, 'restored', 'data.sqlite');
        await restoreInto(file, restored);
        expect(contentOf(restored)).toBe(contentOf(file));
        reading(restored, (raw) => {
          expect(checkFile(raw)).toEqual(['ok']);
          CONTRACTS.forEach((contract, i) => {
            const batches = countBatches(raw, contract);
            expect(batches).toBeGreaterThanOrEqual(before[i] ?? 0);
            expect(batches).toBeLessThanOrEqual((after[i] ?? 0) + 1);
          });
        });
      }
      isBusy = false;
      await Promise.all(work);
      expect(listBackups(backupFolder)).toHaveLength(BACKUPS);
      expect(during).toBeGreaterThan(BACKUPS);
      reading(database, (raw) =>
        expect(CONTRACTS.map((contract) => countBatches(raw, contract))).toEqual(counts()),
      );
    },
    60_000 + BACKUPS * 60_000,
  );
});

async function restoreInto(file: string, database: string): Promise<void> {
  const folder = dirname(database);
  mkdirSync(folder, { recursive: true });
  await restoreBackup(file, database, join(folder, 'server.lock'), async () => undefined);
}

/** Rows by the thousand, so that copying them takes a while. */
function fillWith(database: string, rows: number): void {
  const raw = new Sqlite(database);
  raw
    .prepare(
      `INSERT INTO uren WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ?)
       SELECT 1, 'P' || (i % 997), date('2001-01-01', (i / 997) || ' days'), i % 2400, i, NULL, 1, NULL FROM n`,
    )
    .run(rows);
  raw.close();
}

describe('a backup of a large database', () => {
  it('leaves the event loop free, where one made on the spot holds it', async () => {
    const { database, folder, create } = await prepare();
    fillWith(database, 300_000);
    const turnsDuring = async (work: () => Promise<unknown>) => {
      let turns = 0;
      const timer = setInterval(() => (turns += 1), 5);
      await work();
      clearInterval(timer);
      return turns;
    };
    const backups = create();
    expect(await turnsDuring(backups.make)).toBeGreaterThan(20);
    expect(
      await turnsDuring(async () => void writeBackup(database, join(folder, 'here.sqlite'))),
    ).toBeLessThan(2);
  });

  it('ends while another process keeps writing', async () => {
    const { database, create } = await prepare();
    fillWith(database, 300_000);
    const script = `
      import Sqlite from 'better-sqlite3';
      const raw = new Sqlite(process.argv[1], { timeout: 5000 });
      const add = raw.prepare("INSERT INTO uitbetalingen (contract_id, period, at, naam) VALUES (1, '2016-H1', 'x', 'y')");
      console.log('writing');
      for (;;) add.run();`;
    const writer = spawn('node', ['--input-type=module', '-e', script, database]);
    closing.push(() => void writer.kill('SIGKILL'));
    await new Promise((resolve) => writer.stdout.once('data', resolve));
    const backups = create();
    const started = performance.now();
    await backups.make();
    const took = performance.now() - started;
    expect(took).toBeLessThan(PATIENCE);
    writer.kill('SIGKILL');
  });

  it('SQLite’s own online backup begins again with every write of another: what ours does not', async () => {
    const { database, folder } = await prepare();
    fillWith(database, 20_000);
    const [raw, other] = [new Sqlite(database, { readonly: true }), new Sqlite(database)];
    const write = other.prepare(
      "INSERT INTO uitbetalingen (contract_id, period, at, naam) VALUES (1, '2016-H1', 'x', 'y')",
    );
    const stepsWhile = async (writes: number) => {
      let steps = 0;
      await raw.backup(join(folder, `online-${writes}.sqlite`), {
        progress: () => {
          if (steps < writes) write.run();
          steps += 1;
          return 100;
        },
      });
      return steps;
    };
    const alone = await stepsWhile(0);
    expect(await stepsWhile(alone * 20)).toBeGreaterThan(alone * 20);
    raw.close();
    other.close();
  });
});

describe('backups by schedule', () => {
  const tick = () => vi.advanceTimersByTime(60_000);
  afterEach(() => {
    vi.useRealTimers();
  });

  it('are made when the newest is too old, and the oldest are removed', async () => {
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
    const { backupFolder, create, pass } = await prepare({ every: 24, keep: 2 });
    const backups = create();
    const made = async (count: number) => {
      await vi.waitFor(() => expect(listBackups(backupFolder)).toHaveLength(count), PATIENCE);
      await vi.waitFor(() => expect(backups.health().ok && backups.health().lastAt).toBeTruthy(), PATIENCE);
      return listBackups(backupFolder).at(-1);
    };
    const first = await made(1);
    expect(statSync(first ?? '').mode & 0o777).toBe(0o600);
    writeFileSync(join(backupFolder, 'van-mij.sqlite'), 'x');
    writeFileSync(join(backupFolder, 'flextensie-20261101T000000Z.sqlite.deel'), 'x');
    tick();
    pass(23);
    tick();
    expect(listBackups(backupFolder)).toEqual([first]);
    pass(1);
    tick();
    const second = await made(2);
    pass(25);
    tick();
    await vi.waitFor(() => {
      // The one before may be ending still.
      tick();
      expect(listBackups(backupFolder)).not.toContain(first);
    }, PATIENCE);
    expect(listBackups(backupFolder)).toHaveLength(2);
    expect(listBackups(backupFolder)[0]).toBe(second);
    expect(readdirSync(backupFolder).sort()).toEqual(
      [...listBackups(backupFolder), ...listBackups(backupFolder).map((file) => `${file}.json`)]
        .map((file) => basename(file))
        .concat('van-mij.sqlite')
        .sort(),
    );
  });

  it('that fail are told in the log and the health, and tried again after an hour', async () => {
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
    const { bed, backupFolder, create, pass } = await prepare({ every: 24 });
    writeFileSync(backupFolder, 'in the way');
    const backups = create();
    await vi.waitFor(() => expect(bed.logged).toHaveLength(1), PATIENCE);
    expect(backups.health()).toEqual({ lastAt: null, ok: false });
    expect(String(bed.logged[0]?.['reason'])).toContain('EEXIST');
    rmSync(backupFolder);
    tick();
    expect(existsSync(backupFolder)).toBe(false);
    pass(1);
    tick();
    await vi.waitFor(() => expect(backups.health().ok).toBe(true), PATIENCE);
    expect(backups.health().lastAt).toMatch(/^2026-11-23T01:/);
    expect(bed.logged).toHaveLength(1);
    const again = await Testbed.open({ backupHealth: backups.health });
    expect((await again.request('GET', '/gezond', '')).body).toMatchObject({
      status: 'ok',
      backup: backups.health(),
    });
  });

  it('have settings that are looked at', () => {
    const folder = join('data', 'backups');
    expect(readBackupSettings({}, 'data')).toEqual({ folder, every: 24, keep: 30 });
    expect(
      readBackupSettings({ BACKUP_DIR: '/mnt/b', BACKUP_EVERY: '0.5', BACKUP_KEEP: '7' }, 'data'),
    ).toEqual({
      folder: '/mnt/b',
      every: 0.5,
      keep: 7,
    });
    for (const BACKUP_EVERY of ['dagelijks', '-1', 'Infinity'])
      expect(() => readBackupSettings({ BACKUP_EVERY }, 'data')).toThrow('BACKUP_EVERY');
    for (const BACKUP_KEEP of ['0', '1.5', 'alle'])
      expect(() => readBackupSettings({ BACKUP_KEEP }, 'data')).toThrow('BACKUP_KEEP');
  });
});

describe('the check of a backup', () => {
  async function prepareBackup() {
    const { bed, store, folder, database } = await prepare();
    const workbook = new Workbook(bed);
    workbook.tables = smallTables();
    await workbook.sync();
    const file = join(folder, 'backup.sqlite');
    writeBackup(database, file);
    return { store, folder, database, file, workbook };
  }

  it('finds a single letter that changed, which SQLite itself does not', async () => {
    const { file } = await prepareBackup();
    const bytes = readFileSync(file);
    bytes.write('Bekker', bytes.indexOf('Bakker'));
    writeFileSync(file, bytes);
    expect(reading(file, checkFile)).toEqual(['ok']);
    await expect(checkBackup(file)).rejects.toThrow('het is veranderd sinds het is gemaakt');
  });

  it('takes one without its manifest, and one of an earlier version', async () => {
    const { file } = await prepareBackup();
    rmSync(`${file}.json`);
    expect(await checkBackup(file)).toMatchObject({ contracten: 1, uren: 1, madeAt: undefined });
    const old = join(newFolder(), 'old.sqlite');
    writeVersion(old, 1);
    const before = readFileSync(old);
    expect(await checkBackup(old)).toMatchObject({ contracten: 2, uren: 1000 });
    expect(readFileSync(old).equals(before)).toBe(true);
  });

  it('a restore over a damaged database takes none of its WAL, and keeps what was there', async () => {
    const { store, folder, database, file, workbook } = await prepareBackup();
    workbook.row('uren', 'P1')[2] = '1.00';
    await workbook.sync();
    const target = join(folder, 'elders', 'data.sqlite');
    mkdirSync(dirname(target));
    copyFileSync(`${database}-wal`, `${target}-wal`);
    writeFileSync(target, Buffer.alloc(8192, 7));
    await restoreInto(file, target);
    expect(contentOf(target)).toBe(contentOf(file));
    expect(readFileSync(`${target}.vorige`).equals(Buffer.alloc(8192, 7))).toBe(true);
    expect(readFileSync(`${target}.vorige-wal`).equals(readFileSync(`${database}-wal`))).toBe(true);
    store.raw.pragma('wal_checkpoint(TRUNCATE)');
    await restoreInto(database, target);
    expect(summarise(target)).toEqual(summarise(database));
    expect(existsSync(`${target}.vorige-wal`)).toBe(false);
  });
});

describe('a backup by command', () => {
  it('makes the folders that are not there, for its owner alone, and writes over nothing', async () => {
    const { folder, database } = await prepare();
    const file = join(folder, 'nieuw', 'dieper', 'kopie.sqlite');
    backUp(database, file);
    expect(await checkBackup(file)).toMatchObject({ contracten: 1 });
    expect([statSync(dirname(file)), statSync(file)].map(({ mode }) => mode & 0o777)).toEqual([0o700, 0o600]);
    const bytes = readFileSync(file);
    expect(() => backUp(database, file)).toThrow('bestaat al. Kies een andere naam');
    expect(readFileSync(file).equals(bytes)).toBe(true);
    expect(readdirSync(dirname(file)).sort()).toEqual(['kopie.sqlite', 'kopie.sqlite.json']);
  });

  it('where there is no folder to be made, says so in words', async () => {
    const { folder, database } = await prepare();
    writeFileSync(join(folder, 'bestand'), '');
    let told = '';
    try {
      backUp(database, join(folder, 'bestand', 'kopie.sqlite'));
    } catch (error) {
      told = explainStart(error);
    }
    expect(told).toContain('Er staat al iets met die naam. Kies een andere naam.');
    expect(explainStart(Object.assign(new Error('x'), { code: 'SQLITE_FULL' }))).toBe(
      'De schijf is vol. Er is niets veranderd; maak ruimte en probeer het opnieuw. (x)',
    );
  });
});

it('a server whose backups fail and whose log is on a full disk goes on, and says so', async () => {
  const full = existsSync('/dev/full') ? openSync('/dev/full', 'w') : undefined;
  const { child, url } = await startServer({ DATA_DIR: newFolder(), BACKUP_DIR: '/dev/null/backups' }, full);
  closing.push(() => void child.kill('SIGKILL'));
  const health = async () =>
    (await (await fetch(`${url}/gezond`)).json()) as { status: string; backup: object };
  await vi.waitFor(
    async () => expect((await health()).backup).toEqual({ lastAt: null, ok: false }),
    PATIENCE,
  );
  await wait(200);
  expect((await health()).status).toBe('ok');
  expect(await end(child, 'SIGTERM')).toBe(0);
});
