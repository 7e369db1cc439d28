import { addDays, firstDayOf, lastDayOf, type Month } from '../../shared/calendar.ts';
import { getTable, keyFields, TABLE_NAMES, type TableName, type WireRow } from '../../shared/tables.ts';
import { planWrites } from './changes.ts';
import { ExcelError, inExcel, inOneUndoStep } from './errors.ts';
import { locateTables } from './locate.ts';
import { readTables, type SheetTable } from './read.ts';
import { writeOnce } from './write.ts';

/** What the numbers of the example begin with. */
export const EXAMPLE = 'VOORBEELD-';

/** Two kandidaten at one klant and what they worked in a month; of nobody. */
function exampleRows(month: Month): Record<TableName, WireRow[]> {
  const [first, last] = [firstDayOf(month), lastDayOf(month)];
  const hours = (number: string, start: number, uren: string, paidOn: string | null): WireRow[] =>
    [0, 7, 14, 21].map((week) => [number, addDays(first, start + week), uren, '4.00', paidOn]);
  return {
    kandidaten: [
      ['VOORBEELD-K1', 'Voorbeeld A', first, null, true, null],
      ['VOORBEELD-K2', 'Voorbeeld B', first, null, true, null],
    ],
    klanten: [['VOORBEELD-KL1', 'Voorbeeldbedrijf', null]],
    plaatsingen: [
      ['VOORBEELD-PL1', 'VOORBEELD-K1', 'VOORBEELD-KL1', first, last, '8.50', null, null, null],
      ['VOORBEELD-PL2', 'VOORBEELD-K2', 'VOORBEELD-KL1', first, last, '7.25', '13.50', null, null],
    ],
    uren: [...hours('VOORBEELD-PL1', 1, '8.50', last), ...hours('VOORBEELD-PL2', 2, '7.25', null)],
  };
}

/** Puts an example into a workbook of which the four tables are empty; throws `not_empty` for another. */
export const fillExample = (month: Month): Promise<void> =>
  inOneUndoStep(async (context) => {
    const located = await locateTables(context, TABLE_NAMES);
    const sheets = await readTables(context, located, {});
    if (sheets.some(({ lastRow }) => lastRow >= 0))
      throw new ExcelError('not_empty', 'Er staan al gegevens in de bladen. Het voorbeeld is niet ingevuld.');
    const rows = exampleRows(month);
    for (const [i, found] of located.entries())
      await writeOnce(context, found, sheets[i] as SheetTable, {
        runs: [],
        append: rows[found.table.name],
        remove: [],
        left: 0,
      });
    located.at(-1)?.sheet.activate();
    await context.sync();
  });

/** Takes the rows of the example out again, as far as they are as they were. Returns how many stayed. */
export const removeExample = (month: Month): Promise<number> =>
  inOneUndoStep(async (context) => {
    const located = await locateTables(context, TABLE_NAMES);
    const sheets = await readTables(context, located, {});
    const example = exampleRows(month);
    let left = 0;
    for (const [i, found] of located.entries()) {
      const { table } = found;
      const rows = example[table.name];
      const before: SheetTable = {
        table: getTable(table.name),
        rows: rows.map((values) => ({ rowIndex: -1, values, notes: [] })),
        faults: [],
        lastRow: -1,
        cells: [],
      };
      const remove = rows.map((values) => keyFields(table, values));
      const now = sheets[i] as SheetTable;
      const writes = planWrites(before, now, { upsert: [], remove });
      left += writes.left;
      await writeOnce(context, found, now, writes);
    }
    return left;
  });

/**
 * Whether the four tables are blank, so that the example can go into them, or hold a row of it. Reads no more than the
 * numbers.
 */
export const findExample = (): Promise<'blank' | 'example' | 'other'> =>
  inExcel(async (context) => {
    const located = await locateTables(context, TABLE_NAMES);
    const tables = located.map(({ body, positions }) => ({
      used: body.getUsedRangeOrNullObject(true).load('address'),
      numbers: body.getColumn(positions[0] as number).load('values'),
    }));
    await context.sync();
    if (tables.every(({ used }) => used.isNullObject)) return 'blank';
    const isExample = ([number]: unknown[]) => String(number).toUpperCase().startsWith(EXAMPLE);
    return tables.some(({ numbers }) => numbers.values.some(isExample)) ? 'example' : 'other';
  });
