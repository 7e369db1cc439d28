import type { Conflict } from '../../shared/api.ts';
import type { Row } from '../../shared/tables.ts';
import { valueToWire } from '../../shared/validate.ts';
import { listRevisions } from '../store/revisions.ts';
import { listVersions } from '../store/rows.ts';
import type { Store } from '../store/store.ts';
import type { TableOutcome } from './merge-table.ts';

/**
 * The conflicts of a table as the user sees them: per field base, mine and theirs, and who made theirs, when. Where a
 * whole row is at stake, true stands for a row that is there and null for one that is gone.
 */
export async function describeConflicts(
  store: Store,
  contractId: number,
  { table, conflicts }: TableOutcome,
): Promise<Conflict[]> {
  const described: Conflict[] = [];
  for (const { key, field, base, mine, theirs } of conflicts) {
    const versions = await listVersions(store, contractId, table, key);
    const revision = field === null ? lastTouched(versions) : lastChanged(versions, field);
    const who = (await listRevisions(store, contractId, [revision])).get(revision);
    const value = (row: Row | null) =>
      field === null ? (row === null ? null : true) : valueToWire(table.columns[field], row?.[field]);
    described.push({
      table: table.name,
      key,
      field: field === null ? null : (table.columns[field]?.name ?? null),
      base: value(base),
      mine: value(mine),
      theirs: value(theirs),
      by: who?.naam ?? '',
      at: who?.at ?? '',
    });
  }
  return described;
}

const lastTouched = (versions: { from: number; to: number | null }[]): number => {
  const last = versions.at(-1);
  return last?.to ?? last?.from ?? 0;
};

/** The revision in which a field got its present value. */
function lastChanged(versions: { row: Row; from: number; to: number | null }[], field: number): number {
  for (let i = versions.length - 1; i > 0; i -= 1) {
    const version = versions[i];
    const previous = versions[i - 1];
    if (version && (previous?.to !== version.from || previous.row[field] !== version.row[field]))
      return version.from;
  }
  return versions[0]?.from ?? 0;
}
