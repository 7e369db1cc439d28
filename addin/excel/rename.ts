import type { Key, KeysByTable, Renaming } from '../../shared/api.ts';
import {
  type Column,
  getTable,
  keyFields,
  keyOf,
  TABLES,
  TABLE_NAMES,
  type TableName,
} from '../../shared/tables.ts';
import { findBsn } from '../../shared/text.ts';
import { isKey } from '../../shared/validate.ts';
import { toCell } from './cells.ts';
import { type TableWrites, toRuns } from './changes.ts';
import { ExcelError, inExcel, inOneUndoStep } from './errors.ts';
import { locateTables } from './locate.ts';
import { readTables, type SheetTable, type WorkOptions } from './read.ts';
import { movedError, writePlanned } from './write.ts';

/**
 * Gives every row that still bears or refers to an old number the new one, in place: own columns stay beside it.
 * Returns the keys of the rows that thereby got another key, as they were. Renamings of uren are no numbers and are
 * passed over.
 */
export const renameInWorkbook = (
  renamings: readonly Renaming[],
  options: WorkOptions = {},
): Promise<KeysByTable> =>
  inOneUndoStep(async (context) => {
    const newNumbers = new Map(
      renamings
        .filter(({ table }) => getTable(table).keyLength === 1)
        .map(({ table, from, to }) => [numberId(table, from[0]), to[0] ?? '']),
    );
    if (newNumbers.size === 0) return {};
    // All must be there before the first is written.
    await locateTables(context, TABLE_NAMES);
    const renamed: KeysByTable = {};
    for (const name of TABLE_NAMES) {
      const table = getTable(name);
      const plan = (sheet: SheetTable): TableWrites => {
        const cells = listCells(sheet, newNumbers);
        const keys = cells.filter(({ column }) => column < table.keyLength);
        // What an earlier try renamed is no longer among them.
        const more = keys.map(({ values }): Key => keyFields(table, values));
        const known = new Set(renamed[name]?.map((key) => keyOf(table, key)));
        const added = more.filter((key) => !known.has(keyOf(table, key)));
        if (added.length > 0) renamed[name] = [...(renamed[name] ?? []), ...added];
        return { runs: toRuns(cells), append: [], remove: [], left: 0 };
      };
      if (!(await writePlanned(context, name, plan, options)).isWritten) throw movedError(table);
    }
    return renamed;
  });

/**
 * Gives a row another number, and whatever refers to it. Throws `unknown_number`, `number_taken` or `bad_number`; nothing
 * has been written then.
 */
export async function renameNumber(
  table: TableName,
  from: string,
  to: string,
  options: WorkOptions = {},
): Promise<void> {
  const { label, singular } = getTable(table);
  if (!isKey(to) || findBsn(to) !== undefined)
    throw new ExcelError(
      'bad_number',
      `${to} kan geen nummer zijn. Gebruik ten hoogste 30 letters, cijfers en de tekens - _ / . en geen burgerservicenummer.`,
    );
  const numbers = new Set(await listNumbers(table, options));
  if (!numbers.has(from.toLowerCase()))
    throw new ExcelError('unknown_number', `Er is geen ${singular} ${from} in het blad ${label}.`);
  if (numbers.has(to.toLowerCase()) && to.toLowerCase() !== from.toLowerCase())
    throw new ExcelError(
      'number_taken',
      `${to} is al in gebruik in het blad ${label}. Kies een ander nummer.`,
    );
  await renameInWorkbook([{ table, from: [from], to: [to] }], options);
}

const listNumbers = (table: TableName, options: WorkOptions): Promise<string[]> =>
  inExcel(async (context) => {
    const [sheet] = await readTables(context, await locateTables(context, [table]), options);
    return (sheet?.rows ?? []).map(({ values }) => String(values[0]).toLowerCase());
  });

const numberId = (table: TableName, number: unknown): string => `${table} ${String(number).toLowerCase()}`;

/** The table whose rows a column's numbers stand for: its own, or the one it refers to. */
const subjectOf = (table: TableName, { type, table: target }: Column): TableName | undefined =>
  type === 'key' ? table : target;

interface Renamed {
  column: number;
  rowIndex: number;
  value: string | number;
  /** The row as it was. */
  values: SheetTable['rows'][number]['values'];
}

const listCells = ({ table, rows }: SheetTable, newNumbers: ReadonlyMap<string, string>): Renamed[] =>
  table.columns.flatMap((column, i) => {
    const subject = subjectOf(table.name, column);
    if (subject === undefined) return [];
    return rows.flatMap(({ rowIndex, values }) => {
      const number = newNumbers.get(numberId(subject, values[i]));
      return number === undefined || number === values[i]
        ? []
        : [{ column: i, rowIndex, value: toCell(column, number), values }];
    });
  });

/** The tables whose rows have a number of their own. */
export const NUMBERED = TABLES.filter(({ keyLength }) => keyLength === 1);
