import { beforeAll, describe, expect, it } from 'vitest';
import { ClientError, createClient } from '../../addin/client.ts';
import { readConnection } from '../../addin/excel/connection.ts';
import { ExcelError, SENTENCES } from '../../addin/excel/errors.ts';
import { setUpWorkbook } from '../../addin/excel/set-up.ts';
import { runSync, type SyncOptions } from '../../addin/sync.ts';
import { NO_CHOICES } from '../../addin/sync-request.ts';
import { TABLE_NAMES } from '../../shared/tables.ts';
import { installExcel } from '../excel-host/node-client.ts';
import type { ExcelHost } from '../excel-host/excel-host.ts';
import { CONTRACT, smallTables, Testbed, Workbook } from '../server/testbed.ts';
import { Desk } from './excel/desk.ts';

const CODES = [...Object.keys(SENTENCES), 'GeneralException', 'InvalidArgument', 'NewInSomeLaterExcel'];

interface Scene {
  bed: Testbed;
  desk: Desk;
  host: ExcelHost;
}

const hours = (day: string, uren: string) => ['P1', day, uren, null, null];

/**
 * Someone whose next sync sends a changed cell, a new row and a removed one, and receives as much: a changed cell, a new
 * row and a removed one in Uren, and a changed name in Klanten.
 */
async function scene(): Promise<Scene> {
  const bed = new Testbed();
  const other = new Workbook(bed);
  other.tables = smallTables();
  other.tables.uren.push(
    hours('2016-02-12', '2.00'),
    hours('2016-02-19', '3.00'),
    hours('2016-02-26', '4.00'),
  );
  await other.sync();
  const desk = await new Desk(bed).setUpTables();
  await desk.mustSync();
  other.row('uren', 'P1', '2016-02-05')[2] = '7.25';
  other.tables.uren.push(hours('2016-03-04', '5.00'));
  other.remove('uren', 'P1', '2016-02-12');
  other.row('klanten', 'KL1')[1] = 'Slager';
  await other.sync({ remove: { uren: [['P1', '2016-02-12']] } });
  desk.type('uren', ['P1', '2016-02-19'], 'uren', 3.5);
  desk.add('uren', hours('2016-03-11', '6.00'));
  desk.add('klanten', ['KL2', 'Groenteboer', null]);
  const host = installExcel(desk.workbook);
  return { bed, desk, host };
}

const sync = ({ desk }: Scene, options: SyncOptions = {}) =>
  runSync(desk.client, CONTRACT, NO_CHOICES, options);

/** Rows of both sides, in the order of their keys; own rows and blank ones do not count. */
async function stateOf({ bed, desk }: Scene) {
  const server = new Workbook(bed);
  await server.sync();
  const sorted = (rows: unknown[]) => rows.map((row) => JSON.stringify(row)).sort();
  return TABLE_NAMES.map((name) => [
    sorted(server.tables[name]),
    sorted(desk.records(name).filter((row) => Object.values(row).some((value) => value !== ''))),
  ]);
}

let undisturbed: Awaited<ReturnType<typeof stateOf>>;
let requests: number;
beforeAll(async () => {
  const quiet = await scene();
  const before = quiet.host.requests.length;
  expect(await sync(quiet)).toMatchObject({ kind: 'done', summary: { left: 0 } });
  requests = quiet.host.requests.length - before;
  undisturbed = await stateOf(quiet);
});

/** What the user reads: a Dutch sentence with something to do. */
function expectSentence(error: unknown): void {
  expect(error).toBeInstanceOf(ExcelError);
  const { message } = error as ExcelError;
  expect(message).toMatch(/\.$/);
  expect(message).toMatch(/[Pp]robeer|Klik|klik|Geef|Verwijder|Wis|Wacht/);
  expect(message.replace(/\(.*?\)/g, '')).not.toMatch(/\b(the|error|failed|undefined|object|request)\b/i);
}

/** After a failure: the server holds all of the request or nothing, and the workbook says so only when it is all written. */
async function expectWhole(at: string, now: Scene): Promise<void> {
  const { revision } = await now.desk.client.getContract(CONTRACT);
  expect([at, revision]).toEqual([at, expect.toBeOneOf([2, 3])]);
  const connection = await readConnection();
  if (connection?.revision === 3) expect([at, await stateOf(now)]).toEqual([at, undisturbed]);
  else expect([at, connection?.revision]).toEqual([at, 1]);
}

async function expectMended(at: string, now: Scene): Promise<void> {
  expect([at, await sync(now)]).toMatchObject([at, { kind: 'done', summary: { left: 0 } }]);
  expect([at, await stateOf(now)]).toEqual([at, undisturbed]);
}

describe('Excel refuses a request of a sync', () => {
  it.each(CODES)('%s, at every step', { timeout: 60_000 }, async (code) => {
    for (let n = 1; n <= requests; n++) {
      const at = `${code} at ${n} of ${requests}`;
      const now = await scene();
      now.host.failAt(n, code);
      const outcome = await sync(now).catch((error: unknown) => error);
      if (outcome instanceof Error) expectSentence(outcome);
      else expect([at, outcome]).toMatchObject([at, { kind: 'done' }]);
      await expectWhole(at, now);
      await expectMended(at, now);
    }
  });

  it('does it, and the answer is lost, at every step', { timeout: 60_000 }, async () => {
    for (let n = 1; n <= requests; n++) {
      const now = await scene();
      now.host.failAt(n, 'GeneralException', { after: true });
      expectSentence(await sync(now).catch((error: unknown) => error));
      await expectMended(`lost at ${n}`, now);
    }
  });
});

