import type { Conflict, Key, KeysByTable } from '../../shared/api.ts';
import { getTable, keyOf, type TableName } from '../../shared/tables.ts';
import type { SyncPlan } from '../sync.ts';
import type { SyncChoices } from '../sync-request.ts';

export type Questions = Extract<SyncPlan, { kind: 'decide' }>;

/** What the user chose, by the question's {@link conflictId} or {@link rowId}; absent while undecided. */
export interface Answers {
  conflicts: Record<string, 'mine' | 'theirs'>;
  missing: Record<string, 'remove' | 'restore'>;
  /** Whether the user agrees to corrections of the settled half-years. */
  settled: boolean;
}

export const NO_ANSWERS: Answers = { conflicts: {}, missing: {}, settled: false };

export const rowId = ({ table, key }: { table: TableName; key: Key }): string =>
  `${table} ${keyOf(getTable(table), key)}`;
export const conflictId = (conflict: Conflict): string => `${rowId(conflict)} ${conflict.field ?? ''}`;

/** How many questions still wait for an answer. */
export function countOpen({ conflicts, missing, settled }: Questions, answers: Answers): number {
  const open = [
    ...conflicts.map((conflict) => answers.conflicts[conflictId(conflict)]),
    ...missing.map((row) => answers.missing[rowId(row)]),
  ].filter((answer) => answer === undefined).length;
  return open + (settled.length > 0 && !answers.settled ? 1 : 0);
}

/** The earlier choices with these answers to the questions that came up since; a later answer takes an earlier one's place. */
export function addAnswers(choices: SyncChoices, questions: Questions, answers: Answers): SyncChoices {
  const { conflicts, missing } = questions;
  const chosen = (side: 'mine' | 'theirs') =>
    conflicts.filter((conflict) => answers.conflicts[conflictId(conflict)] === side);
  const rows = (what: 'remove' | 'restore') => missing.filter((row) => answers.missing[rowId(row)] === what);
  const asked = new Set(conflicts.map(conflictId));
  return {
    remove: addKeys(choices.remove, rows('remove')),
    restore: addKeys(choices.restore, rows('restore')),
    mine: addKeys(choices.mine, chosen('mine')),
    theirs: [...choices.theirs.filter((earlier) => !asked.has(conflictId(earlier))), ...chosen('theirs')],
    seen: conflicts.length > 0 ? questions.revision : choices.seen,
    settled: [...new Set([...choices.settled, ...(answers.settled ? questions.settled : [])])],
  };
}

function addKeys(keys: KeysByTable, rows: readonly { table: TableName; key: Key }[]): KeysByTable {
  const all: KeysByTable = { ...keys };
  for (const { table, key } of rows) {
    const present = all[table] ?? [];
    if (!present.some((other) => rowId({ table, key: other }) === rowId({ table, key })))
      all[table] = [...present, key];
  }
  return all;
}
