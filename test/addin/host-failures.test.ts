import { describe, expect, it } from 'vitest';
import { ClientError, createClient } from '../../addin/client.ts';
import { readConnection, writeConnection } from '../../addin/excel/connection.ts';
import { ExcelError, SENTENCES } from '../../addin/excel/errors.ts';
import { setUpWorkbook } from '../../addin/excel/set-up.ts';
import { runSync, type SyncOptions } from '../../addin/sync.ts';
import { NO_CHOICES, type SyncChoices } from '../../addin/sync-request.ts';
import { TABLE_NAMES, TABLES } from '../../shared/tables.ts';
import { installExcel } from '../excel-host/node-client.ts';
import type { ExcelHost } from '../excel-host/excel-host.ts';
import { CONTRACT, smallTables, Testbed, Workbook } from '../server/testbed.ts';
import { Desk } from './excel/desk.ts';

const CODES = [
  ...Object.keys(SENTENCES),
  ...['GeneralException', 'InvalidArgument', 'UndoNotSupported', 'NewInSomeLaterExcel'],
];

interface Scene {
  bed: Testbed;
  desk: Desk;
  host: ExcelHost;
  /** What the user decided before pressing the button. */
  choices: SyncChoices;
}

const hours = (day: string, uren: string) => ['P1', day, uren, null, null];

/** A colleague with rows on the server. */
async function colleague(): Promise<{ bed: Testbed; other: Workbook }> {
  const bed = await Testbed.open();
  const other = new Workbook(bed);
  other.tables = smallTables();
  other.tables.uren.push(
    hours('2016-02-12', '2.00'),
    hours('2016-02-19', '3.00'),
    hours('2016-02-26', '4.00'),
  );
  await other.sync();
  return { bed, other };
}

/** Someone who agrees with the colleague, with notes of their own before that column of Uren. */
async function colleagues(notes: number): Promise<{ bed: Testbed; other: Workbook; desk: Desk }> {
  const { bed, other } = await colleague();
  const desk = await new Desk(bed).setUpTables();
  for (const name of TABLE_NAMES) desk.add(name, ...other.tables[name]);
  const { lineage, revision } = other;
  await Excel.run(async (context) => {
    writeConnection(context, { contractnummer: CONTRACT, lineage, revision, from: null });
    await context.sync();
  });
  desk.table('uren').columns.add(notes, [['Notitie'], ['a'], ['b'], ['c'], ['d']]);
  return { bed, other, desk };
}

/** With totals below the hours, and Excel computing on demand. */
function open(bed: Testbed, desk: Desk, choices: Partial<SyncChoices> = {}): Scene {
  desk.table('uren').showTotals = true;
  desk.workbook.application.calculationMode = 'Manual';
  return { bed, desk, host: installExcel(desk.workbook), choices: { ...NO_CHOICES, ...choices } };
}

/** A changed row, two new ones, and one that goes; and a filter in a table that is not written to. */
function work(desk: Desk): Partial<SyncChoices> {
  desk.table('plaatsingen').autoFilter.isDataFiltered = true;
  desk.type('uren', ['P1', '2016-02-19'], 'uren', 3.5);
  desk.add('klanten', ['KL2', 'Groenteboer', null]);
  desk.add('uren', hours('2016-03-11', '6.00'));
  desk.table('uren').rows.getItemAt(3).delete();
  return { remove: { uren: [['P1', '2016-02-26']] } };
}

const SCENES = {
  'that sends and receives': async (notes = 2) => {
    const { bed, other, desk } = await colleagues(notes);
    other.row('uren', 'P1', '2016-02-05')[2] = '7.25';
    other.tables.uren.push(hours('2016-03-04', '5.00'));
    other.remove('uren', 'P1', '2016-02-12');
    other.row('klanten', 'KL1')[1] = 'Slager';
    await other.sync({ remove: { uren: [['P1', '2016-02-12']] } });
    return open(bed, desk, work(desk));
  },
  'that only sends': async (notes = 2) => {
    const { bed, desk } = await colleagues(notes);
    return open(bed, desk, work(desk));
  },
  'that fills an empty workbook': async () => {
    const { bed } = await colleague();
    return open(bed, await new Desk(bed).setUpTables());
  },
} satisfies Record<string, (notes?: number) => Promise<Scene>>;
type SceneName = keyof typeof SCENES;
const NAMES = Object.keys(SCENES) as SceneName[];

