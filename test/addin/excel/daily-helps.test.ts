import { describe, expect, it } from 'vitest';
import { fillExample, findExample, removeExample } from '../../../addin/excel/example.ts';
import { addNumbered, nextNumber } from '../../../addin/excel/next-number.ts';
import { fillPaidOn } from '../../../addin/excel/paid-on.ts';
import { copyValues, setUpCopyPrinting } from '../../../addin/excel/values-copy.ts';
import { addDays, serialOfDay } from '../../../shared/calendar.ts';
import { TABLE_NAMES } from '../../../shared/tables.ts';
import { installExcel } from '../../excel-host/node-client.ts';
import { Testbed } from '../../server/testbed.ts';
import { annaAndBert, Desk } from './desk.ts';

describe('the next free number', () => {
  it.each([
    [['PL001', 'PL009', 'PL002'], 'PL010'],
    [['PL001', 'PL002', 'X7', 'PL099'], 'PL100'],
    [['2016-7', '2016-12'], '2016-13'],
    [['10', '9'], '11'],
    [['A', 'B'], 'PL001'],
    [[], 'PL001'],
    [['PL99999999999999999999'], 'PL100000000000000000000'],
    [['PL001', 'PL002', 'pl003'], 'PL004'],
    [['VOORBEELD-PL1', 'VOORBEELD-PL2', 'PL007'], 'PL008'],
    [['VOORBEELD-PL1', 'VOORBEELD-PL2'], 'PL001'],
  ])('after %j comes %s', (numbers, next) => {
    expect(nextNumber('plaatsingen', numbers)).toBe(next);
  });

  it('goes into the first blank row, as text, and the cell beside it is selected', async () => {
    const { anna } = await annaAndBert();
    installExcel(anna.workbook);
    expect(await addNumbered('plaatsingen')).toEqual({ number: 'P2', isUnfiltered: false });
    expect(await addNumbered('plaatsingen')).toMatchObject({ number: 'P3' });
    expect(anna.records('plaatsingen').map(({ Plaatsingnummer }) => Plaatsingnummer)).toEqual([
      'P1',
      'P2',
      'P3',
    ]);
    expect(anna.workbook.$selection.address).toBe('Plaatsingen!B4');
    expect(anna.table('plaatsingen').getDataBodyRange().numberFormat[2]?.[0]).toBe('@');
  });

  it('takes a blank row between others, but none with a note in a column of the user', async () => {
    const { anna } = await annaAndBert();
    const table = anna.table('klanten');
    table.columns.add(undefined, [['Notitie'], ['vast']]);
    table.rows.add(undefined, [
      ['', '', '', 'hieronder de nieuwe'],
      ['', '', '', ''],
      ['KL7', 'Bakker', '', ''],
    ]);
    installExcel(anna.workbook);
    expect(await addNumbered('klanten')).toMatchObject({ number: 'KL8' });
    expect(anna.records('klanten').map((row) => [row['Klantnummer'], row['Notitie']])).toEqual([
      ['KL1', 'vast'],
      ['', 'hieronder de nieuwe'],
      ['KL8', ''],
      ['KL7', ''],
    ]);
    expect(anna.workbook.$selection.address).toBe('Klanten!B4');
  });

  it('goes above a totals row, with the lists of the other rows, and clears a filter that would hide it', async () => {
    const { anna } = await annaAndBert();
    const table = anna.table('plaatsingen');
    table.showTotals = true;
    table.autoFilter.isDataFiltered = true;
    installExcel(anna.workbook);
    expect(await addNumbered('plaatsingen')).toEqual({ number: 'P2', isUnfiltered: true });
    expect(table.showTotals).toBe(true);
    expect(table.getDataBodyRange().rowCount).toBe(2);
    const { $formats } = table.worksheet;
    expect($formats.get(table.worksheet.getRange('B3'), 'dataValidation.rule')).toEqual({
      list: { inCellDropDown: true, source: '=Kandidaatnummers' },
    });
    expect(table.worksheet.getRange('D3').numberFormat).toEqual([['dd-mm-yyyy']]);
  });

  it('taken by a colleague as well, is asked about', async () => {
    const { anna, bert } = await annaAndBert();
    for (const [desk, name] of [
      [anna, 'Slager'],
      [bert, 'Groenteboer'],
    ] as const) {
      installExcel(desk.workbook);
      expect(await addNumbered('klanten')).toMatchObject({ number: 'KL2' });
      desk.type('klanten', ['KL2'], 'naam', name);
    }
    await anna.mustSync();
    expect(await bert.plan()).toMatchObject({
      kind: 'decide',
      conflicts: [{ key: ['KL2'], field: 'naam', mine: 'Groenteboer', theirs: 'Slager' }],
    });
  });
});

