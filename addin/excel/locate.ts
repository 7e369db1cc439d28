import { getTable, type Table, type TableName } from '../../shared/tables.ts';
import { ExcelError } from './errors.ts';

/** Where a table stands in the workbook, and in which of its columns each field is. */
export interface LocatedTable {
  table: Table;
  excelTable: Excel.Table;
  body: Excel.Range;
  sheet: Excel.Worksheet;
  /** Of the body's first cell, in the sheet, from 0. */
  firstRow: number;
  firstColumn: number;
  /** Rows and columns of the body, the user's own columns included. An empty table has one blank row. */
  rowCount: number;
  columnCount: number;
  /** Of the columns, as they stand. */
  headers: string[];
  /** Whether a filter hides rows. */
  isFiltered: boolean;
  /** Per column of {@link Table.columns} its position in the body. */
  positions: number[];
}

/**
 * Finds the tables by name and their columns by header, in one round trip: the user may have moved both. Throws
 * `not_set_up` where one is missing.
 */
export async function locateTables(
  context: Excel.RequestContext,
  names: readonly TableName[],
): Promise<LocatedTable[]> {
  const found = names.map((name) => {
    const table = getTable(name);
    const excelTable = context.workbook.tables.getItemOrNullObject(table.label);
    excelTable.load('name,showTotals');
    const { autoFilter } = excelTable;
    autoFilter.load('isDataFiltered');
    const header = excelTable.getHeaderRowRange();
    header.load('values');
    const body = excelTable.getDataBodyRange();
    body.load('rowCount,columnCount,rowIndex,columnIndex');
    return { table, excelTable, autoFilter, header, body };
  });
  await context.sync();
  return found.map(({ table, excelTable, autoFilter, header, body }) => {
    if (excelTable.isNullObject)
      throw new ExcelError(
        'not_set_up',
        `De tabel ${table.label} ontbreekt in deze werkmap. Klik op Werkmap inrichten.`,
      );
    return {
      table,
      excelTable,
      body,
      sheet: excelTable.worksheet,
      firstRow: body.rowIndex,
      firstColumn: body.columnIndex,
      rowCount: body.rowCount,
      columnCount: body.columnCount,
      headers: (header.values[0] ?? []).map(String),
      isFiltered: autoFilter.isDataFiltered,
      positions: findColumns(table, header.values[0] ?? []),
    };
  });
}

/** A header that is exactly the field's name goes first: an own column may be called nearly the same. */
function findColumns(table: Table, headers: readonly unknown[]): number[] {
  const titles = headers.map(String);
  const loose = titles.map((title) => title.trim().toLowerCase());
  return table.columns.map(({ label }) => {
    const exact = titles.indexOf(label);
    if (exact >= 0) return exact;
    const alike = loose.flatMap((title, i) => (title === label.toLowerCase() ? [i] : []));
    const [position] = alike;
    if (position === undefined)
      throw new ExcelError(
        'not_set_up',
        `In de tabel ${table.label} ontbreekt de kolom ${label}. Geef de kolom weer die naam, of zet een nieuwe kolom ${label} in de tabel.`,
      );
    if (alike.length > 1)
      throw new ExcelError(
        'not_set_up',
        `In de tabel ${table.label} lijken meer kolommen op ${label}. Geef de ene precies die naam en uw eigen kolom een andere.`,
      );
    return position;
  });
}

/** Queues the loading of how a table lies; the function tells, after it, whether that is still as it was found. */
export function watchShape({ excelTable, headers }: LocatedTable): (rowCount: number) => boolean {
  const body = excelTable.getDataBodyRange().load('rowCount');
  const header = excelTable.getHeaderRowRange().load('values');
  return (rowCount) =>
    body.rowCount === rowCount && (header.values[0] ?? []).map(String).join('\n') === headers.join('\n');
}
