import type { Warning } from '../../shared/api.ts';
import { getTable, keyOf, type Row, type TableName } from '../../shared/tables.ts';
import type { ValidRows } from '../../shared/validate.ts';
import type { FindPseudonym } from '../store/erasures.ts';
import type { TableOutcome } from './merge-table.ts';

/** Where a kandidaatnummer stands in a row of plaatsingen. */
const KANDIDAAT = 1;

/** What a workbook still knew of erased kandidaten. */
export interface Forgotten {
  /** The kandidaatnummers that it sent. */
  kandidaten: string[];
  /** Its plaatsingen that named them. */
  plaatsingen: Row[];
}

/** Takes erased kandidaten out of what a workbook sent, and puts their pseudonyms in its plaatsingen. */
export function forget(valid: Map<TableName, ValidRows>, find: FindPseudonym): Forgotten {
  const forgotten: Forgotten = { kandidaten: [], plaatsingen: [] };
  const kandidaten = valid.get('kandidaten');
  if (kandidaten) {
    const kept = kandidaten.rows.map((row) => find(String(row[0])) === undefined);
    kandidaten.rows.forEach((row, i) => {
      if (kept[i]) return;
      forgotten.kandidaten.push(String(row[0]));
      kandidaten.index.delete(row);
    });
    kandidaten.rows = kandidaten.rows.filter((_, i) => kept[i]);
  }
  const plaatsingen = valid.get('plaatsingen');
  plaatsingen?.rows.forEach((row) => {
    const pseudonym = find(String(row[KANDIDAAT]));
    if (pseudonym === undefined) return;
    row[KANDIDAAT] = pseudonym;
    forgotten.plaatsingen.push(row);
  });
  return forgotten;
}

/** Lets the workbook forget them too; answers what to tell of it. */
export function tellForgotten(outcomes: readonly TableOutcome[], forgotten: Forgotten): Warning[] {
  for (const { table, state, toWorkbook, removed } of outcomes) {
    if (table.name === 'kandidaten') for (const nummer of forgotten.kandidaten) removed.push([nummer]);
    if (table.name !== 'plaatsingen') continue;
    const sent = new Set(toWorkbook.map((row: Row) => keyOf(table, row)));
    for (const plaatsing of forgotten.plaatsingen) {
      const row = state.current.get(plaatsing);
      if (row && !sent.has(keyOf(table, row))) toWorkbook.push(row);
    }
  }
  return forgotten.kandidaten.map((nummer) => ({
    code: 'gewist',
    table: 'kandidaten',
    key: [nummer],
    field: null,
    message: `${getTable('kandidaten').label}: ${nummer} is gewist en uit het blad gehaald. Geef iemand anders een ander nummer.`,
  }));
}
