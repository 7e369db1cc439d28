import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import Papa from 'papaparse';
import type { Issue, SyncRequest, SyncTable } from '../../shared/api.ts';
import { DomainError } from '../../shared/errors.ts';
import { type Column, type Table, TABLES, type TableName, type WireValue } from '../../shared/tables.ts';
import type { By } from '../access/audit.ts';
import type { Store } from '../store/store.ts';
import { sync } from '../sync/sync.ts';

/**
 * Reads `kandidaten.csv`, `klanten.csv`, `plaatsingen.csv` and `uren.csv` of a folder and syncs them as a workbook that
 * never synced before: rows that are not in the files stay, and a file that lacks has no rows.
 * Throws `invalid` with every fault, each naming file and line.
 */
export async function importRecords(
  store: Store,
  contractnummer: string,
  folder: string,
  by: By,
): Promise<{ table: Table; count: number }[]> {
  if (!existsSync(folder)) throw new DomainError('not_found', `De map ${folder} bestaat niet.`);
  if (!TABLES.some(({ name }) => existsSync(join(folder, `${name}.csv`))))
    throw new DomainError(
      'not_found',
      `In ${folder} staat geen van de bestanden ${TABLES.map(({ name }) => `${name}.csv`).join(', ')}. Geef de map waar zij in staan.`,
    );
  const request: SyncRequest = {
    lineage: null,
    revision: null,
    tables: readTables(folder),
    remove: {},
    restore: {},
    mine: {},
    seen: null,
    settled: [],
    dryRun: false,
  };
  try {
    const { counts } = await sync(
      { store, contractnummer, by: { ...by, naam: 'Import' }, mayWrite: true },
      request,
    );
    return TABLES.map((table) => ({ table, count: counts[table.name].added + counts[table.name].changed }));
  } catch (error) {
    throw explain(error);
  }
}

function explain(error: unknown): unknown {
  if (!(error instanceof DomainError)) return error;
  if (error.code === 'invalid') {
    const issues = (error.details['issues'] ?? []) as Issue[];
    const lines = issues.map(
      ({ table, row, message }) => `${table}.csv${row === null ? '' : `, regel ${row + 2}`}: ${message}`,
    );
    return new DomainError('invalid', [error.message, ...lines].join('\n'));
  }
  if (error.code === 'conflict')
    return new DomainError(
      'conflict',
      'De bestanden verschillen van wat al is opgeslagen. Verwerk de verschillen in Excel, met het paneel.',
    );
  return error;
}

/** The four files of a folder as a workbook sends them. */
export const readTables = (folder: string): Record<TableName, SyncTable> =>
  Object.fromEntries(
    TABLES.map((table) => [table.name, readTable(table, join(folder, `${table.name}.csv`))]),
  ) as Record<TableName, SyncTable>;

function readTable(table: Table, file: string): SyncTable {
  const columns = table.columns.map((column) => column.name);
  if (!existsSync(file)) return { columns, rows: [] };
  const { data } = Papa.parse<string[]>(readUtf8(file), { skipEmptyLines: true });
  const [header = [], ...lines] = data;
  const names = header.map((name) => name.trim());
  const known = names.map((name) => table.columns.find((column) => column.name === name));
  return { columns: names, rows: lines.map((line) => line.map((text, i) => toWireValue(known[i], text))) };
}

function readUtf8(file: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(readFileSync(file));
  } catch {
    throw new DomainError(
      'invalid',
      `${file} is niet in UTF-8 opgeslagen. Kies in Excel bij opslaan voor CSV UTF-8 en probeer het opnieuw.`,
    );
  }
}

/** As Excel saves them in the Netherlands: 08-04-2016 and 8,50. */
const DUTCH_DAY = /^(\d{2})-(\d{2})-(\d{4})$/;
const DUTCH_DECIMAL = /^(-?\d+),(\d+)$/;

function toWireValue(column: Column | undefined, text: string): WireValue {
  const trimmed = column?.type === 'text' ? text : text.trim();
  if (trimmed === '') return null;
  if (column?.type === 'date') return trimmed.replace(DUTCH_DAY, '$3-$2-$1');
  if (column?.type === 'decimal') return trimmed.replace(DUTCH_DECIMAL, '$1.$2');
  if (column?.type !== 'boolean') return trimmed;
  const word = trimmed.toLowerCase();
  return word === 'ja' ? true : word === 'nee' ? false : trimmed;
}
