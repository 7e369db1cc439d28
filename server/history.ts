import type { HistoryEntry } from '../shared/api.ts';
import type { Row, Table } from '../shared/tables.ts';
import { toRecord } from '../shared/validate.ts';
import { listRevisions } from './store/revisions.ts';
import { listVersions, type Version } from './store/rows.ts';
import type { Store } from './store/store.ts';

/** What happened to a row, newest first: who, when, old and new. Empty where it never was. */
export async function listEntriesOf(
  store: Store,
  contractId: number,
  table: Table,
  key: readonly string[],
): Promise<HistoryEntry[]> {
  const versions = await listVersions(store, contractId, table, key);
  const revisions = versions.flatMap(({ from, to }) => (to === null ? [from] : [from, to]));
  const who = await listRevisions(store, contractId, revisions);
  const entry = (revision: number, old: Row | undefined, next: Row | undefined): HistoryEntry => ({
    revision,
    at: who.get(revision)?.at ?? '',
    by: who.get(revision)?.naam ?? '',
    old: old ? toRecord(table, old) : null,
    new: next ? toRecord(table, next) : null,
  });
  return listEntries(versions, entry).reverse();
}

/** Each version's beginning, and its end where no other follows at once. */
function listEntries(
  versions: readonly Version[],
  entry: (revision: number, old: Row | undefined, next: Row | undefined) => HistoryEntry,
): HistoryEntry[] {
  return versions.flatMap((version, i) => {
    const previous = versions[i - 1];
    const begun = entry(version.from, previous?.to === version.from ? previous.row : undefined, version.row);
    const next = versions[i + 1];
    return version.to !== null && next?.from !== version.to
      ? [begun, entry(version.to, version.row, undefined)]
      : [begun];
  });
}
