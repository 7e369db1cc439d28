import type { Conflict, Correction, Key, Renaming, SyncConflict } from '../shared/api.ts';
import type { Day, HalfYear } from '../shared/calendar.ts';
import { TABLES, type TableName } from '../shared/tables.ts';
import type { SheetTable } from './excel/read.ts';
import type { Outgoing } from './sync-request.ts';

export interface RowKey {
  table: TableName;
  key: Key;
}

/** A row under another number or day, and how many rows of the workbook refer to it. */
export interface RenamedRow extends Renaming {
  dependents: { table: TableName; rows: number }[];
}

/** What only the user can decide before a sync goes on. */
export interface Questions {
  kind: 'decide';
  conflicts: Conflict[];
  /** Rows that the workbook had and that are gone from it. */
  missing: RowKey[];
  /** Those of `missing` that stand in the workbook under another key. */
  renamed: RenamedRow[];
  /** The first day of a year, where all missing hours lie before it and the workbook holds none that old; else null. */
  leaveOut: Day | null;
  settled: HalfYear[];
  /** What changes in the months of `settled`. */
  corrections: Correction[];
  /** For `seen`, with the choices. */
  revision: number;
}

/**
 * The server's 409 as questions about this workbook. Corrections are asked about once the rest is decided: until then
 * their amounts would be those of neither answer.
 */
export function questionsOf(body: SyncConflict, { tables }: Outgoing): Questions {
  const { conflicts, missing, revision } = body;
  const isDecided = conflicts.length + missing.length === 0;
  return {
    kind: 'decide',
    conflicts,
    missing,
    renamed: (body.renamed ?? []).map((renaming) => ({
      ...renaming,
      dependents: countDependents(renaming, tables),
    })),
    leaveOut: findLeaveOut(missing, tables),
    settled: isDecided ? body.settled : [],
    corrections: isDecided ? (body.corrections ?? []) : [],
    revision,
  };
}

/** Rows that refer to a renamed row, by its old or by its new number. */
function countDependents(
  { table, from, to }: Renaming,
  tables: readonly SheetTable[],
): RenamedRow['dependents'] {
  const numbers = new Set([from[0]?.toLowerCase(), to[0]?.toLowerCase()]);
  return TABLES.flatMap(({ name, columns }) => {
    const place = columns.findIndex((column) => column.table === table && table !== name);
    if (place < 0) return [];
    const rows = tables
      .find((sheet) => sheet.table.name === name)
      ?.rows.filter(({ values }) => numbers.has(String(values[place]).toLowerCase())).length;
    return rows ? [{ table: name, rows }] : [];
  });
}

function findLeaveOut(missing: readonly RowKey[], tables: readonly SheetTable[]): Day | null {
  const days = missing.flatMap(({ table, key }) => (table === 'uren' ? [key[1] ?? ''] : [])).sort();
  const last = days.at(-1);
  if (last === undefined) return null;
  const day = `${Number(last.slice(0, 4)) + 1}-01-01`;
  const uren = tables.find(({ table }) => table.name === 'uren');
  return uren?.rows.some(({ values }) => String(values[1]) < day) ? null : day;
}

/** Those of the keys that the workbook left out on purpose until now: they lie before the day it held hours from. */
export const listHeldBack = (missing: readonly RowKey[], { heldFrom }: Outgoing): Key[] =>
  heldFrom === null
    ? []
    : missing.flatMap(({ table, key }) => (table === 'uren' && (key[1] ?? '') < heldFrom ? [key] : []));
