import { execFileSync } from 'node:child_process';
import { closeSync, openSync, readdirSync, rmSync, writeSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import type { Factuur, Maandrapport } from '../../../shared/api.ts';
import { type Running, start } from '../../../server/main.ts';
import { writeBackup } from '../../../server/store/backup-file.ts';
import { reading } from '../../../server/store/fault.ts';
import { BatchClient, checkFile, countBatches, prepareContracts } from './batches.ts';
import { fileOf } from './file-of.ts';
import { newFolder } from './folders.ts';

const DATA_DIR = newFolder();
const database = join(DATA_DIR, 'flextensie.sqlite');
const filler = join(DATA_DIR, 'filler');

/** A disk of 8 MB in the memory; where this machine's user may not mount one, SQLite's own limit stands in for it. */
const isDisk = mountSmallDisk();
function mountSmallDisk(): boolean {
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=8m', 'tmpfs', DATA_DIR], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}
const WITH = isDisk ? 'a disk of 8 MB' : "no right to mount a disk, so with SQLite's own limit of pages";

function fill(running: Running): void {
  if (!isDisk) {
    const raw = fileOf(running);
    raw.pragma('wal_checkpoint(TRUNCATE)');
    raw.pragma(`max_page_count = ${raw.pragma('page_count', { simple: true }) as number}`);
    return;
  }
  const file = openSync(filler, 'w');
  try {
    for (let size = 1 << 20; size >= 1024;)
      try {
        writeSync(file, Buffer.alloc(size));
      } catch {
        size /= 2;
      }
  } finally {
    closeSync(file);
  }
}
function makeRoom(running: Running): void {
  if (isDisk) rmSync(filler);
  else fileOf(running).pragma('max_page_count = 1000000');
}

let running: Running | undefined;
afterAll(async () => {
  await running?.close();
  if (isDisk) execFileSync('umount', [DATA_DIR]);
});

describe(`a full disk (${WITH})`, () => {
  it('answers 507 to 100 of 100 writes, reads what is there, and goes on when there is room', async () => {
    const server = (running = await start({ port: 0, host: '127.0.0.1', dataDir: DATA_DIR }));
    const token = await prepareContracts(server.store, ['A', 'B']);
    const request = async (path: string, body?: string) => {
      const response = await fetch(`${server.url}${path}`, {
        method: body === undefined ? 'GET' : 'POST',
        headers: { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json' },
        ...(body === undefined ? {} : { body }),
      });
      return { status: response.status, text: await response.text() };
    };
    const statuses: number[] = [];
    const send = async (path: string, body: string) => {
      const answer = await request(path, body);
      statuses.push(answer.status);
      if (answer.status === 507)
        expect(JSON.parse(answer.text)).toEqual({
          code: 'storage_full',
          message: 'De schijf van de server is vol. Er is niets opgeslagen; waarschuw de beheerder.',
        });
      return answer;
    };
    // The second one's go to the server's other thread; SQLite's own limit is of one connection alone.
    const clients = [new BatchClient('A', send), new BatchClient('B', send, { isLong: isDisk })];
    const sendNext = async () => {
      for (const client of clients) await client.sendNext();
    };
    for (let batch = 0; batch < 20; batch += 1) await sendNext();
    const rapport = await request('/api/contracten/A/maandrapporten/2016-02');
    expect(Number((JSON.parse(rapport.text) as Maandrapport).totals.uren)).toBeGreaterThan(0);

    fill(server);
    // What the WAL has room for is still stored; from the first refusal on, nothing is.
    for (let time = 0; time < 200 && statuses.slice(-2).includes(200); time += 1) await sendNext();
    const acknowledged = () => clients.map((client) => client.acknowledged);
    const stored = acknowledged();
    statuses.length = 0;
    const factuur = () => request('/api/contracten/A/facturen/2016-05', '{"date":"2016-05-31"}');
    for (let time = 0; time < 45; time += 1) await sendNext();
    for (let time = 0; time < 10; time += 1) statuses.push((await factuur()).status);
    expect(statuses).toEqual(Array<number>(100).fill(507));

    expect(await request('/api/contracten/A/maandrapporten/2016-02')).toEqual(rapport);
    expect((await request('/api/contracten/A/maandrapporten/2016-02.pdf')).status).toBe(200);
    expect((await request('/gezond')).status).toBe(200);
    const verify = () =>
      reading(database, (raw) => [
        ...checkFile(raw),
        ...clients.map(({ contract }) => countBatches(raw, contract)),
      ]);
    expect(acknowledged()).toEqual(stored);
    expect(verify()).toEqual(['ok', ...stored]);

    // No copy of it has room either, and none is there by half.
    const copy = isDisk ? join(DATA_DIR, 'copies', 'copy.sqlite') : join(database, 'copy.sqlite');
    expect(() => writeBackup(database, copy)).toThrow(isDisk ? /disk is full|no space left/i : 'ENOTDIR');
    if (isDisk) expect(readdirSync(dirname(copy))).toEqual([]);

    makeRoom(server);
    for (const client of clients) expect(await client.sendNext()).toBe('acknowledged');
    expect((JSON.parse((await factuur()).text) as Factuur).number).toBe('2016-0001');
    expect(verify()).toEqual(['ok', ...acknowledged()]);
  }, 240_000);
});
