import type { Key } from '../../shared/api.ts';
import { keyOf, TABLE_NAMES, type Table, type TableName, type WireValue } from '../../shared/tables.ts';
import { cancelled } from '../client.ts';
import { blockSize, bytesOf, estimateBytes, isTooLarge } from './blocks.ts';
import { needsFormat, readCell } from './cells.ts';
import { type Connection, readConnectionIn } from './connection.ts';
import { ExcelError, inExcel } from './errors.ts';
import { type LocatedTable, locateTables, watchShape } from './locate.ts';

/** A fault in a cell, to jump to. */
export interface CellFault {
  table: TableName;
  /** Within the sheet table's body, from 0; -1 where no row of the workbook is at stake. */
  rowIndex: number;
  key: Key;
  /** Null where the whole row is at stake. */
  field: string | null;
  message: string;
  /** The contract's article, such as "5.6". */
  article?: string;
}

/** A row that is not blank: one value per column of the table; undefined where the cell cannot be understood. */
export interface SheetRow {
  rowIndex: number;
  values: (WireValue | undefined)[];
  /** What is better looked at, in Dutch, such as a date as text. */
  notes: { field: string; message: string }[];
}

/** A sheet table as it stood when it was read. */
export interface SheetTable {
  table: Table;
  rows: SheetRow[];
  faults: CellFault[];
  /** The last row in which anything stands, own columns included; -1 for an empty table. */
  lastRow: number;
  /** The body's cells as Excel gave them, own columns included; empty where the rows come from elsewhere. */
  cells: unknown[][];
}

/** Called as the work proceeds; `step` is Dutch, `done` of `total` parts of it are finished. */
export type Progress = (step: string, done: number, total: number) => void;

export interface WorkOptions {
  onProgress?: Progress;
  signal?: AbortSignal;
}

export interface WorkbookState {
  connection: Connection;
  /** All four, in the order of TABLES. */
  tables: SheetTable[];
}

/**
 * Reads the workbook's tables and with what they agree. Throws ExcelError, and ClientError `cancelled` between two
 * blocks.
 */
export const readWorkbook = (options: WorkOptions = {}): Promise<WorkbookState> =>
  inExcel(async (context) => {
    const connection = await readConnectionIn(context);
    if (!connection)
      throw new ExcelError('not_set_up', 'Deze werkmap is nog niet ingericht. Klik op Werkmap inrichten.');
    const located = await locateTables(context, TABLE_NAMES);
    return { connection, tables: await readTables(context, located, options) };
  });

/** Reads tables that were located in the same batch, in as many round trips as their size asks. */
export async function readTables(
  context: Excel.RequestContext,
  located: readonly LocatedTable[],
  { onProgress, signal }: WorkOptions,
): Promise<SheetTable[]> {
  const tables: SheetTable[] = [];
  for (const found of located) {
    const sheet = emptySheet(found);
    let size = blockSize();
    for (let start = 0; start < found.rowCount;) {
      if (signal?.aborted) throw cancelled();
      onProgress?.(`${found.table.label} lezen`, start, found.rowCount);
      const rows = Math.min(size, found.rowCount - start);
      const block = await loadBlock(context, found, start, rows);
      if (block === 'too large') {
        size = Math.ceil(rows / 2);
        continue;
      }
      if (block === 'moved') {
        // Rows or columns came or went since: from the start, or one would be passed over.
        const [again] = await locateTables(context, [found.table.name]);
        Object.assign(found, again);
        Object.assign(sheet, emptySheet(found));
        start = 0;
        continue;
      }
      readBlock(sheet, found, block, start);
      start += rows;
      size = blockSize(block.bytes / rows);
    }
    tables.push(sheet);
  }
  return tables;
}

const emptySheet = ({ table }: LocatedTable): SheetTable => ({
  table,
  rows: [],
  faults: [],
  lastRow: -1,
  cells: [],
});

