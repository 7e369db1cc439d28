import type { KeysByTable, SyncRequest, SyncTable } from '../../shared/api.ts';
import { isDay, isHalfYear } from '../../shared/calendar.ts';
import { DomainError } from '../../shared/errors.ts';
import { TABLES, type TableName, type WireRow } from '../../shared/tables.ts';

export const MAX_BYTES = 32 * 1024 * 1024;
const MAX_ROWS = 100_000;

export const tooLarge = () =>
  new DomainError(
    'too_large',
    'De werkmap is te groot om in één keer te synchroniseren (ten hoogste 100.000 rijen en 32 MB). Laat oudere jaren uit deze werkmap.',
  );

function wrong(what: string): never {
  throw new DomainError('invalid', `Het verzoek om te synchroniseren klopt niet: ${what}.`, { issues: [] });
}

/** The envelope; rows and their values are looked at by `shared/validate.ts`. Throws `invalid` or `too_large`. */
export function parseRequest(input: unknown): SyncRequest {
  const body = record(input, 'het verzoek');
  const revision = body['revision'] ?? null;
  const lineage = body['lineage'] ?? null;
  const seen = body['seen'] ?? null;
  if (revision !== null && !isRevision(revision)) wrong('revision is geen stand');
  if (seen !== null && !isRevision(seen)) wrong('seen is geen stand');
  if (lineage !== null && typeof lineage !== 'string') wrong('lineage is geen tekst');
  const mine = keysByTable(body['mine'], 'mine');
  if (Object.values(mine).some((keys) => keys.length > 0) && seen === null) wrong('bij mine hoort seen');
  const settled = body['settled'] ?? [];
  const dryRun = body['dryRun'] ?? false;
  if (typeof dryRun !== 'boolean') wrong('dryRun is geen ja of nee');
  if (!Array.isArray(settled) || !settled.every((period) => typeof period === 'string' && isHalfYear(period)))
    wrong('settled is geen lijst van halfjaren');
  const sent = record(body['tables'], 'tables');
  const tables = Object.fromEntries(
    TABLES.map(({ name, label }) => {
      if (sent[name] === undefined) wrong(`het blad ${label} ontbreekt`);
      return [name, parseTable(name, record(sent[name], label))];
    }),
  ) as Record<TableName, SyncTable>;
  if (TABLES.reduce((sum, { name }) => sum + tables[name].rows.length, 0) > MAX_ROWS) throw tooLarge();
  return {
    lineage,
    revision,
    seen,
    tables,
    mine,
    remove: keysByTable(body['remove'], 'remove'),
    restore: keysByTable(body['restore'], 'restore'),
    settled: settled as string[],
    dryRun,
  };
}

function parseTable(name: TableName, table: Record<string, unknown>): SyncTable {
  const { columns, rows, from } = table;
  if (!Array.isArray(columns) || !columns.every((column) => typeof column === 'string'))
    wrong(`${name}: columns ontbreekt`);
  if (!Array.isArray(rows)) wrong(`${name}: rows ontbreekt`);
  if (from === undefined || from === null) return { columns, rows: rows as WireRow[] };
  if (name !== 'uren' || typeof from !== 'string' || !isDay(from)) wrong(`${name}: from is geen datum`);
  return { columns, rows: rows as WireRow[], from };
}

function keysByTable(input: unknown, what: string): KeysByTable {
  const keys = record(input ?? {}, what);
  for (const [name, list] of Object.entries(keys)) {
    const table = TABLES.find((candidate) => candidate.name === name);
    const valid =
      table !== undefined &&
      Array.isArray(list) &&
      list.every(
        (key) =>
          Array.isArray(key) &&
          key.length === table.keyLength &&
          key.every((part) => typeof part === 'string'),
      );
    if (!valid) wrong(`${what} heeft geen sleutels van ${name}`);
  }
  return keys;
}

function record(value: unknown, what: string): Record<string, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) wrong(`${what} ontbreekt`);
  return value as Record<string, unknown>;
}
const isRevision = (value: unknown): value is number => Number.isSafeInteger(value) && (value as number) >= 0;
