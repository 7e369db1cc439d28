import { getTable, keyOf, type TableName } from '../../shared/tables.ts';
import { readCell } from './cells.ts';
import { ExcelError, inExcel } from './errors.ts';
import { type LocatedTable, locateTables } from './locate.ts';

/** A cell by the key of its row, so that it is found again after sorting. */
export interface CellPlace {
  table: TableName;
  key: readonly string[];
  /** Where the row stood in the table's body, from 0; -1 where it was not in the workbook. */
  rowIndex: number;
  /** Null where the whole row is at stake. */
  field: string | null;
}

/** Gives the row of a place as it stands now, or -1 where no row has its key. */
export type FindRow = (place: CellPlace) => number;

/** Queues the reading of a table's keys; the function that it gives works after the next sync. */
export function loadKeys({ table, body, positions, rowCount }: LocatedTable): FindRow {
  const columns = table.columns.slice(0, table.keyLength);
  const cells = columns.map((_, i) => body.getColumn(positions[i] as number).load('values'));
  const keyAt = (row: number): string =>
    identify(
      columns.map((column, i) => {
        const cell = { value: cells[i]?.values[row]?.[0] as unknown, isError: false, format: '' };
        const reading = readCell(column, cell);
        return 'fault' in reading ? '' : String(reading.value ?? '');
      }),
    );
  // The server names a row by no more than this of each key field; an error such as #N/A is no key.
  const identify = (key: readonly string[]): string =>
    keyOf(
      table,
      key.map((part) => (part.startsWith('#') ? '' : part.slice(0, 40))),
    );
  let rows: Map<string, number> | undefined;
  return ({ key, rowIndex }) => {
    if (key.length < table.keyLength) return rowIndex < rowCount ? rowIndex : -1;
    const wanted = identify(key);
    if (rowIndex >= 0 && rowIndex < rowCount && keyAt(rowIndex) === wanted) return rowIndex;
    if (key.every((part) => part === '')) return -1;
    if (!rows) {
      rows = new Map();
      for (let row = rowCount - 1; row >= 0; row -= 1) rows.set(keyAt(row), row);
    }
    return rows.get(wanted) ?? -1;
  };
}

/**
 * Jumps to a cell, or to its whole row where no field is named. The row is found anew by its key; where the user has
 * changed that, it is the row at the place where it stood. Throws where the row is gone, or cannot be seen.
 */
export const goToCell = (place: CellPlace): Promise<void> =>
  inExcel(async (context) => {
    const { label } = getTable(place.table);
    const found = (await locateTables(context, [place.table]))[0] as LocatedTable;
    const findRow = loadKeys(found);
    const { sheet, excelTable, body, table, positions, rowCount } = found;
    sheet.load('visibility,name');
    excelTable.autoFilter.load('isDataFiltered');
    await context.sync();
    const known = findRow(place);
    const rowIndex = known < 0 ? place.rowIndex : known;
    if (rowIndex < 0 || rowIndex >= rowCount)
      throw new ExcelError(
        'row_gone',
        `Deze rij staat niet in het blad ${label} van deze werkmap. Komt zij van een collega, dan staat zij er na het synchroniseren.`,
      );
    if (sheet.visibility !== Excel.SheetVisibility.visible)
      throw new ExcelError(
        'hidden_sheet',
        `Het blad ${sheet.name} is verborgen. Klik met de rechtermuisknop op een bladtab, kies Zichtbaar maken en klik hier opnieuw.`,
      );
    const row = body.getRow(rowIndex);
    const column = table.columns.findIndex(({ name }) => name === place.field);
    const cell = column < 0 ? row : row.getCell(0, positions[column] as number);
    cell.load('rowHidden,columnHidden');
    sheet.activate();
    await context.sync();
    if (cell.rowHidden)
      throw new ExcelError(
        'hidden_row',
        excelTable.autoFilter.isDataFiltered
          ? `Deze rij is er wel, maar een filter in het blad ${label} verbergt haar. Wis het filter (tabblad Gegevens, Wissen) en klik hier opnieuw.`
          : `Deze rij is er wel, maar is verborgen in het blad ${label}. Selecteer de rijen erboven en eronder, klik met de rechtermuisknop, kies Zichtbaar maken en klik hier opnieuw.`,
      );
    if (column >= 0 && cell.columnHidden)
      throw new ExcelError(
        'hidden_column',
        `De kolom ${table.columns[column]?.label ?? ''} is verborgen in het blad ${label}. Selecteer de kolommen ernaast, klik met de rechtermuisknop, kies Zichtbaar maken en klik hier opnieuw.`,
      );
    cell.select();
    await context.sync();
  });
