import { setTimeout as delay } from 'node:timers/promises';
import Sqlite from 'better-sqlite3';
import { afterAll, describe, expect, it } from 'vitest';
import { isSqlite } from '../../server/store/sqlite.ts';
import { createSyncer, type LongSync, type Synced } from '../../server/sync/sync-thread.ts';
import { createThreads } from '../../server/threads/threads.ts';
import { bodyOf, tablesOf } from '../bench/rows.ts';
import { CONTRACT, openScratchStore, smallTables, Testbed, Workbook } from './testbed.ts';

async function openBed() {
  const store = await openScratchStore();
  if (!isSqlite(store)) throw new Error('this test opens a file');
  const syncer = createSyncer(store.raw.name);
  const bed = await Testbed.open({ syncApart: syncer.sync }, store);
  return { bed, syncer, file: store.raw.name };
}
const { bed, syncer, file } = await openBed();
afterAll(() => syncer.close());
const count = async (of = bed) =>
  (await of.rows<{ n: number }>('SELECT count(*) AS n FROM uren WHERE to_revision IS NULL'))[0]?.n;
const linesOf = (action: string) =>
  bed.rows<{ result: string }>(`SELECT result FROM audit WHERE action = '${action}' ORDER BY seq`);

describe('a sync that runs in its thread', () => {
  const tables = tablesOf(3_000);
  const workbook = new Workbook(bed);
  workbook.tables = tables;

  it('answers and stores what one in the server’s own thread does', async () => {
    const here = await Testbed.open();
    const other = new Workbook(here);
    other.tables = tables;
    const [apart, inProcess] = [await workbook.sync(), await other.sync()];
    expect(apart.status).toBe(200);
    expect(apart.headers.get('Content-Type')).toBe('application/json');
    expect({ ...apart.body, lineage: '' }).toEqual({ ...inProcess.body, lineage: '' });
    expect(await count()).toBe(tables.uren.length);
  });

  it('leaves one line in the log, and one where nothing changed', async () => {
    expect(await linesOf('synchroniseren')).toEqual([{ result: 'ok' }]);
    expect((await workbook.sync()).body.revision).toBe(1);
    expect(await linesOf('synchroniseren')).toEqual([{ result: 'ok' }, { result: 'ok' }]);
  });

  it('a few rows for a contract of many go there too', async () => {
    const asked = await Testbed.open(
      { syncApart: () => Promise.reject(new Error('asked')) },
      bed.store,
      false,
    );
    const few = new Workbook(asked);
    few.tables = smallTables();
    expect((await few.send()).status).toBe(500);
    const empty = await Testbed.open({ syncApart: () => Promise.reject(new Error('asked')) });
    const first = new Workbook(empty);
    first.tables = smallTables();
    expect((await first.send()).status).toBe(200);
  });

  it('is refused with its status, its words and every fault, and leaves its line', async () => {
    const faulty = new Workbook(bed);
    faulty.tables = {
      ...tables,
      uren: tables.uren.map(([nummer, day]) => [nummer ?? '', day ?? '', 'veel', null, null]),
    };
    const { status, body } = await faulty.send();
    expect(status).toBe(422);
    expect(body).toMatchObject({ code: 'invalid' });
    expect(body.issues).toHaveLength(tables.uren.length);
    const missing = new Workbook(bed);
    Object.assign(missing, { lineage: workbook.lineage, revision: workbook.revision });
    missing.tables = { ...tables, uren: [] };
    const conflict = await missing.send();
    expect([conflict.status, conflict.body.missing.length]).toEqual([409, tables.uren.length]);
    expect((await linesOf('synchroniseren')).slice(-2)).toEqual([
      { result: 'invalid' },
      { result: 'conflict' },
    ]);
  });

  it('stores nothing where it is ended half way, and the next one does', async () => {
    const threads = createThreads<LongSync, Synced>(
      new URL('../../server/sync/sync-worker.ts', import.meta.url),
      { threads: 1, waiting: 1, seconds: 60, megabytes: 1024 },
      {
        tooMany: () => new Error('too many'),
        tooLong: () => new Error('too long'),
        tooLarge: () => new Error('too large'),
        lost: () => new Error('lost'),
      },
      file,
    );
    const { lineage, revision } = workbook;
    if (lineage === null || revision === null) throw new Error('not synced');
    const many = new TextEncoder().encode(bodyOf(tablesOf(50_000), { lineage, revision }));
    const task = { contractnummer: CONTRACT, by: bed.by, mayWrite: true, bytes: many };
    const run = threads.run(task).catch((error: Error) => error.message);
    await untilLocked();
    await threads.close();
    expect(await run).toBe('lost');
    expect(await count()).toBe(tables.uren.length);
    workbook.row('uren', 'PL00000', '2016-01-01')[2] = '1.25';
    expect((await workbook.sync()).body.revision).toBe(2);
  });

  it('is refused in words where its thread ends or takes too long', async () => {
    const short = createSyncer(file, { seconds: 0.001 });
    const hasty = await Testbed.open({ syncApart: short.sync }, bed.store, false);
    const { status, body } = await new Workbook(hasty).send();
    expect(status).toBe(503);
    expect(body).toMatchObject({
      code: 'unavailable',
      message:
        'Het synchroniseren duurde te lang en is gestopt. Synchroniseer opnieuw; wat al was opgeslagen, wordt herkend.',
    });
    await short.close();
  });

  it('ends before the syncer closes', async () => {
    const other = createSyncer(file);
    let begun = () => {};
    const isBegun = new Promise<void>((resolve) => (begun = resolve));
    const last = await Testbed.open(
      {
        syncApart: (...what) => {
          const synced = other.sync(...what);
          begun();
          return synced;
        },
      },
      bed.store,
      false,
    );
    workbook.row('uren', 'PL00000', '2016-01-01')[2] = '1.50';
    const sent = last.post<{ revision: number }>('sync', workbook.body(), bed.writer);
    await isBegun;
    await other.close();
    expect((await sent).body.revision).toBe(3);
  });
});

/** Until someone else writes in the file. */
async function untilLocked(): Promise<void> {
  const raw = new Sqlite(file, { timeout: 0 });
  for (const until = Date.now() + 30_000; Date.now() < until; await delay(1))
    try {
      raw.exec('BEGIN IMMEDIATE; ROLLBACK');
    } catch {
      raw.close();
      return;
    }
  throw new Error('nobody wrote');
}
