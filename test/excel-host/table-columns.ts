import type { CellValue } from './cells.ts';
import { type Api, ApiError, badArgument, badDimensions, type Bag, notFound } from './host-object.ts';
import type { Range } from './range.ts';
import { shiftColumns } from './shift.ts';
import type { Table } from './table.ts';

export class TableColumn {
  static readonly api: Api = {
    name: 'TableColumn',
    scalars: ['id', 'index', 'name', 'values'],
    writable: ['name', 'values'],
    navs: ['filter'],
    methods: ['getDataBodyRange', 'getRange', 'getHeaderRowRange', 'getTotalRowRange', 'delete'],
  };
  readonly #table: Table;
  readonly id: number;

  constructor(table: Table, id: number) {
    this.#table = table;
    this.id = id;
  }
  get $identity() {
    return { Id: this.id };
  }
  get index(): number {
    return this.#table.$columnIds.indexOf(this.id);
  }
  get name(): string {
    return this.#table.$headers()[this.index] ?? '';
  }
  set name(name: string) {
    const taken = this.#table.$headers().some((other, i) => i !== this.index && isSameName(other, name));
    if (taken) throw badArgument();
    this.getHeaderRowRange().values = [[name]];
  }
  /** Header included. */
  get values(): CellValue[][] {
    return this.getRange().values;
  }
  set values(input: unknown) {
    this.getRange().values = input;
  }
  get filter(): Bag {
    return this.#table.autoFilter.$filter(this.id);
  }
  getRange(): Range {
    return this.#table.getRange().getColumn(this.index);
  }
  getHeaderRowRange(): Range {
    return this.#table.getHeaderRowRange().getColumn(this.index);
  }
  getDataBodyRange(): Range {
    return this.#table.getDataBodyRange().getColumn(this.index);
  }
  getTotalRowRange(): Range {
    return this.#table.getTotalRowRange().getColumn(this.index);
  }
  delete(): void {
    const table = this.#table;
    if (table.$width === 1) throw new ApiError('InvalidOperation');
    shiftColumns(table.worksheet, { ...this.getRange() }, -1, table);
    table.$columnIds = table.$columnIds.filter((id) => id !== this.id);
  }
}

const isSameName = (a: string, b: unknown): boolean => a.toLowerCase() === String(b).toLowerCase();

export class TableColumnCollection {
  static readonly api: Api = {
    name: 'TableColumnCollection',
    scalars: ['count'],
    methods: ['add', 'getItem', 'getItemOrNullObject', 'getItemAt', 'getCount'],
  };
  readonly #table: Table;

  constructor(table: Table) {
    this.#table = table;
  }
  get count(): number {
    return this.#table.$width;
  }
  getCount(): number {
    return this.count;
  }
  $items(): TableColumn[] {
    return this.#table.$columnIds.map((id) => new TableColumn(this.#table, id));
  }
  getItemOrNullObject(key: number | string): TableColumn | null {
    return this.$items().find((column) => column.id === key || isSameName(column.name, key)) ?? null;
  }
  getItem(key: number | string): TableColumn {
    const found = this.getItemOrNullObject(key);
    if (!found) throw notFound();
    return found;
  }
  $index(key: number | string): TableColumn {
    return this.getItem(key);
  }
  getItemAt(index: number): TableColumn {
    const found = this.$items()[index];
    if (!found) throw badArgument();
    return found;
  }
  /** Before the `index`-th column, or at the end. `values` with the header, or one for each row below it. */
  add(index: number = -1, values?: unknown[][], name?: string): TableColumn {
    const table = this.#table;
    table.$guard();
    const at = index === -1 ? table.$width : index;
    if (!Number.isInteger(at) || at < 0 || at > table.$width) throw badArgument();
    const rect = table.$rect();
    if (values && values.length !== rect.rowCount && values.length !== rect.rowCount - 1)
      throw badDimensions();
    shiftColumns(table.worksheet, { ...rect, columnIndex: table.$column + at, columnCount: 1 }, 1, table);
    const id = table.$newColumnId();
    table.$columnIds = table.$columnIds.toSpliced(at, 0, id);
    const column = new TableColumn(table, id);
    if (values?.length === rect.rowCount) column.getRange().values = values;
    else if (values) column.getDataBodyRange().values = values;
    if (name !== undefined) column.getHeaderRowRange().values = [[name]];
    table.$normaliseHeader();
    return column;
  }
}
