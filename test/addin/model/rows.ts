import { expect } from 'vitest';
import { toCell } from '../../../addin/excel/cells.ts';
import {
  type Column,
  getTable,
  TABLE_NAMES,
  type TableName,
  type WireRow,
  type WireValue,
} from '../../../shared/tables.ts';

/** A cell's value as Excel holds it; blank is ''. */
export type Value = string | number;
/** Rows by their id, which is the table and the key as the cells hold it; each by field. */
export type Rows = Map<string, Map<string, Value>>;

export const cellId = (row: string, field: string) => `${row} ${field}`;
export const rowOf = (id: string) => id.slice(0, id.lastIndexOf(' '));
export const fieldOf = (id: string) => id.slice(id.lastIndexOf(' ') + 1);
export const valueAt = (rows: Rows, id: string) => rows.get(rowOf(id))?.get(fieldOf(id));

export const addTo = (sets: Map<string, Set<Value>>, id: string, value: Value) =>
  sets.set(id, (sets.get(id) ?? new Set()).add(value));

export function demand(holds: boolean, message: string): void {
  if (!holds) throw new Error(message);
}

/** The rows by their key, as they stand in the tables of the server or of a workbook. */
export function rowsOf(read: (name: TableName) => Value[][]): Rows {
  const all: Rows = new Map();
  for (const name of TABLE_NAMES) {
    const { columns, keyLength } = getTable(name);
    for (const values of read(name)) {
      const id = [name, ...values.slice(0, keyLength)].join(' ');
      demand(!all.has(id), `${id} stands there twice`);
      all.set(id, new Map(columns.map((column, i) => [column.name, values[i] ?? ''])));
    }
  }
  return all;
}

/** As it stands in a cell: the apostrophe that keeps text is not part of it. */
export function cellOf(column: Column, value: WireValue): Value {
  const cell = toCell(column, value);
  return typeof cell === 'string' ? cell.replace(/^'/, '') : cell;
}
export const cellsOf = (name: TableName, row: WireRow): Value[] =>
  getTable(name).columns.map((column, i) => cellOf(column, row[i] ?? null));
export const idOf = (name: TableName, key: readonly string[]) =>
  [name, ...cellsOf(name, [...key]).slice(0, key.length)].join(' ');

const plain = (rows: Rows) =>
  Object.fromEntries(
    [...rows].sort(([a], [b]) => (a < b ? -1 : 1)).map(([row, fields]) => [row, Object.fromEntries(fields)]),
  );
export function expectSame(actual: Rows, expected: Rows): void {
  expect(plain(actual)).toEqual(plain(expected));
}