describe('filling in when travel costs were paid', () => {
  async function withHours() {
    const { anna } = await annaAndBert();
    anna.add(
      'uren',
      ['P1', '2016-02-12', '4.00', '3.00', '2016-03-01'],
      ['P1', '2016-02-19', '4.00', null, null],
      ['P1', '2016-02-26', '4.00', '5.00', null],
      ['P1', '2016-03-04', '4.00', '6.00', null],
    );
    installExcel(anna.workbook);
    return anna;
  }
  const paid = (desk: Desk) => desk.records('uren').map((row) => row['Reiskosten betaald op']);
  const day = serialOfDay('2016-07-15');
  const select = (desk: Desk, address: string, sheet = 'Uren') =>
    desk.workbook.sheet(sheet).getRange(address).select();

  it('fills the selected rows that have costs and no day; hidden ones and the filter stay', async () => {
    const anna = await withHours();
    anna.table('uren').autoFilter.isDataFiltered = true;
    anna.workbook.sheet('Uren').getRange('A5:E5').rowHidden = true;
    select(anna, 'C1:D6');
    expect(await fillPaidOn('2016-07-15')).toEqual({
      filled: 2,
      had: 1,
      without: 1,
      unreadable: 0,
      hidden: 1,
    });
    expect(paid(anna)).toEqual([day, serialOfDay('2016-03-01'), '', '', day]);
    expect(anna.table('uren').autoFilter.isDataFiltered).toBe(true);
    await anna.mustSync();
  });

  it('only what is selected', async () => {
    const anna = await withHours();
    select(anna, 'A6');
    expect(await fillPaidOn('2016-07-15')).toMatchObject({ filled: 1, had: 0 });
    expect(paid(anna)[0]).toBe('');
  });

  it('several blocks are taken together, a row that is in two of them once', async () => {
    const anna = await withHours();
    anna.workbook.$select('Uren', 'A2:B2', 'D4:D6', 'E6');
    expect(await fillPaidOn('2016-07-15')).toEqual({
      filled: 3,
      had: 0,
      without: 1,
      unreadable: 0,
      hidden: 0,
    });
    expect(paid(anna)).toEqual([day, serialOfDay('2016-03-01'), '', day, day]);
  });

  it('a whole column stands for all rows; no costs are none, and what cannot be read stays', async () => {
    const anna = await withHours();
    anna.type('uren', ['P1', '2016-02-26'], 'reiskosten', 0);
    anna.type('uren', ['P1', '2016-03-04'], 'reiskosten', 'veel');
    select(anna, 'B:B');
    expect(await fillPaidOn('2016-07-15')).toEqual({
      filled: 1,
      had: 1,
      without: 2,
      unreadable: 1,
      hidden: 0,
    });
    expect(paid(anna)).toEqual([day, serialOfDay('2016-03-01'), '', '', '']);
  });

  it('of thousands of rows those that a filter hides here and there stay blank', async () => {
    const { anna } = await annaAndBert();
    const days = Array.from({ length: 3_000 }, (_, i) => addDays('2016-03-01', i));
    anna.table('uren').rows.add(
      undefined,
      days.map((date) => ['P1', serialOfDay(date), 1, 2, '']),
    );
    for (const row of [3, 100, 101, 102, 2_500])
      anna.workbook.sheet('Uren').getRange(`A${row}`).rowHidden = true;
    installExcel(anna.workbook);
    select(anna, 'E:E');
    expect(await fillPaidOn('2016-07-15')).toMatchObject({ filled: 2_996, hidden: 5 });
    const blank = paid(anna).flatMap((value, i) => (value === '' ? [i + 2] : []));
    expect(blank).toEqual([3, 100, 101, 102, 2_500]);
  });

  it.each<[string, (desk: Desk) => void, outcomes: unknown[]]>([
    [
      'a row in the table',
      (desk) => desk.table('uren').rows.add(0, [['P1', serialOfDay('2016-01-29'), 1, 7, '']]),
      [2, 'moved'],
    ],
    ['rows above it', (desk) => void desk.workbook.sheet('Uren').getRange('1:3').insert('Down'), [2]],
  ])('%s that come in at any moment give no day to another row', async (_, act, expected) => {
    const selected = ['2016-02-26', '2016-03-04'].map(serialOfDay);
    const run = async (n: number) => {
      const anna = await withHours();
      const host = installExcel(anna.workbook);
      select(anna, 'D5:D6');
      const first = host.requests.length;
      host.onRequest = (at) => {
        if (at === first + n) act(anna);
      };
      const outcome = await fillPaidOn('2016-07-15').then(
        ({ filled }) => filled,
        (error: unknown) => (error as { code: string }).code,
      );
      const given = anna.records('uren').filter((row) => row['Reiskosten betaald op'] === day);
      return {
        outcome,
        given: given.map((row) => row['Datum']),
        requests: host.requests.length - first,
      };
    };
    const { requests } = await run(0);
    expect(requests).toBeGreaterThan(4);
    const outcomes = new Set<unknown>();
    for (let n = 1; n <= requests; n += 1) {
      const { outcome, given } = await run(n);
      outcomes.add(outcome);
      expect([n, given]).toEqual([n, outcome === 2 ? selected : []]);
    }
    expect([...outcomes].sort()).toEqual(expected);
  });

  it.each([
    ['another sheet', 'A1:E9', 'Klanten'],
    ['below the table', 'A20:E30', 'Uren'],
    ['the headers', 'A1:E1', 'Uren'],
  ])('%s selected: nothing changes, and it says what to select', async (_, address, sheet) => {
    const anna = await withHours();
    const before = paid(anna);
    select(anna, address, sheet);
    await expect(fillPaidOn('2016-07-15')).rejects.toMatchObject({ code: 'selection' });
    expect(paid(anna)).toEqual(before);
  });
});

