import { describe, expect, it } from 'vitest';
import { renameNumber } from '../../../addin/excel/rename.ts';
import { runSync } from '../../../addin/sync.ts';
import { NO_CHOICES, type SyncChoices } from '../../../addin/sync-request.ts';
import { dayOfSerial, serialOfDay } from '../../../shared/calendar.ts';
import type { WireRow } from '../../../shared/tables.ts';
import type { ExcelHost } from '../../excel-host/excel-host.ts';
import { installExcel } from '../../excel-host/node-client.ts';
import { CONTRACT, smallTables, Testbed, Workbook } from '../../server/testbed.ts';
import { Desk } from './desk.ts';

const hours = (day: string, uren: string): WireRow => ['P1', day, uren, null, null];
const noteOf = (day: string) => `bij ${day}`;

/** Someone with a note beside each row, whose next sync receives a changed, a new and a removed row, and sends as much. */
async function scene() {
  const bed = await Testbed.open();
  const other = new Workbook(bed);
  other.tables = smallTables();
  for (const [day, uren] of [
    ['2016-02-12', '2.00'],
    ['2016-02-19', '3.00'],
    ['2016-02-26', '4.00'],
  ] as const)
    other.tables.uren.push(hours(day, uren));
  await other.sync();
  const desk = await new Desk(bed).setUpTables();
  await desk.mustSync();
  other.row('uren', 'P1', '2016-02-05')[2] = '7.25';
  other.row('uren', 'P1', '2016-02-26')[3] = '1.00';
  other.tables.uren.push(hours('2016-03-04', '5.00'));
  other.remove('uren', 'P1', '2016-02-12');
  other.row('klanten', 'KL1')[1] = 'Slager';
  await other.sync({ remove: { uren: [['P1', '2016-02-12']] } });
  const table = desk.table('uren');
  table.columns.add(undefined, [['Notitie'], ...days(desk).map((day) => [noteOf(day)])]);
  desk.type('uren', ['P1', '2016-02-19'], 'uren', 3.5);
  return { bed, desk, other, host: installExcel(desk.workbook) };
}
const days = (desk: Desk): string[] =>
  desk.records('uren').map(({ Datum }) => (typeof Datum === 'number' ? (dayOfSerial(Datum) ?? '') : ''));

/** Row as it is typed, in the order of the columns. */
const typed = (desk: Desk, day: string, uren: number) =>
  desk
    .table('uren')
    .$headers()
    .map((header) => {
      const cells: Record<string, string | number> = {
        Plaatsingnummer: 'P1',
        Datum: serialOfDay(day),
        Uren: uren,
        Notitie: noteOf(day),
      };
      return cells[header] ?? '';
    });

interface Action {
  act: (desk: Desk) => void;
  /** What it makes of the hours at the end, by day. */
  ends?: Record<string, string | undefined>;
}

const ACTIONS: Record<string, Action> = {
  'does nothing': { act: () => {} },
  'inserts a row at the top': {
    act: (desk) => desk.table('uren').rows.add(0, [typed(desk, '2016-02-08', 2.5)]),
    ends: { '2016-02-08': '2.50' },
  },
  'types a row below': {
    act: (desk) => desk.table('uren').rows.add(undefined, [typed(desk, '2016-02-09', 2.75)]),
    ends: { '2016-02-09': '2.75' },
  },
  'deletes another row': {
    act: (desk) => desk.table('uren').rows.getItemAt(days(desk).indexOf('2016-02-19')).delete(),
    ends: { '2016-02-19': undefined },
  },
  'turns the rows around': {
    act: (desk) => {
      const body = desk.table('uren').getDataBodyRange();
      body.values = body.values.toReversed();
    },
  },
  'sorts by hours': {
    act: (desk) =>
      desk
        .table('uren')
        .sort.apply([{ key: desk.table('uren').$headers().indexOf('Uren'), ascending: false }]),
  },
  'types in the cell that is about to be written': {
    act: (desk) => desk.type('uren', ['P1', '2016-02-05'], 'uren', 9.99),
    ends: { '2016-02-05': '9.99' },
  },
  'types in a row that is about to go': {
    act: (desk) => {
      if (days(desk).includes('2016-02-12')) desk.type('uren', ['P1', '2016-02-12'], 'reiskosten', 8);
    },
  },
  'inserts a column of its own': {
    act: (desk) => desk.table('uren').columns.add(0, [['Extra'], ...days(desk).map(() => ['x'])]),
  },
  'puts rows above the table': {
    act: (desk) => {
      desk.workbook.sheet('Uren').getRange('1:3').insert('Down');
    },
  },
};

