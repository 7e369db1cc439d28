import { describe, expect, it } from 'vitest';
import { planWrites } from '../../../addin/excel/changes.ts';
import type { SheetTable } from '../../../addin/excel/read.ts';
import { getTable, type WireRow } from '../../../shared/tables.ts';

const table = getTable('klanten');
const columnOf = (name: string) => table.columns.findIndex((column) => column.name === name);

/** A sheet Klanten with these rows, one below the other. */
const sheet = (...rows: (WireRow | null)[]): SheetTable => ({
  table,
  rows: rows.flatMap((values, rowIndex) => (values ? [{ rowIndex, values, notes: [] }] : [])),
  faults: [],
  lastRow: rows.length - 1,
  cells: [],
});

describe('what a sync writes into a sheet', () => {
  const a: WireRow = ['A', 'Alfa', 'Almere'];
  const b: WireRow = ['B', 'Beta', 'Breda'];

  it('a new row that came half is completed; one in which something else stands is the user’s', () => {
    const half: WireRow = ['B', null, 'Breda'];
    const { runs, left } = planWrites(sheet(a), sheet(a, half), { upsert: [b], remove: [] });
    expect([runs, left]).toEqual([[{ column: 1, rowIndex: 1, values: ['Beta'] }], 0]);
    const own: WireRow = ['B', null, 'Best'];
    expect(planWrites(sheet(a), sheet(a, own), { upsert: [b], remove: [] })).toMatchObject({
      runs: [],
      left: 2,
    });
  });

  it('only the cells that differ, where the row stands now', () => {
    const writes = planWrites(sheet(a, b), sheet(b, null, a), {
      upsert: [['A', 'Alfa', 'Amsterdam']],
      remove: [],
    });
    expect(writes).toEqual({
      runs: [{ column: columnOf('plaats'), rowIndex: 2, values: ['Amsterdam'] }],
      append: [],
      remove: [],
      left: 0,
    });
  });

  it('cells below each other as one run', () => {
    const writes = planWrites(sheet(a, b), sheet(a, b), {
      upsert: [
        ['B', 'Beta', null],
        ['A', 'Alfa', 'Amsterdam'],
      ],
      remove: [],
    });
    expect(writes.runs).toEqual([{ column: columnOf('plaats'), rowIndex: 0, values: ['Amsterdam', ''] }]);
  });

  it('a cell that the user changed meanwhile stays', () => {
    const now = sheet(['A', 'Alfa', 'Assen']);
    const writes = planWrites(sheet(a), now, { upsert: [['A', 'Alpha', 'Amsterdam']], remove: [] });
    expect(writes).toMatchObject({
      runs: [{ column: columnOf('naam'), values: ['Alpha'] }],
      left: 1,
    });
  });

  it('a cell that the user meanwhile changed to the same is nothing', () => {
    const now = sheet(['A', 'Alfa', 'Amsterdam']);
    expect(planWrites(sheet(a), now, { upsert: [['A', 'Alfa', 'Amsterdam']], remove: [] })).toMatchObject({
      runs: [],
      left: 0,
    });
  });

  it('an unknown row is added; one that the user removed meanwhile is not brought back', () => {
    expect(planWrites(sheet(a), sheet(a), { upsert: [b], remove: [] }).append).toEqual([b]);
    expect(planWrites(sheet(a, b), sheet(a), { upsert: [b], remove: [] })).toMatchObject({
      append: [],
      left: 1,
    });
  });

  it('a row that someone else added under the key the user just typed is left', () => {
    const now = sheet(a, ['B', 'Bravo', null]);
    expect(planWrites(sheet(a), now, { upsert: [b], remove: [] })).toMatchObject({ runs: [], left: 2 });
  });

  it('removes from the bottom up, and not what the user changed meanwhile', () => {
    const c: WireRow = ['C', 'Gamma', null];
    const now = sheet(a, b, ['C', 'Gamma', 'Gouda']);
    const writes = planWrites(sheet(a, b, c), now, { upsert: [], remove: [['a'], ['B'], ['C'], ['D']] });
    expect(writes).toMatchObject({ remove: [1, 0], left: 1 });
  });
});