const sync = ({ desk, choices }: Scene, options: SyncOptions = {}) =>
  runSync(desk.client, CONTRACT, choices, options);
const trySync = (now: Scene, options?: SyncOptions): Promise<unknown> =>
  sync(now, options).catch((error: unknown) => error);

/** Rows of both sides in any order; those of the workbook with the user's own cells, blank ones included. */
async function stateOf({ bed, desk }: Scene) {
  const server = new Workbook(bed);
  await server.sync();
  const sorted = (rows: object[]) => rows.map((row) => JSON.stringify(Object.entries(row).sort())).sort();
  return TABLE_NAMES.map((name) => [sorted(server.tables[name]), sorted(desk.records(name))]);
}

/** What a sync leaves as it is. */
const surroundingsOf = ({ desk: { workbook } }: Scene) => ({
  mode: workbook.application.calculationMode,
  sheets: workbook.$sheets.map(({ name, visibility }) => `${name} ${visibility}`),
  tables: workbook.$tables.map(
    ({ name, showTotals, autoFilter }) => `${name} ${showTotals} ${autoFilter.isDataFiltered}`,
  ),
});

const revisionOf = async ({ desk }: Scene) => (await desk.client.getContract(CONTRACT)).revision;

interface Run {
  requests: number;
  signs: number;
  state: unknown;
  surroundings: unknown;
  /** The revision that the workbook holds, and the server's, before and after. */
  held: [unknown, unknown];
  revisions: [number, number];
}

/** The same sync with nothing in its way. */
async function runUndisturbed(name: SceneName): Promise<Run> {
  const quiet = await SCENES[name]();
  const surroundings = surroundingsOf(quiet);
  const held = (await readConnection())?.revision;
  const revision = await revisionOf(quiet);
  const first = quiet.host.requests.length;
  let signs = 0;
  const outcome = await sync(quiet, { onProgress: () => (signs += 1) });
  expect(outcome).toMatchObject({ kind: 'done', summary: { left: 0 } });
  const requests = quiet.host.requests.length - first;
  expect(surroundingsOf(quiet)).toEqual(surroundings);
  const state = await stateOf(quiet);
  return {
    ...{ requests, signs, state, surroundings },
    held: [held, (await readConnection())?.revision],
    revisions: [revision, await revisionOf(quiet)],
  };
}
const runs = new Map<SceneName, Promise<Run>>();
function undisturbed(name: SceneName): Promise<Run> {
  const run = runs.get(name) ?? runUndisturbed(name);
  runs.set(name, run);
  return run;
}

/** What the user reads: a Dutch sentence with something to do. */
function expectSentence(at: string, error: unknown): void {
  expect([at, error]).toEqual([at, expect.any(ExcelError)]);
  const { message } = error as ExcelError;
  expect(message).toMatch(/\.$/);
  expect(message).toMatch(/[Pp]robeer|[Kk]lik|Geef|Verwijder|Wis|Wacht/);
  const plain = message.replace(/\(.*?\)/g, '');
  expect(plain).not.toMatch(/\b(the|error|failed|undefined|object|request|null)\b|[_{}]/i);
  expect(plain).not.toMatch(/[a-z][A-Z]/);
}

/** The server holds all of the request or nothing; the workbook says that it agrees only when all is written. */
async function expectWhole(at: string, now: Scene, run: Run): Promise<void> {
  expect([at, await revisionOf(now)]).toEqual([at, expect.toBeOneOf(run.revisions)]);
  const held = (await readConnection())?.revision;
  if (held === run.held[1]) expect([at, await stateOf(now)]).toEqual([at, run.state]);
  else expect([at, held]).toEqual([at, run.held[0]]);
}

