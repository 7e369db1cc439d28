import type { Cell } from './cells.ts';
import { type Api, Bag } from './host-object.ts';
import { type Range } from './range.ts';
import type { Table } from './table.ts';

/** Hides nothing: what matters to an add-in is whether a filter is set. */
export class AutoFilter {
  static readonly api: Api = {
    name: 'AutoFilter',
    scalars: ['enabled', 'isDataFiltered', 'criteria'],
    methods: ['clearCriteria', 'reapply', 'getRange', 'getRangeOrNullObject'],
  };
  readonly #table: Table;
  readonly enabled = true;
  /** Tests may set it. */
  isDataFiltered = false;
  readonly #columns = new Map<number, Bag>();

  constructor(table: Table) {
    this.#table = table;
  }
  get criteria(): unknown[] {
    return this.#table.$columnIds.map((id) => this.#columns.get(id)?.$values['criteria'] ?? null);
  }
  clearCriteria(): void {
    this.#columns.clear();
    this.isDataFiltered = false;
  }
  reapply(): void {}
  getRange(): Range {
    return this.#table.getRange();
  }
  getRangeOrNullObject(): Range {
    return this.#table.getRange();
  }
  /** Of the column with that id. */
  $filter(id: number): Bag {
    const known = this.#columns.get(id);
    if (known) return known;
    const filter = new Bag(
      'Filter',
      {},
      {
        onCall: (method, args) => {
          filter.$values['criteria'] = method === 'clear' ? null : { method, args };
          this.isDataFiltered = this.criteria.some((criterion) => criterion !== null);
        },
      },
    );
    this.#columns.set(id, filter);
    return filter;
  }
}

interface SortField {
  key: number;
  ascending?: boolean;
}

export class TableSort {
  static readonly api: Api = {
    name: 'TableSort',
    scalars: ['fields', 'matchCase', 'method'],
    methods: ['apply', 'clear', 'reapply'],
  };
  readonly #table: Table;
  fields: SortField[] = [];
  matchCase = false;
  readonly method = 'PinYin';

  constructor(table: Table) {
    this.#table = table;
  }
  /** Sorts the rows: numbers, then text, then booleans; blanks last, whatever the direction. */
  apply(fields: SortField[], matchCase = false): void {
    this.#table.$guard();
    this.fields = fields;
    this.matchCase = matchCase;
    const { $grid } = this.#table.worksheet;
    const { rowIndex, columnIndex, rowCount, columnCount } = this.#table.$bodyRect();
    const rows = Array.from({ length: rowCount }, (_, i) =>
      Array.from({ length: columnCount }, (_, j) => $grid.get(rowIndex + i, columnIndex + j)),
    );
    rows.sort((a, b) => {
      for (const { key, ascending = true } of fields) {
        const order = compare(a[key], b[key], ascending);
        if (order !== 0) return order;
      }
      return 0;
    });
    rows.forEach((row, i) => row.forEach((cell, j) => $grid.set(rowIndex + i, columnIndex + j, cell)));
    this.#table.worksheet.workbook.$notify(this.#table.getDataBodyRange());
  }
  clear(): void {
    this.fields = [];
  }
  reapply(): void {
    this.apply(this.fields, this.matchCase);
  }
}

const KINDS = ['number', 'string', 'boolean'];

function compare(a: Cell | undefined, b: Cell | undefined, ascending: boolean): number {
  const [x, y] = [a?.value ?? '', b?.value ?? ''];
  if (x === '' || y === '') return Number(x === '') - Number(y === '');
  const kinds = KINDS.indexOf(typeof x) - KINDS.indexOf(typeof y);
  const order = kinds || (typeof x === 'string' ? x.localeCompare(String(y), 'nl') : Number(x) - Number(y));
  return ascending ? order : -order;
}
