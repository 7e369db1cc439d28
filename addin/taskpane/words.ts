import { formatDay, isDay } from '../../shared/calendar.ts';
import { formatEuro, formatNumber } from '../../shared/format.ts';
import { getTable, type Table, type TableName, type WireValue } from '../../shared/tables.ts';
import type { Key } from '../../shared/api.ts';
import type { ErrorCode } from '../../shared/errors.ts';

/** `1 rij`, `12 rijen`. */
export const count = (n: number, one: string, many: string): string =>
  `${formatNumber(String(n))} ${n === 1 ? one : many}`;

/** `1 urenregel`, `12 urenregels`. */
export const countRows = ({ singular, plural }: Table, n: number): string => count(n, singular, plural);

/** A value as it stands in the sheet; a blank one in words. */
export function showValue(table: TableName, field: string | null, value: WireValue): string {
  if (value === null) return 'leeg';
  if (typeof value === 'boolean') return value ? 'ja' : 'nee';
  const column = getTable(table).columns.find(({ name }) => name === field);
  if (column?.type === 'decimal') return column.unit === 'euro' ? formatEuro(value) : formatNumber(value);
  return isDay(value) ? formatDay(value) : value;
}

export const fieldLabel = (table: TableName, field: string): string =>
  getTable(table).columns.find(({ name }) => name === field)?.label ?? field;

/** `PL001, 8-4-2016`: the row's key as the office writes it. */
export const showKey = (key: Key): string =>
  key
    .filter((part) => part !== '')
    .map((part) => (isDay(part) ? formatDay(part) : part))
    .join(', ');

/** An instant, `3-7-2016 om 10:12`, as clocks in the Netherlands have it. */
export function showInstant(iso: string): string {
  const at = new Date(iso);
  const timeZone = 'Europe/Amsterdam';
  const time = at.toLocaleTimeString('nl-NL', { timeZone, hour: '2-digit', minute: '2-digit' });
  return `${at.toLocaleDateString('nl-NL', { timeZone })} om ${time}`;
}

const REFUSED: Record<ErrorCode, string> = {
  invalid: 'er stonden fouten in',
  bad_request: 'het verzoek klopte niet',
  unauthorized: 'niet aangemeld',
  forbidden: 'geen recht',
  not_found: 'bestaat niet',
  conflict: 'verschil met een collega',
  lineage: 'andere administratie',
  not_ended: 'de periode loopt nog',
  earlier_open: 'een eerdere periode is nog open',
  changed: 'intussen veranderd',
  exists: 'bestaat al',
  too_large: 'te groot',
  too_many: 'te veel pogingen',
  storage_full: 'de schijf was vol',
  unavailable: 'de server was bezig',
  bug: 'een fout in de server',
};

/** How a line of the log ended: `ok`, or the code of the refusal. */
export const showResult = (result: string): string =>
  result === 'ok' ? 'gelukt' : `geweigerd: ${REFUSED[result as ErrorCode] ?? result}`;
