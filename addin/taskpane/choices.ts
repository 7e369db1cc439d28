import type { Conflict, Key, KeysByTable } from '../../shared/api.ts';
import { getTable, keyOf, TABLE_NAMES } from '../../shared/tables.ts';
import type { Questions, RenamedRow, RowKey } from '../sync-questions.ts';
import type { SyncChoices } from '../sync-request.ts';

/**
 * What becomes of a missing row: gone for everyone, back into the workbook, known to be the row under its new key, or
 * left on the server only.
 */
export type MissingAnswer = 'remove' | 'restore' | 'rename' | 'leave';

/** What the user chose, by the question's {@link conflictId} or {@link rowId}; absent while undecided. */
export interface Answers {
  conflicts: Record<string, 'mine' | 'theirs'>;
  missing: Record<string, MissingAnswer>;
  /** Whether the user agrees to corrections of the settled half-years. */
  settled: boolean;
}

export const NO_ANSWERS: Answers = { conflicts: {}, missing: {}, settled: false };

export const rowId = ({ table, key }: RowKey): string => `${table} ${keyOf(getTable(table), key)}`;
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
  const rows = (...what: MissingAnswer[]) =>
    missing.filter((row) => what.some((each) => answers.missing[rowId(row)] === each));
  const asked = new Set(conflicts.map(conflictId));
  return {
    remove: addKeys(choices.remove, rows('remove', 'rename')),
    restore: addKeys(choices.restore, rows('restore')),
    mine: addKeys(choices.mine, chosen('mine')),
    theirs: [...choices.theirs.filter((earlier) => !asked.has(conflictId(earlier))), ...chosen('theirs')],
    seen: conflicts.length > 0 ? questions.revision : choices.seen,
    settled: [...new Set([...choices.settled, ...(answers.settled ? questions.settled : [])])],
    ...(rows('leave').length > 0 ? { from: questions.leaveOut } : {}),
  };
}

/** The renamings that the user said are so. */
export const listRenamings = ({ renamed }: Questions, answers: Answers): RenamedRow[] =>
  renamed.filter(({ table, from }) => answers.missing[rowId({ table, key: from })] === 'rename');

/** A missing row as a question, with the missing rows that share its answer: hours of a plaatsing that was renamed. */
export interface MissingQuestion {
  row: RowKey;
  renaming?: RenamedRow;
  along: RowKey[];
}

/** The missing rows as questions, one for a renamed plaatsing and its hours together. */
export function askMissing({ missing, renamed }: Questions): MissingQuestion[] {
  const renamings = new Map(renamed.map((each) => [rowId({ table: each.table, key: each.from }), each]));
  const questions = new Map<string, MissingQuestion>();
  const parentOf = ({ table, key: [number = ''] }: RowKey, to: Key) => {
    const id = table === 'uren' ? rowId({ table: 'plaatsingen', key: [number] }) : '';
    return renamings.get(id)?.to[0] === to[0] ? questions.get(id) : undefined;
  };
  for (const row of missing) {
    const renaming = renamings.get(rowId(row));
    const parent = renaming && parentOf(row, renaming.to);
    if (parent) parent.along.push(row);
    else questions.set(rowId(row), { row, along: [], ...(renaming ? { renaming } : {}) });
  }
  return [...questions.values()];
}

/** The keys with those rows' keys added, each once. */
export function addKeys(keys: KeysByTable, rows: readonly RowKey[]): KeysByTable {
  const all: KeysByTable = {};
  const known = new Set<string>();
  const add = (row: RowKey) => {
    if (known.has(rowId(row))) return;
    known.add(rowId(row));
    (all[row.table] ??= []).push(row.key);
  };
  for (const table of TABLE_NAMES) for (const key of keys[table] ?? []) add({ table, key });
  rows.forEach(add);
  return all;
}