/** The next sync, with nothing chosen, ends as the undisturbed one did. */
async function expectMended(at: string, now: Scene, run: Run): Promise<void> {
  const isStored = (await revisionOf(now)) !== run.revisions[0] || (await readConnection())?.unanswered;
  let outcome = await sync({ ...now, choices: NO_CHOICES });
  // Of a removal that nobody heard of the user is asked again.
  if (!isStored && outcome.kind === 'decide') {
    const [key] = now.choices.remove.uren ?? [];
    expect([at, outcome]).toMatchObject([
      at,
      { conflicts: [], missing: [{ table: 'uren', key }], settled: [] },
    ]);
    outcome = await sync(now);
  }
  expect([at, outcome]).toMatchObject([at, { kind: 'done', summary: { left: 0 } }]);
  expect([at, await stateOf(now)]).toEqual([at, run.state]);
}

/** Where all steps are too many: what is tried at each of them together misses none. */
const isTurn = (n: number, i: number): boolean => (n + i) % 3 === 0;

/** Of the codes that make no difference to the add-in, each goes in turn; these go at every step. */
const EVERYWHERE = [
  'AccessDenied',
  'GeneralException',
  'ResponsePayloadSizeLimitExceeded',
  'UndoNotSupported',
];
/** Where Excel can do less than was asked, the add-in may do it in smaller parts. */
const MAY_SUCCEED = [
  'ResponsePayloadSizeLimitExceeded',
  'RequestPayloadSizeLimitExceeded',
  'UndoNotSupported',
];

async function refuse(name: SceneName, code: string, n: number, after: boolean): Promise<void> {
  const run = await undisturbed(name);
  const at = `${code} at ${n} of ${run.requests}`;
  const now = await SCENES[name]();
  now.host.failAt(n, code, { after });
  const outcome = await trySync(now);
  if (MAY_SUCCEED.includes(code) && !(outcome instanceof Error))
    expect([at, outcome]).toMatchObject([at, { kind: 'done' }]);
  else expectSentence(at, outcome);
  expect([at, surroundingsOf(now)]).toEqual([at, run.surroundings]);
  await expectWhole(at, now, run);
  await expectMended(at, now, run);
  expect([at, surroundingsOf(now)]).toEqual([at, run.surroundings]);
}

describe.each(NAMES)('Excel refuses a request of a sync %s', (name) => {
  const everywhere = name === NAMES[0] ? EVERYWHERE : ['GeneralException'];
  it.each([...CODES.entries()])('%i %s', { timeout: 60_000 }, async (i, code) => {
    const { requests } = await undisturbed(name);
    for (let n = 1; n <= requests; n++)
      if (isTurn(n, i) || everywhere.includes(code)) await refuse(name, code, n, false);
  });

  it('does it, and the answer is lost, at every step', { timeout: 60_000 }, async () => {
    const { requests } = await undisturbed(name);
    for (let n = 1; n <= requests; n++) await refuse(name, 'GeneralException', n, true);
  });

  // The fields stand side by side here: a new row is then one write, which Excel does or does not do.
  it('stops in the midst of it, at every step', { timeout: 60_000 }, async () => {
    const run = await undisturbed(name);
    for (let n = 1; n <= run.requests; n++)
      for (const part of [0.5, 0.95]) {
        const at = `stopped after ${part} of ${n} of ${run.requests}`;
        const now = await SCENES[name]();
        stopWithin(now.host, n, part);
        expectSentence(at, await trySync(now));
        await expectWhole(at, now, run);
        await expectMended(at, now, run);
        expect([at, surroundingsOf(now)]).toEqual([at, run.surroundings]);
      }
  });
});

/** Lets the n-th request from now fail once that part of its actions was carried out, as Excel does: it undoes nothing. */
function stopWithin(host: ExcelHost, n: number, part: number): void {
  const at = host.requests.length + n;
  const process = host.api.process.bind(host.api);
  host.api.process = (batch) => {
    if (host.requests.length + 1 !== at) return process(batch);
    const ActionIndex = Math.floor(batch.Actions.length * part);
    const done = process({ ...batch, Actions: batch.Actions.slice(0, ActionIndex) });
    const refused = {
      Code: 'GeneralException',
      Message: '',
      Location: null,
      HttpStatusCode: 500,
      ActionIndex,
    };
    return { ...done, Error: done.Error ?? refused };
  };
}

