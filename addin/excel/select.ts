import type { TableName } from '../../shared/tables.ts';
import { inExcel } from './errors.ts';
import { locateTables } from './locate.ts';

/** Jumps to a cell of a table, or to the whole row where `field` is null. `rowIndex` counts in the table's body, from 0. */
export const selectCell = (table: TableName, rowIndex: number, field: string | null): Promise<void> =>
  inExcel(async (context) => {
    for (const found of await locateTables(context, [table])) {
      const row = found.body.getRow(Math.max(0, Math.min(rowIndex, found.rowCount - 1)));
      const column = found.table.columns.findIndex(({ name }) => name === field);
      const cell = column < 0 ? row : row.getCell(0, found.positions[column] as number);
      found.excelTable.worksheet.activate();
      cell.select();
    }
    await context.sync();
  });
