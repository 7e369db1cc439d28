import { addDays } from '../../shared/calendar.ts';
import { TABLES, type TableName, type WireRow } from '../../shared/tables.ts';

/** So many rows in all: hours by 100 a plaatsing, a kandidaat each. */
export function tablesOf(total: number): Record<TableName, WireRow[]> {
  const hours = Math.floor((total - 20) * 0.97);
  const count = Math.ceil(hours / 100);
  const number = (n: number) => String(n).padStart(5, '0');
  return {
    kandidaten: Array.from({ length: count }, (_, i) => [
      `K${number(i)}`,
      'Kandidaat',
      '2016-01-01',
      null,
      true,
      null,
    ]),
    klanten: [['KL1', 'Klant', 'Almere']],
    plaatsingen: Array.from({ length: count }, (_, i) => [
      `PL${number(i)}`,
      `K${number(i)}`,
      'KL1',
      '2016-01-01',
      null,
      '12.00',
      '11.75',
      null,
      null,
    ]),
    uren: Array.from({ length: hours }, (_, i) => [
      `PL${number(Math.floor(i / 100))}`,
      addDays('2016-01-01', i % 100),
      '8.50',
      '4.00',
      i % 3 ? '2016-07-01' : null,
    ]),
  };
}

/** What a pane sends: all rows, and where it last agreed with the server. */
export function bodyOf(
  tables: Record<TableName, WireRow[]>,
  agreed: { lineage: string; revision: number } | { lineage: null; revision: null } = {
    lineage: null,
    revision: null,
  },
): string {
  const sent = Object.fromEntries(
    TABLES.map(({ name, columns }) => [name, { columns: columns.map((c) => c.name), rows: tables[name] }]),
  );
  return JSON.stringify({ ...agreed, tables: sent });
}

export const median = (values: number[]) =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
