import { beforeAll, describe, expect, it } from 'vitest';
import type { Afrekening } from '../../../shared/api.ts';
import { writeServerFigures } from '../../../addin/excel/afrekening-sheet.ts';
import { serialOfDay } from '../../../shared/calendar.ts';
import { TABLE_NAMES, TABLES } from '../../../shared/tables.ts';
import { almereExpected } from '../../almere.ts';
import { almereTables, CONTRACT, smallTables, Testbed, Workbook } from '../../server/testbed.ts';
import { calculate, type Calculated } from './calculate.ts';
import { Desk } from './desk.ts';

const MONTH_ROWS = [7, 8, 9, 10, 11, 12];

/** The example, synced by someone else and fetched into an empty workbook. */
async function almereDesk(): Promise<Desk> {
  const bed = await Testbed.open();
  const other = new Workbook(bed);
  other.tables = almereTables();
  await other.sync();
  const desk = await new Desk(bed).setUp();
  await desk.mustSync();
  return desk;
}

describe('the formulas of the workbook, on the example', () => {
  let desk: Desk;
  let sheets: Calculated;
  beforeAll(async () => {
    desk = await almereDesk();
    sheets = calculate(desk.workbook);
  }, 60_000);
  const value = (address: string) => sheets.value(address);
  const choose = (period: string) => sheets.set({ 'Afrekening!B3': period });

  it('every row of the example is in the sheets', () => {
    const rows = almereTables();
    for (const name of TABLE_NAMES) expect(desk.records(name)).toHaveLength(rows[name].length);
    expect(TABLES).toHaveLength(4);
  });

  it.each(almereExpected().afrekeningen.filter(({ period }) => period <= '2017-H1'))(
    'half-year $period: each month and the saldo',
    ({ period, saldo }) => {
      choose(period);
      const months = almereExpected().months.filter(
        ({ month }) =>
          month.slice(0, 4) === period.slice(0, 4) && month.slice(5) <= '06' === period.endsWith('1'),
      );
      expect(months.length).toBeGreaterThan(0);
      for (const { month, totals } of months) {
        const row = MONTH_ROWS[(Number(month.slice(5)) - 1) % 6];
        const shown = ['F', 'G', 'H', 'I', 'J', 'E', 'K', 'L'].map((column) =>
          Number(value(`Afrekening!${column}${row}`)).toFixed(2),
        );
        const { uren, omzet, premie, reiskosten, staffelfee, minimum, kostenBovenMinimum } = totals;
        expect([month, ...shown]).toEqual([
          month,
          ...[uren, omzet, premie, reiskosten, staffelfee, minimum, kostenBovenMinimum, totals.saldo],
        ]);
      }
      expect(Number(value('Afrekening!L15')).toFixed(2)).toBe(saldo);
    },
  );

  it('all controls are 0', () => {
    choose('2016-H1');
    for (let row = 20; row <= 27; row++) expect([row, value(`Afrekening!F${row}`)]).toEqual([row, 0]);
    expect(value('Afrekening!F19')).toBe('✓');
  });

  it('the tiers worked out are the parts and fees of the report, and add up to the staffelfee', async () => {
    choose('2016-H1');
    const { months } = await desk.client.read<Afrekening>(CONTRACT, 'afrekeningen', '2016-H1');
    const columns = 'BCDEFGHIJKLM';
    months.forEach(({ tiers, staffelfee }, i) => {
      const [part, fee] = [columns[2 * i], columns[2 * i + 1]];
      for (let line = 0; line < 10; line++) {
        const tier = tiers[line];
        const shown = [value(`Afrekening!${part}${47 + line}`), value(`Afrekening!${fee}${47 + line}`)];
        expect(shown).toEqual(tier ? [Number(tier.part), Number(tier.fee)] : ['', '']);
      }
      expect(Number(value(`Afrekening!${fee}57`)).toFixed(2)).toBe(staffelfee);
      expect(value(`Afrekening!${fee}58`)).toBe('✓');
    });
  });

  it('the sheet Maand: May 2016, a line a plaatsing', () => {
    sheets.set({ 'Maand!B3': 42500 });
    expect(['D', 'F', 'G', 'H'].map((column) => Number(value(`Maand!${column}7`)).toFixed(2))).toEqual([
      '933.25',
      '11048.21',
      '1866.50',
      '289.70',
    ]);
    expect(value('Maand!A9')).toBe('PL001');
    expect(value('Maand!A116')).toBe('');
  });

  it('beside each month whether the server says the same', { timeout: 60_000 }, async () => {
    choose('2016-H1');
    expect(value('Afrekening!N11')).toBe('niet gesynchroniseerd');
    await writeServerFigures(
      '2016-H1',
      await desk.client.read<Afrekening>(CONTRACT, 'afrekeningen', '2016-H1'),
    );
    const written = desk.workbook.sheet('Afrekening');
    const cells = ['B5', ...[...MONTH_ROWS, 13, 14, 15, 16].map((row) => `M${row}`)];
    sheets.set(
      Object.fromEntries(
        cells.map((cell) => [`Afrekening!${cell}`, written.getRange(cell).values[0]?.[0] as string | number]),
      ),
    );
    for (const row of [...MONTH_ROWS, 13, 14, 15, 16]) expect(value(`Afrekening!N${row}`)).toBe('✓');
    sheets.set({ 'Afrekening!M11': 8308.16 });
    expect(value('Afrekening!N11')).toBe(-0.01);
    expect(value('Afrekening!E3')).toBe('alle');
    sheets.set({ '_Flextensie!B4': '2016-05-01' });
    expect(value('Afrekening!E3')).toBe(serialOfDay('2016-05-01'));
    expect(value('Afrekening!N11')).toBe(-0.01);
    sheets.set({ '_Flextensie!B4': '2016-07-01' });
    expect(value('Afrekening!N11')).toBe('uren weggelaten');
    sheets.set({ '_Flextensie!B4': '' });
    choose('2016-H2');
    expect(value('Afrekening!N11')).toBe('niet gesynchroniseerd');
  });

  it('controls count what is wrong', async () => {
    const wrong = await new Desk(await Testbed.open()).setUp();
    const rows = smallTables();
    for (const name of TABLE_NAMES) wrong.add(name, ...rows[name]);
    wrong.add(
      'uren',
      ['P9', '2016-04-08', '8.50', null, null],
      ['P1', '2016-04-15', '1.00', null, null],
      ['P1', '2016-04-22', '2.00', null, null],
      ['P1', '2016-04-29', '4.00', null, null],
      ['P1', '2016-04-29', '4.00', null, null],
    );
    wrong.table('uren').getDataBodyRange().getCell(2, 1).values = "'15-4-2016";
    wrong.table('uren').getDataBodyRange().getCell(3, 2).values = "'2,00";
    wrong.type('plaatsingen', ['P1'], 'klantnummer', 'KL9');
    const counted = calculate(wrong.workbook);
    const counts = Array.from({ length: 8 }, (_, i) => counted.value(`Afrekening!F${20 + i}`));
    expect(counts).toEqual([1, 1, 1, 1, 0, 2, 8.5, 0]);
    expect(counted.value('Afrekening!F19')).toBe('let op');
  }, 60_000);
});
