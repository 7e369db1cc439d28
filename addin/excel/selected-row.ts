import type { Key } from '../../shared/api.ts';
import { TABLE_NAMES, type TableName } from '../../shared/tables.ts';
import { readCell } from './cells.ts';
import { ExcelError, inExcel } from './errors.ts';
import { type LocatedTable, locateTables } from './locate.ts';

/** The row of ours in which the cursor stands. */
export interface SelectedRow {
  table: TableName;
  key: Key;
}

/** Reads which row the cursor is in. Throws `selection` where it is in none of the four tables, or the row has no key. */
export const readSelectedRow = (): Promise<SelectedRow> =>
  inExcel(async (context) => {
    const cell = context.workbook.getActiveCell().load('rowIndex');
    cell.worksheet.load('id');
    const located = await locateTables(context, TABLE_NAMES);
    for (const { sheet } of located) sheet.load('id');
    await context.sync();
    const found = located.find(
      ({ sheet, firstRow, rowCount }) =>
        sheet.id === cell.worksheet.id && cell.rowIndex >= firstRow && cell.rowIndex < firstRow + rowCount,
    );
    if (!found)
      throw new ExcelError(
        'selection',
        'Klik eerst een cel aan van een rij in het blad Kandidaten, Klanten, Plaatsingen of Uren, en klik dan opnieuw.',
      );
    return {
      table: found.table.name,
      key: await readKey(context, found, cell.rowIndex - found.firstRow),
    };
  });

async function readKey(
  context: Excel.RequestContext,
  { table, body, positions }: LocatedTable,
  rowIndex: number,
): Promise<Key> {
  const fields = table.columns.slice(0, table.keyLength).map((column, i) => ({
    column,
    cell: body.getCell(rowIndex, positions[i] as number).load('values,valueTypes,numberFormat'),
  }));
  await context.sync();
  return fields.map(({ column, cell }) => {
    const reading = readCell(column, {
      value: cell.values[0]?.[0] as unknown,
      isError: String(cell.valueTypes[0]?.[0]) === 'Error',
      format: String(cell.numberFormat[0]?.[0]),
    });
    if ('fault' in reading || reading.value === null)
      throw new ExcelError(
        'selection',
        `In deze rij is de kolom ${column.label} leeg of niet te lezen. Vul haar in, of klik een andere rij aan.`,
      );
    return String(reading.value);
  });
}
