import type { CellValue } from './cells.ts';
import { type Api, badArgument, badDimensions } from './host-object.ts';
import { Range } from './range.ts';
import type { Table } from './table.ts';

export class TableRow {
  static readonly api: Api = {
    name: 'TableRow',
    scalars: ['index', 'values'],
    writable: ['values'],
    methods: ['getRange', 'delete'],
  };
  readonly #table: Table;
  readonly index: number;

  constructor(table: Table, index: number) {
    this.#table = table;
    this.index = index;
  }
  get $identity() {
    return { Index: this.index };
  }
  get values(): CellValue[][] {
    return this.getRange().values;
  }
  set values(input: unknown) {
    this.getRange().values = input;
  }
  getRange(): Range {
    return this.#table.getDataBodyRange().getRow(this.index);
  }
  delete(): void {
    this.#table.$deleteRows(this.index, 1);
  }
}

export class TableRowCollection {
  static readonly api: Api = {
    name: 'TableRowCollection',
    scalars: ['count'],
    methods: ['add', 'getCount', 'getItemAt', 'deleteRowsAt', 'deleteRows'],
  };
  readonly #table: Table;

  constructor(table: Table) {
    this.#table = table;
  }
  get count(): number {
    return this.#table.$count;
  }
  $items(): TableRow[] {
    return Array.from({ length: this.count }, (_, i) => new TableRow(this.#table, i));
  }
  $index(index: number): TableRow {
    return this.getItemAt(index);
  }
  getCount(): number {
    return this.count;
  }
  getItemAt(index: number): TableRow {
    if (!(index >= 0 && index < this.count)) throw badArgument();
    return new TableRow(this.#table, index);
  }
  /** Before the `index`-th row, or at the end; without values one blank row. Answers the first of the new rows. */
  add(index: number = -1, values?: unknown): TableRow {
    const table = this.#table;
    table.$guard();
    const rows = asRows(values, table.$width);
    const at = index === -1 ? this.count : index;
    if (!Number.isInteger(at) || at < 0 || at > this.count) throw badArgument();
    table.$insertRows(at, rows.length);
    new Range(table.worksheet, {
      rowIndex: table.$row + 1 + at,
      columnIndex: table.$column,
      rowCount: rows.length,
      columnCount: table.$width,
    }).values = rows;
    return new TableRow(table, at);
  }
  deleteRowsAt(index: number, count = 1): void {
    this.#table.$deleteRows(index, count);
  }
  deleteRows(rows: number[]): void {
    for (const index of rows.toSorted((a, b) => b - a)) this.#table.$deleteRows(index, 1);
  }
}

function asRows(values: unknown, width: number): unknown[][] {
  const matrix = values === undefined ? [Array<string>(width).fill('')] : values;
  if (!Array.isArray(matrix)) throw badArgument();
  const rows = (Array.isArray(matrix[0]) ? matrix : [matrix]) as unknown[][];
  if (rows.some((row) => !Array.isArray(row) || row.length !== width)) throw badDimensions();
  return rows;
}