/** Does something when the n-th request from now arrives. */
function whenAt({ host }: Scene, n: number, act: () => void): void {
  const at = host.requests.length + n;
  host.onRequest = (request) => {
    if (request === at) act();
  };
}

describe.each(NAMES)('the user, at any request of a sync %s', (name) => {
  const atEach = async (test: (at: string, now: Scene, n: number, run: Run) => Promise<void>) => {
    const run = await undisturbed(name);
    for (let n = 1; n <= run.requests; n++)
      await test(`at ${n} of ${run.requests}`, await SCENES[name](), n, run);
  };

  it('opens a cell: the sync waits for it', { timeout: 60_000 }, () =>
    atEach(async (at, now, n, run) => {
      whenAt(now, n, () => {
        now.host.startCellEdit();
        setTimeout(() => now.host.endCellEdit(), 2);
      });
      expect([at, await trySync(now)]).toMatchObject([at, { kind: 'done', summary: { left: 0 } }]);
      expect([at, await stateOf(now)]).toEqual([at, run.state]);
      expect([at, surroundingsOf(now)]).toEqual([at, run.surroundings]);
    }),
  );

  const sheets = [...TABLES.map(({ label }) => label), '_Flextensie'];
  it.each(sheets)('protects the sheet %s', { timeout: 60_000 }, (sheet) =>
    atEach(async (at, now, n, run) => {
      if (name !== NAMES[0] && !isTurn(n, sheets.indexOf(sheet))) return;
      const { protection } = now.desk.workbook.sheet(sheet);
      whenAt(now, n, () => protection.protect());
      const outcome = await trySync(now);
      if (outcome instanceof Error) {
        expectSentence(at, outcome);
        expect(outcome.message).toContain('beveilig');
      } else expect([at, outcome]).toMatchObject([at, { kind: 'done', summary: { left: 0 } }]);
      expect([at, protection.protected]).toEqual([at, true]);
      await expectWhole(at, now, run);
      protection.unprotect();
      await expectMended(at, now, run);
      expect([at, surroundingsOf(now)]).toEqual([at, run.surroundings]);
    }),
  );

  it('gives a sheet another name: its table is found by its own', { timeout: 60_000 }, () =>
    atEach(async (at, now, n, run) => {
      whenAt(now, n, () => (now.desk.workbook.sheet('Uren').name = 'Uren 2016'));
      expect([at, await trySync(now)]).toMatchObject([at, { kind: 'done', summary: { left: 0 } }]);
      expect([at, await stateOf(now)]).toEqual([at, run.state]);
    }),
  );

  it('gives a table another name, and its own again', { timeout: 60_000 }, () =>
    atEach(async (at, now, n, run) => {
      const table = now.desk.table('uren');
      whenAt(now, n, () => (table.name = 'Uren2016'));
      const outcome = await trySync(now);
      if (outcome instanceof Error) expectSentence(at, outcome);
      else expect([at, outcome]).toMatchObject([at, { kind: 'done', summary: { left: 0 } }]);
      table.name = 'Uren';
      await expectWhole(at, now, run);
      await expectMended(at, now, run);
    }),
  );

  it('deletes a sheet: the server keeps its rows, and gives them back when asked', { timeout: 60_000 }, () =>
    atEach(async (at, now, n, run) => {
      whenAt(now, n, () => now.desk.workbook.sheet('Uren').delete());
      const outcome = await trySync(now);
      if (outcome instanceof Error) expectSentence(at, outcome);
      else expect([at, outcome]).toMatchObject([at, { kind: 'done' }]);
      expect([at, await revisionOf(now)]).toEqual([at, expect.toBeOneOf(run.revisions)]);
      const server = new Workbook(now.bed);
      await server.sync();
      await setUpWorkbook(await now.desk.client.getContract(CONTRACT));
      const plain = await sync({ ...now, choices: NO_CHOICES });
      if (plain.kind === 'decide') {
        const restore = { uren: plain.missing.map(({ key }) => key) };
        expect([at, await now.desk.sync({ restore })]).toMatchObject([at, { kind: 'done' }]);
      } else expect([at, plain]).toMatchObject([at, { kind: 'done' }]);
      expect([at, now.desk.records('uren').length]).toEqual([at, server.tables.uren.length]);
    }),
  );

  it('stops it, at every sign of progress', { timeout: 60_000 }, async () => {
    const run = await undisturbed(name);
    for (let n = 1; n <= run.signs; n++) {
      const at = `stopped at ${n} of ${run.signs}`;
      const now = await SCENES[name]();
      const stop = new AbortController();
      let seen = 0;
      const options = { signal: stop.signal, onProgress: () => void ((seen += 1) === n && stop.abort()) };
      const outcome = await trySync(now, options);
      if (outcome instanceof Error) expect(outcome).toMatchObject({ name: 'ClientError', code: 'cancelled' });
      expect([at, surroundingsOf(now)]).toEqual([at, run.surroundings]);
      await expectWhole(at, now, run);
      await expectMended(at, now, run);
    }
  });
});

