import { describe, expect, it } from 'vitest';
import { fillExample, removeExample } from '../../../addin/excel/example.ts';
import { addNumbered, nextNumber } from '../../../addin/excel/next-number.ts';
import { fillPaidOn } from '../../../addin/excel/paid-on.ts';
import { copyValues } from '../../../addin/excel/values-copy.ts';
import { serialOfDay } from '../../../shared/calendar.ts';
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
  ])('after %j comes %s', (numbers, next) => {
    expect(nextNumber('plaatsingen', numbers)).toBe(next);
  });

  it('goes into the first blank row, as text, and the cell beside it is selected', async () => {
    const { anna } = await annaAndBert();
    installExcel(anna.workbook);
    expect(await addNumbered('plaatsingen')).toBe('P2');
    expect(await addNumbered('plaatsingen')).toBe('P3');
    expect(anna.records('plaatsingen').map(({ Plaatsingnummer }) => Plaatsingnummer)).toEqual([
      'P1',
      'P2',
      'P3',
    ]);
    expect(anna.workbook.$selection.address).toBe('Plaatsingen!B4');
    expect(anna.table('plaatsingen').getDataBodyRange().numberFormat[2]?.[0]).toBe('@');
  });

  it('taken by a colleague as well, is asked about', async () => {
    const { anna, bert } = await annaAndBert();
    for (const [desk, name] of [
      [anna, 'Slager'],
      [bert, 'Groenteboer'],
    ] as const) {
      installExcel(desk.workbook);
      expect(await addNumbered('klanten')).toBe('KL2');
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
    expect(await fillPaidOn('2016-07-15')).toEqual({ filled: 2, had: 1, without: 1, hidden: 1 });
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
  it('holds no formula, replaces an earlier one, and a sync goes on as before', async () => {
    const { anna } = await annaAndBert();
    installExcel(anna.workbook);
    await copyValues('23-11-2026 om 15:40');
    expect(await copyValues('23-11-2026 om 16:00')).toEqual(['Maand (waarden)', 'Afrekening (waarden)']);
    for (const name of ['Maand', 'Afrekening']) {
      const copy = anna.workbook.sheet(`${name} (waarden)`);
      expect(copy.getRange('A1').values).toEqual([[`${name} (waarden)`]]);
      expect(copy.getRange('A2').values).toEqual([
        ['Kopie met waarden van 23-11-2026 om 16:00. Deze kopie rekent niet mee.'],
      ]);
      expect(
        copy
          .getUsedRange()
          .formulas.flat()
          .filter((cell) => String(cell).startsWith('=')),
      ).toEqual([]);
      const original = anna.workbook.sheet(name).getUsedRange();
      expect(copy.getRange('A6:N8').numberFormat).toEqual(original.worksheet.getRange('A6:N8').numberFormat);
    }
    expect(anna.workbook.$sheets.filter(({ name }) => name.includes('waarden'))).toHaveLength(2);
    await anna.setUp();
    expect((await anna.plan()).kind).toBe('ready');
  });
});

describe('the example', () => {
  it('is valid, is taken out again, and leaves what was changed', async () => {
    const desk = await new Desk(new Testbed()).setUp();
    await fillExample('2016-01');
    expect(desk.records('uren')).toHaveLength(8);
    expect(await desk.plan()).toMatchObject({
      kind: 'ready',
      outgoing: { uren: { added: 8 } },
      warnings: [],
    });
    expect(await removeExample('2016-01')).toBe(0);
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
    await expect(fillExample('2016-01')).rejects.toMatchObject({ code: 'not_empty' });
    expect(anna.records('uren')).toHaveLength(1);
  });
});
