import Papa from 'papaparse';
import type { Table } from '../../shared/tables.ts';
import { toWire } from '../../shared/validate.ts';
import type { Version } from '../store/rows.ts';
import { inBatches } from './batches.ts';

/** The rows of a table as they stand, as `beheer importeer` reads them. */
export function* writeCsv(table: Table, versions: readonly Version[]): Generator<string> {
  yield `${table.columns.map(({ name }) => name).join(',')}\n`;
  for (const batch of inBatches(versions.filter(({ to }) => to === null)))
    yield `${Papa.unparse(
      batch.map(({ row }) =>
        toWire(table, row).map((value) =>
          typeof value === 'boolean' ? (value ? 'ja' : 'nee') : (value ?? ''),
        ),
      ),
      { newline: '\n' },
    )}\n`;
}