interface Block {
  values: unknown[][];
  /** Absent where no cell can be an error. */
  types: string[][] | undefined;
  /** Per column of the table the formats of its cells; absent where none is needed. */
  formats: Map<number, string[]>;
  bytes: number;
}

/** One round trip; a second one where a cell of ours can only be understood with its format or type. */
async function loadBlock(
  context: Excel.RequestContext,
  found: LocatedTable,
  start: number,
  rows: number,
): Promise<Block | 'too large' | 'moved'> {
  const { table, excelTable, positions } = found;
  const isAsFound = watchShape(found);
  const range = excelTable
    .getDataBodyRange()
    .getRow(start)
    .getResizedRange(rows - 1, 0);
  range.load('values');
  const columns = table.columns.map((column, i) => ({
    column,
    i,
    position: positions[i] as number,
    cells: range.getColumn(positions[i] as number),
  }));
  const hours = columns.filter(({ column }) => column.unit === 'uren');
  for (const { cells } of hours) cells.load('numberFormat');
  try {
    await context.sync();
    if (!isAsFound(found.rowCount)) return 'moved';
    const { values } = range;
    const odd = columns.filter(
      ({ column, position }) =>
        column.unit !== 'uren' && values.some((row) => needsFormat(column, row[position])),
    );
    for (const { cells } of odd) cells.load('numberFormat');
    const hasErrors = values.some((row) => positions.some((position) => isErrorLike(row[position])));
    if (hasErrors) range.load('valueTypes');
    if (hasErrors || odd.length > 0) await context.sync();
    const formats = new Map(
      [...hours, ...odd].map(({ i, cells }) => [i, cells.numberFormat.map((row) => String(row[0]))]),
    );
    return {
      values,
      types: hasErrors ? range.valueTypes : undefined,
      formats,
      bytes: estimateBytes(values) + bytesOf([...formats.values()]),
    };
  } catch (error) {
    if (isTooLarge(error) && rows > 1) return 'too large';
    throw error;
  }
}

/** An error comes as text such as `#N/A`; so does text that a user wrote that way. */
const isErrorLike = (value: unknown): boolean => typeof value === 'string' && value.startsWith('#');

function readBlock(sheet: SheetTable, { table, positions }: LocatedTable, block: Block, start: number): void {
  const { columns, keyLength } = table;
  for (const cells of block.values) sheet.cells.push(cells);
  for (const [offset, cells] of block.values.entries()) {
    if (cells.some((value) => value !== '')) sheet.lastRow = start + offset;
    if (positions.every((position) => String(cells[position]).trim() === '')) continue;
    const row: SheetRow = { rowIndex: start + offset, values: [], notes: [] };
    const faults: { field: string; message: string }[] = [];
    for (const [i, column] of columns.entries()) {
      const position = positions[i] as number;
      const reading = readCell(column, {
        value: cells[position],
        isError: block.types?.[offset]?.[position] === 'Error',
        format: block.formats.get(i)?.[offset] ?? '',
      });
      if ('fault' in reading) {
        row.values.push(undefined);
        faults.push({ field: column.name, message: reading.fault });
      } else {
        row.values.push(reading.value);
        if (reading.note !== undefined) row.notes.push({ field: column.name, message: reading.note });
      }
    }
    sheet.rows.push(row);
    if (faults.length === 0) continue;
    const key = row.values.slice(0, keyLength).map((value) => String(value ?? ''));
    for (const fault of faults)
      sheet.faults.push({ table: table.name, rowIndex: row.rowIndex, key, ...fault });
  }
}

/** The rows by the identity of their key; of a key that stands there twice the first. */
export function indexRows({ table, rows }: SheetTable): Map<string, SheetRow> {
  const byKey = new Map<string, SheetRow>();
  for (const row of rows) {
    const key = keyOf(table, row.values);
    if (!byKey.has(key)) byKey.set(key, row);
  }
  return byKey;
}
