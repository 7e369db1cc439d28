import type { HistoryEntry } from '../../shared/api.ts';
import { isPseudonym } from '../../shared/bewaren.ts';
import { getTable, type TableName, type WireValue } from '../../shared/tables.ts';
import { fieldLabel, showValue } from './words.ts';

/** What was done to a row in one go, in the office's words. */
export interface RowChange {
  what: 'Toegevoegd' | 'Gewijzigd' | 'Verwijderd' | 'Gewist';
  by: string;
  at: string;
  fields: { label: string; old: string | null; next: string | null }[];
}

/**
 * The history of a row, newest first. Of what was added or removed every filled field, of a change what differs. The
 * first that is known of an erased kandidaat is the erasure itself, which tells no values.
 */
export function toRowChanges(table: TableName, entries: readonly HistoryEntry[]): RowChange[] {
  return entries.map(({ at, by, old, new: next }, i) => {
    const isErasure = i === entries.length - 1 && isErased(table, next);
    if (isErasure) return { what: 'Gewist', by, at, fields: [] };
    return {
      what: old === null ? 'Toegevoegd' : next === null ? 'Verwijderd' : 'Gewijzigd',
      by,
      at,
      fields: listFields(table, old, next),
    };
  });
}

type Values = HistoryEntry['old'];

const isErased = (table: TableName, row: Values): boolean =>
  table === 'kandidaten' && isPseudonym(String(row?.['kandidaatnummer']));

function listFields(table: TableName, old: Values, next: Values): RowChange['fields'] {
  const show = (field: string, row: Values): string | null =>
    row && showValue(table, field, valueIn(row, field));
  return getTable(table)
    .columns.filter(({ name }) =>
      old && next ? valueIn(old, name) !== valueIn(next, name) : valueIn(old ?? next, name) !== null,
    )
    .map(({ name }) => ({ label: fieldLabel(table, name), old: show(name, old), next: show(name, next) }));
}

const valueIn = (row: Values, field: string): WireValue => row?.[field] ?? null;