/** Syncs until nothing is left to do: mine wins, and what is missing goes. */
async function settle(desk: Desk): Promise<void> {
  let choices: SyncChoices = NO_CHOICES;
  for (let round = 0; round < 8; round++) {
    const outcome = await runSync(desk.client, CONTRACT, choices);
    if (outcome.kind === 'faults') throw new Error(JSON.stringify(outcome));
    if (outcome.kind === 'decide') {
      const mine = outcome.conflicts.filter(({ mine: own }) => own !== null);
      choices = {
        ...NO_CHOICES,
        mine: { uren: mine.map(({ key }) => key) },
        seen: outcome.revision,
        remove: { uren: outcome.missing.map(({ key }) => key) },
      };
      continue;
    }
    choices = NO_CHOICES;
    if (outcome.kind === 'done' && outcome.summary.left === 0) return;
  }
  throw new Error('never settled');
}

describe.each(Object.entries(ACTIONS))('while a sync writes, the user %s', (_, { act, ends }) => {
  it('at any request: nothing typed is lost or lands elsewhere', { timeout: 60_000 }, async () => {
    const quiet = await scene();
    const before = quiet.host.requests.length;
    await settle(quiet.desk);
    const requests = quiet.host.requests.length - before;
    for (let n = 1; n <= requests; n++) {
      const { bed, desk, host } = await scene();
      const first = host.requests.length;
      host.onRequest = (at) => {
        if (at === first + n) act(desk);
      };
      await settle(desk);
      await settle(desk);
      const server = new Workbook(bed);
      await server.sync();
      const expected: Record<string, string | undefined> = {
        '2016-02-05': '7.25',
        '2016-02-19': '3.50',
        '2016-02-26': '4.00',
        '2016-03-04': '5.00',
        ...ends,
      };
      const stored = Object.fromEntries(
        server.tables.uren.map(([, day, uren]): [string, string] => [String(day), String(uren)]),
      );
      // A row that went for everyone, and in which one typed meanwhile, is the user's to keep.
      if (stored['2016-02-12'] !== undefined) expected['2016-02-12'] = '2.00';
      const wanted = Object.fromEntries(Object.entries(expected).filter(([, uren]) => uren !== undefined));
      expect([n, stored]).toEqual([n, wanted]);
      const held = desk.records('uren').filter((row) => row['Plaatsingnummer'] !== '');
      expect([
        n,
        Object.fromEntries(
          held.map(({ Datum, Uren }) => [dayOfSerial(Number(Datum)), Number(Uren).toFixed(2)]),
        ),
      ]).toEqual([n, wanted]);
      expect([n, held.length]).toEqual([n, Object.keys(wanted).length]);
      for (const { Datum, Notitie } of held) {
        const day = dayOfSerial(Number(Datum)) ?? '';
        expect([n, day, Notitie]).toEqual([n, day, day === '2016-03-04' ? '' : noteOf(day)]);
      }
      expect(desk.records('klanten')).toMatchObject([{ Naam: 'Slager' }]);
    }
  });
});

/** The hours as they stand, each with what its row's own column says. */
const notes = (desk: Desk): [string, unknown][] =>
  desk.records('uren').map(({ Datum, Notitie }) => [dayOfSerial(Number(Datum)) ?? '', Notitie]);

/** Does something before that request, counted from now; whether it came to that. */
function before(host: ExcelHost, n: number, act: () => void): () => boolean {
  const at = host.requests.length + n;
  let isDone = false;
  host.onRequest = (number) => {
    if (number !== at) return;
    act();
    isDone = true;
  };
  return () => isDone;
}

