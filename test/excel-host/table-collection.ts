import { intersect } from './address.ts';
import { type Api, badArgument, notFound, notSimulated } from './host-object.ts';
import { Range } from './range.ts';
import type { Worksheet } from './sheet.ts';
import { insertRows } from './shift.ts';
import { Table } from './table.ts';
import type { Workbook } from './workbook.ts';

const named = (tables: readonly Table[], key: number | string): Table | null =>
  tables.find(({ id, name }) => id === String(key) || name.toLowerCase() === String(key).toLowerCase()) ??
  null;

/** Of a workbook, or of one of its sheets. */
export class TableCollection {
  static readonly api: Api = {
    name: 'TableCollection',
    scalars: ['count'],
    methods: ['add', 'getItem', 'getItemOrNullObject', 'getItemAt', 'getCount'],
  };
  readonly #workbook: Workbook;
  readonly #worksheet: Worksheet | undefined;

  constructor(workbook: Workbook, worksheet?: Worksheet) {
    this.#workbook = workbook;
    this.#worksheet = worksheet;
  }
  get count(): number {
    return this.$items().length;
  }
  getCount(): number {
    return this.count;
  }
  $items(): Table[] {
    const { $tables } = this.#workbook;
    return this.#worksheet ? $tables.filter(({ worksheet }) => worksheet === this.#worksheet) : $tables;
  }
  getItemOrNullObject(key: number | string): Table | null {
    return named(this.$items(), key);
  }
  getItem(key: number | string): Table {
    const found = this.getItemOrNullObject(key);
    if (!found) throw notFound();
    return found;
  }
  $index(key: number | string): Table {
    return this.getItem(key);
  }
  getItemAt(index: number): Table {
    const found = this.$items()[index];
    if (!found) throw badArgument();
    return found;
  }
  add(address: Range | string, hasHeaders: boolean): Table {
    if (!hasHeaders) throw notSimulated('a table over cells without a header');
    const range =
      address instanceof Range
        ? address
        : this.#worksheet
          ? this.#worksheet.getRange(address)
          : this.#workbook.$range(address);
    range.$guard();
    range.worksheet.$refuseOverlap(range);
    if (range.rowCount === 1) {
      const below = range.getRowsBelow(1);
      if (!range.worksheet.$grid.isEmpty(below)) insertRows(range.worksheet, below);
    }
    const id = this.#workbook.$nextId();
    let n = this.#workbook.$tables.length + 1;
    while (this.#workbook.$isTaken(`Tabel${n}`)) n++;
    const table = new Table(range, id, `Tabel${n}`);
    this.#workbook.$tables.push(table);
    return table;
  }
}

/** The tables that a range touches, or holds wholly. */
export class TableScopedCollection {
  static readonly api: Api = {
    name: 'TableScopedCollection',
    methods: ['getCount', 'getFirst', 'getItem', 'getItemOrNullObject'],
  };
  readonly #range: Range;
  readonly #fullyContained: boolean;

  constructor(range: Range, fullyContained: boolean) {
    this.#range = range;
    this.#fullyContained = fullyContained;
  }
  $items(): Table[] {
    const { worksheet } = this.#range;
    return worksheet.workbook.$tables.filter((table) => {
      const shared = table.worksheet === worksheet ? intersect(this.#range, table.$rect()) : undefined;
      if (!shared || !this.#fullyContained) return shared !== undefined;
      const { rowCount, columnCount } = table.$rect();
      return shared.rowCount === rowCount && shared.columnCount === columnCount;
    });
  }
  getCount(): number {
    return this.$items().length;
  }
  getFirst(): Table {
    const [first] = this.$items();
    if (!first) throw notFound();
    return first;
  }
  getItemOrNullObject(key: number | string): Table | null {
    return named(this.$items(), key);
  }
  getItem(key: number | string): Table {
    const found = this.getItemOrNullObject(key);
    if (!found) throw notFound();
    return found;
  }
  $index(key: number | string): Table {
    return this.getItem(key);
  }
}
