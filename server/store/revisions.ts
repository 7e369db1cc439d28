import { all, sql, type Store } from './store.ts';

export interface Revision {
  at: string;
  naam: string;
}

/** Who made each of these revisions, and when; without `revisions`, all of them. */
export async function listRevisions(
  store: Store,
  contractId: number,
  revisions?: readonly number[],
): Promise<Map<number, Revision>> {
  if (revisions?.length === 0) return new Map();
  const query = sql
    .selectFrom('revisions')
    .select(['revision', 'at', 'naam'])
    .where('contract_id', '=', contractId);
  const rows = await all(store, revisions ? query.where('revision', 'in', [...new Set(revisions)]) : query);
  return new Map(rows.map((row) => [row.revision, row]));
}