it('keeps a row in which the user types just before it would go', { timeout: 60_000 }, async () => {
  let kept = 0;
  for (let n = 1; ; n++) {
    const { bed, desk, host } = await scene();
    let isTyped = false;
    const isReached = before(host, n, () => {
      isTyped = days(desk).includes('2016-02-12');
      if (isTyped) desk.type('uren', ['P1', '2016-02-12'], 'reiskosten', 8);
    });
    await settle(desk);
    await settle(desk);
    if (!isReached()) break;
    if (!isTyped) continue;
    kept += 1;
    const server = new Workbook(bed);
    await server.sync();
    expect([n, server.row('uren', 'P1', '2016-02-12')[3]]).toEqual([n, '8.00']);
    expect(desk.records('uren')).toContainEqual(
      expect.objectContaining({
        Datum: serialOfDay('2016-02-12'),
        Reiskosten: 8,
        Notitie: noteOf('2016-02-12'),
      }),
    );
  }
  expect(kept).toBeGreaterThan(10);
});

it('takes out the last row, however the table gets shorter meanwhile', { timeout: 60_000 }, async () => {
  for (let n = 1; ; n++) {
    const { desk, host, other } = await scene();
    await settle(desk);
    other.tables.uren = other.tables.uren.filter(([, day]) => day !== '2016-03-04');
    await other.sync({ remove: { uren: [['P1', '2016-03-04']] } });
    expect(days(desk).at(-1)).toBe('2016-03-04');
    const isReached = before(host, n, () => desk.table('uren').rows.getItemAt(0).delete());
    const first = notes(desk)[0]?.[0];
    await settle(desk);
    await settle(desk);
    if (!isReached()) break;
    const expected = ['2016-02-05', '2016-02-19', '2016-02-26'].filter((day) => day !== first);
    expect([n, notes(desk)]).toEqual([n, expected.map((day) => [day, noteOf(day)])]);
  }
});

it('gives a number another one everywhere, whatever is inserted meanwhile', { timeout: 60_000 }, async () => {
  for (let n = 1; ; n++) {
    const { desk, host } = await scene();
    const isReached = before(host, n, () => desk.table('uren').rows.add(0, [typed(desk, '2016-02-08', 2.5)]));
    await renameNumber('plaatsingen', 'P1', 'P9');
    if (!isReached()) break;
    expect(desk.records('plaatsingen')).toMatchObject([{ Plaatsingnummer: 'P9' }]);
    // A row that came after the table was done keeps what was typed.
    const own = days(desk).indexOf('2016-02-08');
    const others = desk.records('uren').filter((_, i) => i !== own);
    expect([n, new Set(others.map(({ Plaatsingnummer }) => Plaatsingnummer))]).toEqual([n, new Set(['P9'])]);
    expect(notes(desk)).toEqual(notes(desk).map(([day]) => [day, noteOf(day)]));
  }
});

describe.each(['sorts by hours', 'turns the rows around', 'inserts a column of its own'])(
  'while something is put back, the user %s',
  (name) => {
    it('values stand in their rows, or it is said that they may not', { timeout: 60_000 }, async () => {
      let said = 0;
      for (let n = 9; n <= 17; n++) {
        const { desk, host } = await scene();
        const was = new Map(desk.records('uren').map(({ Datum, Uren }) => [Datum, Uren]));
        const at = host.requests.length + n;
        host.onRequest = (number) => {
          if (number === at) ACTIONS['inserts a row at the top']?.act(desk);
          if (number === at + 1) ACTIONS[name]?.act(desk);
        };
        try {
          await runSync(desk.client, CONTRACT, NO_CHOICES);
        } catch (error) {
          expect([n, error]).toMatchObject([n, { code: 'disturbed' }]);
          said += 1;
          continue;
        }
        was.set(serialOfDay('2016-02-08'), 2.5);
        for (const { Datum, Uren, Notitie } of desk.records('uren').filter((row) => row['Datum'] !== '')) {
          const day = dayOfSerial(Number(Datum)) ?? '';
          const own = day === '2016-03-04' ? '' : noteOf(day);
          expect([n, day, Notitie]).toEqual([n, day, own]);
          const news: Record<string, number> = { '2016-02-05': 7.25, '2016-03-04': 5 };
          expect([news[day], was.get(Datum)]).toContain(Uren);
        }
      }
      expect(said).toBeGreaterThan(0);
    });
  },
);
