import { spawn } from 'node:child_process';
import { existsSync, openSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import Sqlite from 'better-sqlite3';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { type BackupSettings, createBackups, readBackupSettings } from '../../../server/backups.ts';
import { checkBackup, restoreBackup } from '../../../server/store/backup.ts';
import { listBackups, writeBackup } from '../../../server/store/backup-file.ts';
import { reading } from '../../../server/store/fault.ts';
import { openStore } from '../../../server/store/store.ts';
import { end, startServer } from '../server-process.ts';
import { Testbed } from '../testbed.ts';
import { BatchClient, checkFile, countBatches, prepareContracts } from './batches.ts';
import { newFolder } from './folders.ts';
import { dump } from './migration-steps.ts';

const CONTRACTS = ['A', 'B', 'C', 'D'];
const closing: (() => void | Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

function prepare(settings: Partial<BackupSettings> = {}) {
  const folder = newFolder();
  const database = join(folder, 'data.sqlite');
  const backupFolder = join(folder, 'backups');
  const bed = new Testbed({}, openStore(database));
  closing.push(() => void bed.store.raw.close());
  let time = Date.UTC(2026, 10, 23);
  const log = { info: () => undefined, error: (line: unknown) => void bed.logged.push(line as { reason: string }) };
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
  return { bed, folder, database, backupFolder, create, pass };
}

/** What is in a database but for what a restore makes new. */
const contentOf = (path: string) => JSON.stringify(reading(path, dump)).replace(/"lineage":"[0-9a-f]+"/g, '');

describe('a backup while four clients sync', () => {
  it('20 of 20 are sound, restored they are equal, and each holds all that was acknowledged before it', async () => {
    const { bed, folder, database, backupFolder, create } = prepare();
    const token = prepareContracts(bed.store, CONTRACTS);
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
        await wait(1);
      }
    });
    const counts = () => clients.map(({ acknowledged }) => acknowledged);
    let during = 0;
    for (let time = 0; time < 20; time += 1) {
      const before = counts();
      await backups.make();
      const after = counts();
      during += after.reduce((sum, n, i) => sum + n - (before[i] ?? 0), 0);
      const file = listBackups(backupFolder).at(-1) ?? '';
      const restored = join(folder, 'restored', 'data.sqlite');
      if (time === 0) closing.push(() => rmSync(join(folder, 'restored'), { recursive: true }));
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
    expect(listBackups(backupFolder)).toHaveLength(20);
    expect(during).toBeGreaterThan(20);
    reading(database, (raw) => expect(CONTRACTS.map((contract) => countBatches(raw, contract))).toEqual(counts()));
  }, 240_000);

  const restoreInto = async (file: string, database: string) => {
    const folder = join(database, '..');
    if (!existsSync(folder)) closing.push(() => undefined);
    const { mkdirSync } = await import('node:fs');
    mkdirSync(folder, { recursive: true });
    await restoreBackup(file, database, join(folder, 'server.lock'), async () => undefined);
  };
});