describe('a copy with values', () => {
  const NAMES = ['Maand (waarden)', 'Afrekening (waarden)'];
  async function withOutcomes() {
    const { anna } = await annaAndBert();
    anna.workbook
      .sheet('Maand')
      .getRange('A9:D9')
      .$compute([['007', '1-2', 'KL1', 12.5]]);
    installExcel(anna.workbook);
    return anna;
  }
  const copyOf = (desk: Desk, name: string) => desk.workbook.sheet(`${name} (waarden)`);

  it('holds what the formulas gave, no formula, and the look of the sheet', async () => {
    const anna = await withOutcomes();
    expect(await copyValues('23-11-2026 om 15:40')).toEqual({ sheets: NAMES, withErrors: [] });
    expect(copyOf(anna, 'Maand').getRange('A9:D9').values).toEqual([['007', '1-2', 'KL1', 12.5]]);
    for (const name of ['Maand', 'Afrekening']) {
      const copy = copyOf(anna, name);
      const original = anna.workbook.sheet(name);
      expect(copy.getUsedRange().formulas.flat().filter(isFormula)).toEqual([]);
      expect(original.getUsedRange().formulas.flat().filter(isFormula).length).toBeGreaterThan(50);
      expect(copy.getRange('A3:N90').values).toEqual(original.getRange('A3:N90').values);
      expect(copy.getRange('A3:N90').numberFormat).toEqual(original.getRange('A3:N90').numberFormat);
      const looks = (sheet: typeof copy) =>
        ['A1', 'B3', 'A8', 'A13'].map((cell) =>
          ['format.fill.color', 'format.font.bold', 'format.columnWidth'].map((path) =>
            sheet.$formats.get(sheet.getRange(cell), path),
          ),
        );
      expect(looks(copy)).toEqual(looks(original));
    }
  });

  it('replaces an earlier one, and says of when it is', async () => {
    const anna = await withOutcomes();
    await copyValues('23-11-2026 om 15:40');
    await copyValues('23-11-2026 om 16:00');
    for (const name of ['Maand', 'Afrekening'])
      expect(copyOf(anna, name).getRange('A1:A2').values).toEqual([
        [`${name} (waarden)`],
        ['Kopie met waarden van 23-11-2026 om 16:00. Deze kopie rekent niet mee.'],
      ]);
    expect(anna.workbook.$sheets.filter(({ name }) => name.includes('waarden'))).toHaveLength(2);
  });

  it('prints like the sheet itself', async () => {
    const anna = await withOutcomes();
    await copyValues('23-11-2026 om 15:40');
    await setUpCopyPrinting();
    const { pageLayout } = copyOf(anna, 'Afrekening');
    expect(pageLayout.$values).toMatchObject({ paperSize: 'A4', orientation: 'Landscape' });
    expect(pageLayout.$calls).toEqual([['setPrintTitleRows', '$6:$6']]);
  });

  it('tells where a cell shows an error', async () => {
    const anna = await withOutcomes();
    anna.workbook
      .sheet('Maand')
      .getRange('F9')
      .$compute([['#BUSY!']]);
    expect(await copyValues('23-11-2026 om 15:40')).toMatchObject({ withErrors: ['Maand'] });
  });

  it('an earlier one stays where a sheet is gone', async () => {
    const anna = await withOutcomes();
    await copyValues('23-11-2026 om 15:40');
    anna.workbook.sheet('Afrekening').delete();
    await expect(copyValues('23-11-2026 om 16:00')).rejects.toMatchObject({ code: 'ItemNotFound' });
    expect(copyOf(anna, 'Maand').getRange('A2').values[0]?.[0]).toContain('15:40');
  });

  it('is left alone when the workbook is set up anew, and a sync goes on as before', async () => {
    const anna = await withOutcomes();
    await copyValues('23-11-2026 om 15:40');
    const copied = () =>
      ['Maand', 'Afrekening'].map((name) => copyOf(anna, name).getRange('A1:N90').formulas);
    const before = copied();
    await anna.setUp();
    anna.add('uren', ['P1', '2016-03-04', '4.00', null, null]);
    expect(await anna.mustSync()).toMatchObject({ outgoing: { uren: { added: 1 } } });
    expect(copied()).toEqual(before);
  });
});

