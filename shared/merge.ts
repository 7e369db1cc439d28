import type { Row } from './tables.ts';

export interface Merged {
  /** What both sides end up with; theirs in the fields that conflict. */
  row: Row;
  /** Places of the fields that both sides changed, each otherwise. */
  conflicts: number[];
}

/**
 * Three-way merge of a row, field by field: what one side changed wins, what both changed alike is fine, anything else
 * is a conflict. No base: the row was on neither side, so every field of it was empty.
 */
export function mergeRow(base: Row | undefined, mine: Row, theirs: Row): Merged {
  const conflicts: number[] = [];
  const row = theirs.map((their, i) => {
    const my = mine[i] ?? null;
    if (my === their) return their;
    const was = base?.[i] ?? null;
    if (their === was) return my;
    if (my !== was) conflicts.push(i);
    return their;
  });
  return { row, conflicts };
}

export const sameRow = (a: Row, b: Row): boolean => {
  for (let i = 0; i < a.length; i += 1) if (a[i] !== b[i]) return false;
  return true;
};