describe('the user, at any request of a sync', () => {
  it('opens a cell: the sync waits for it', { timeout: 60_000 }, async () => {
    for (let n = 1; n <= requests; n++) {
      const now = await scene();
      const first = now.host.requests.length;
      now.host.onRequest = (at) => {
        if (at !== first + n) return;
        now.host.startCellEdit();
        setTimeout(() => now.host.endCellEdit(), 5);
      };
      await expectMended(`cell edit at ${n}`, now);
    }
  });

  it.each(['Uren', 'Klanten', '_Flextensie'])('protects the sheet %s', { timeout: 60_000 }, async (name) => {
    for (let n = 1; n <= requests; n++) {
      const now = await scene();
      const first = now.host.requests.length;
      const { protection } = now.desk.workbook.sheet(name);
      now.host.onRequest = (at) => {
        if (at === first + n) protection.protect();
      };
      const outcome = await sync(now).catch((error: unknown) => error);
      if (outcome instanceof Error) {
        expectSentence(outcome);
        expect(outcome.message).toContain('beveilig');
      }
      await expectWhole(`${name} at ${n}`, now);
      protection.unprotect();
      await expectMended(`${name} protected at ${n}`, now);
    }
  });

  it('stops it, at every sign of progress', { timeout: 60_000 }, async () => {
    let signs = 0;
    await sync(await scene(), { onProgress: () => (signs += 1) });
    for (let n = 1; n <= signs; n++) {
      const now = await scene();
      const stop = new AbortController();
      let seen = 0;
      const options = { signal: stop.signal, onProgress: () => void ((seen += 1) === n && stop.abort()) };
      const outcome = await sync(now, options).catch((error: unknown) => error);
      if (outcome instanceof Error) expect(outcome).toMatchObject({ name: 'ClientError', code: 'cancelled' });
      await expectWhole(`stopped at ${n}`, now);
      await expectMended(`stopped at ${n}`, now);
    }
  });

  it('renames the sheets: the tables are found by their own names', async () => {
    const now = await scene();
    for (const name of ['Uren', 'Klanten']) now.desk.workbook.sheet(name).name = `${name} 2016`;
    await expectMended('renamed', now);
  });
});

describe('the connection fails', () => {
  const answer = (status: number, body: string) => () =>
    Promise.resolve(new Response(body, { status, headers: { 'Content-Type': 'application/json' } }));
  const refusal = (code: string) => JSON.stringify({ code, message: 'De server legt uit wat u kunt doen.' });

  it.each<[string, () => Promise<Response>, string]>([
    ['no server', () => Promise.reject(new TypeError('fetch failed')), 'offline'],
    ['a page of a proxy', answer(502, '<html>Bad gateway</html>'), 'unreadable'],
    ['half an answer', answer(200, '{"lineage":'), 'unreadable'],
    ['an expired token', answer(401, refusal('unauthorized')), 'unauthorized'],
    ['no right', answer(403, refusal('forbidden')), 'forbidden'],
    ['too much', answer(413, refusal('too_large')), 'too_large'],
    ['a busy server', answer(503, refusal('unavailable')), 'unavailable'],
    ['a full disk', answer(507, refusal('storage_full')), 'storage_full'],
    ['a bug', answer(500, refusal('bug')), 'bug'],
  ])('%s: a sentence, nothing changed, and the next sync does it all', async (_, respond, code) => {
    for (const stored of [false, true]) {
      const now = await scene();
      const before = JSON.stringify(now.desk.records('uren'));
      const broken = createClient('http://flex.test', now.bed.writer, async (url, init) => {
        if (stored) await now.bed.app.request(url, init);
        return respond();
      });
      const error: unknown = await runSync(broken, CONTRACT, NO_CHOICES).catch((cause: unknown) => cause);
      expect(error).toBeInstanceOf(ClientError);
      expect(error).toMatchObject({ code, message: expect.stringMatching(/\.$/) as string });
      expect(JSON.stringify(now.desk.records('uren'))).toBe(before);
      expect(await readConnection()).toMatchObject({ revision: 1 });
      await expectMended(`${code}, stored ${stored}`, now);
    }
  });
});

describe('Excel refuses a request of setting up', () => {
  it('set up again, the workbook is as if nothing had happened', { timeout: 120_000 }, async () => {
    const contentOf = ({ workbook }: Desk) =>
      workbook.$sheets
        .map((sheet) => [sheet.name, sheet.visibility, sheet.getUsedRangeOrNullObject()?.formulas ?? []])
        .sort();
    const bed = new Testbed();
    const quiet = new Desk(bed);
    const detail = await quiet.client.getContract(CONTRACT);
    const host = installExcel(quiet.workbook);
    await setUpWorkbook(detail);
    for (let n = 1; n <= host.requests.length; n++)
      for (const after of [false, true]) {
        const desk = new Desk(bed);
        installExcel(desk.workbook).failAt(n, 'GeneralException', { after });
        expectSentence(await setUpWorkbook(detail).catch((error: unknown) => error));
        await setUpWorkbook(detail);
        expect([n, after, contentOf(desk)]).toEqual([n, after, contentOf(quiet)]);
      }
  });
});