const isFormula = (cell: unknown): boolean => String(cell).startsWith('=');

describe('the example', () => {
  it('is valid, is taken out again, and leaves what was changed', async () => {
    const desk = await new Desk(await Testbed.open()).setUp();
    expect(await findExample()).toBe('blank');
    await fillExample('2016-01');
    expect(await findExample()).toBe('example');
    expect(desk.records('uren')).toHaveLength(8);
    expect(await desk.plan()).toMatchObject({
      kind: 'ready',
      outgoing: { uren: { added: 8 } },
      warnings: [],
    });
    expect(await removeExample('2016-01')).toBe(0);
    expect(await findExample()).toBe('blank');
    for (const name of TABLE_NAMES)
      expect(
        desk
          .records(name)
          .flatMap((row) => Object.values(row))
          .every((value) => value === ''),
      ).toBe(true);
    await fillExample('2016-01');
    desk.type('klanten', ['VOORBEELD-KL1'], 'naam', 'Van mij');
    installExcel(desk.workbook);
    expect(await removeExample('2016-01')).toBe(1);
    expect(desk.records('klanten')).toMatchObject([{ Naam: 'Van mij' }]);
  });

  it('does not go into a workbook that holds anything', async () => {
    const { anna } = await annaAndBert();
    installExcel(anna.workbook);
    expect(await findExample()).toBe('other');
    await expect(fillExample('2016-01')).rejects.toMatchObject({ code: 'not_empty' });
    expect(anna.records('uren')).toHaveLength(1);
  });
});
