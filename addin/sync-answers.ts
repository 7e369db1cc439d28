import type { Issue, SyncConflict, Warning } from '../shared/api.ts';
import { formatDay, isDay } from '../shared/calendar.ts';
import { keyFields, keyOf } from '../shared/tables.ts';
import { indexRows, type CellFault } from './excel/read.ts';
import type { Outgoing } from './sync-request.ts';

/** Whether an answer is the server's 422 on rows. */
export const isInvalid = (body: unknown): body is { issues: Issue[] } =>
  typeof body === 'object' && body !== null && 'issues' in body && Array.isArray(body.issues);

/** Whether an answer is its 409 that asks the user to decide. */
export const isConflict = (body: unknown): body is SyncConflict =>
  typeof body === 'object' && body !== null && 'conflicts' in body && Array.isArray(body.conflicts);

/** The server's faults at their cells: its row counts within the request, where blank rows are left out. */
export function faultsOf(issues: readonly Issue[], outgoing: Outgoing): CellFault[] {
  const rowsOf = new Map(
    outgoing.tables.map((sheet) => [sheet.table.name, { sheet, rows: indexRows(sheet) }]),
  );
  return issues.map(({ row, ...issue }) => {
    const known = rowsOf.get(issue.table);
    const found =
      row === null ? known?.rows.get(keyOf(known.sheet.table, issue.key)) : outgoing.sent[issue.table][row];
    return { ...issue, rowIndex: found?.rowIndex ?? -1 };
  });
}

/** Cells that were understood but that the sheets' formulas do not count as such: a date or number as text, a time. */
export const listLooseCells = ({ tables }: Outgoing): Warning[] =>
  tables.flatMap(({ table, rows }) =>
    rows.flatMap((row) =>
      row.loose.map((field): Warning => {
        const position = table.columns.findIndex(({ name }) => name === field);
        return {
          code: 'loose_cell',
          table: table.name,
          key: keyFields(table, row.values),
          field,
          message: `${table.columns[position]?.label}: de waarde staat als tekst of als tijd in de cel. Opgeslagen is ${showValue(row.values[position])}, maar formules tellen iets anders. Typ de waarde opnieuw in.`,
        };
      }),
    ),
  );

const showValue = (value: unknown): string => {
  const text = String(value);
  return isDay(text) ? formatDay(text) : String(value).replace('.', ',');
};