describe.each(NAMES)('the connection fails in a sync %s', (name) => {
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
    const run = await undisturbed(name);
    for (const isStored of [false, true]) {
      const at = `${code}, stored ${isStored}`;
      const now = await SCENES[name]();
      const sheets = TABLE_NAMES.map((table) => now.desk.records(table));
      const broken = createClient('http://flex.test', now.bed.writer, async (url, init) => {
        if (isStored) await now.bed.app.request(url, init);
        return respond();
      });
      const error: unknown = await runSync(broken, CONTRACT, now.choices).catch((cause: unknown) => cause);
      expect(error).toBeInstanceOf(ClientError);
      expect(error).toMatchObject({ code, message: expect.stringMatching(/\.$/) as string });
      expect(TABLE_NAMES.map((table) => now.desk.records(table))).toEqual(sheets);
      expect([at, surroundingsOf(now)]).toEqual([at, run.surroundings]);
      await expectWhole(at, now, run);
      await expectMended(at, now, run);
    }
  });
});

describe('the answer is lost', () => {
  it('what the user changes back after it still counts', async () => {
    const now = await SCENES['that only sends']();
    now.desk.online = false;
    expect(await trySync(now)).toMatchObject({ name: 'ClientError', code: 'offline' });
    now.desk.online = true;
    now.desk.type('uren', ['P1', '2016-02-19'], 'uren', 3);
    expect(await sync({ ...now, choices: NO_CHOICES })).toMatchObject({ kind: 'done' });
    const server = new Workbook(now.bed);
    await server.sync();
    expect(server.row('uren', 'P1', '2016-02-19')[2]).toBe('3.00');
  });
});

describe('Excel refuses a request of setting up', () => {
  const contentOf = ({ workbook }: Desk) => ({
    sheets: workbook.$sheets
      .map((sheet) => [sheet.name, sheet.visibility, sheet.getUsedRangeOrNullObject()?.formulas ?? []])
      .sort(),
    tables: workbook.$tables.map(({ name, worksheet }) => `${worksheet.name} ${name}`).sort(),
    names: workbook.$names.map(({ name, formula }) => `${name} ${String(formula)}`).sort(),
  });

  it.each(['AccessDenied', 'GeneralException', 'ServiceNotAvailable'])(
    '%s: set up again, the workbook is as if nothing had happened',
    { timeout: 60_000 },
    async (code) => {
      const bed = await Testbed.open();
      const quiet = new Desk(bed);
      const detail = await quiet.client.getContract(CONTRACT);
      const host = installExcel(quiet.workbook);
      await setUpWorkbook(detail);
      const requests = host.requests.length;
      for (let n = 1; n <= requests; n++)
        for (const after of [false, true]) {
          const at = `${code} at ${n} of ${requests}${after ? ', done' : ''}`;
          const desk = new Desk(bed);
          installExcel(desk.workbook).failAt(n, code, { after });
          expectSentence(at, await setUpWorkbook(detail).catch((error: unknown) => error));
          await setUpWorkbook(detail);
          expect([at, contentOf(desk)]).toEqual([at, contentOf(quiet)]);
        }
    },
  );
});
