import type { Issue, Key, SyncConflict, Warning } from '../shared/api.ts';
import { keyFields, keyOf, type TableName } from '../shared/tables.ts';
import { validateRows } from '../shared/validate.ts';
import { indexRows, type CellFault, type SheetTable } from './excel/read.ts';
import type { Outgoing } from './sync-request.ts';

/** A warning at its cell. */
export interface CellWarning extends Warning {
  /** Within the sheet table's body, from 0; -1 where the row is not in the workbook. */
  rowIndex: number;
}

/** Whether an answer is the server's 422 on rows. */
export const isInvalid = (body: unknown): body is { issues: Issue[] } =>
  typeof body === 'object' && body !== null && 'issues' in body && Array.isArray(body.issues);

/** Whether an answer is its 409 that asks the user to decide. */
export const isConflict = (body: unknown): body is SyncConflict =>
  typeof body === 'object' && body !== null && 'conflicts' in body && Array.isArray(body.conflicts);

/** The server's faults at their cells: its row counts within the request, where blank rows are left out. */
export function faultsOf(issues: readonly Issue[], outgoing: Outgoing): CellFault[] {
  const find = rowFinder(outgoing);
  return issues.map(({ row, ...issue }) => {
    const rowIndex = row === null ? find(issue) : (outgoing.sent[issue.table][row]?.rowIndex ?? -1);
    return { ...issue, rowIndex };
  });
}

/**
 * What the server would say of the rows of a sheet with cells that cannot be understood: so that all of it comes at
 * once. What was said of a cell already is not said again.
 */
export function listRowFaults({ table, rows, faults }: SheetTable): CellFault[] {
  const known = new Set(faults.map(({ rowIndex, field }) => `${rowIndex} ${field}`));
  const sent = {
    columns: table.columns.map(({ name }) => name),
    rows: rows.map(({ values }) => values.map((value) => value ?? null)),
  };
  return validateRows(table, sent).issues.flatMap(({ row, ...issue }) => {
    const rowIndex = row === null ? -1 : (rows[row]?.rowIndex ?? -1);
    return known.has(`${rowIndex} ${issue.field}`) ? [] : [{ ...issue, rowIndex }];
  });
}

/** What to look at in the workbook as it was sent, at its cells: those of the reading first, then the server's warnings. */
export function listWarnings(outgoing: Outgoing, warnings: readonly Warning[]): CellWarning[] {
  const find = rowFinder(outgoing);
  return [...listNotes(outgoing), ...warnings.map((warning) => ({ ...warning, rowIndex: find(warning) }))];
}

/** Finds a row's place in the sheets by its key; -1 where it is not there. */
function rowFinder({ tables }: Outgoing): (row: { table: TableName; key: Key }) => number {
  const known = new Map<TableName, ReturnType<typeof indexRows>>();
  return ({ table, key }) => {
    const sheet = tables.find((each) => each.table.name === table);
    if (!sheet) return -1;
    const rows = known.get(table) ?? indexRows(sheet);
    known.set(table, rows);
    return rows.get(keyOf(sheet.table, key))?.rowIndex ?? -1;
  };
}

/** What the reading of the cells itself noted. */
const listNotes = ({ tables }: Outgoing): CellWarning[] =>
  tables.flatMap(({ table, rows }) =>
    rows.flatMap(({ rowIndex, values, notes }) =>
      notes.map(({ field, message }): CellWarning => ({
        code: 'cell',
        table: table.name,
        key: keyFields(table, values),
        rowIndex,
        field,
        message,
      })),
    ),
  );
