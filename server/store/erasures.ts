import { createHash, createHmac } from 'node:crypto';
import { all, get, run, sql, type Store } from './store.ts';

/** What an erased kandidaat is called since, asked by the kandidaatnummer that they had; undefined for all others. */
export type FindPseudonym = (kandidaatnummer: string) => string | undefined;

/** The hash of a kandidaatnummer of this contract, which cannot be guessed without its salt. */
export function createTombstones(store: Store, contractId: number): (kandidaatnummer: string) => string {
  const salt = get(store, sql.selectFrom('contracten').select('salt').where('id', '=', contractId))?.salt;
  return (kandidaatnummer) =>
    createHmac('sha256', salt ?? Buffer.alloc(0))
      .update(kandidaatnummer.toLowerCase())
      .digest('hex');
}

const erased = (contractId: number) =>
  sql
    .selectFrom('erasures')
    .select(['tombstone', 'pseudonym'])
    .where('contract_id', '=', contractId)
    .where('table_name', '=', 'kandidaten');

/** Undefined where nobody was erased, so that a sync need not hash every key. */
export function createPseudonyms(store: Store, contractId: number): FindPseudonym | undefined {
  const known = new Map(
    all(store, erased(contractId)).map(({ tombstone, pseudonym }) => [tombstone, pseudonym]),
  );
  if (known.size === 0) return undefined;
  const tombstoneOf = createTombstones(store, contractId);
  return (kandidaatnummer) => known.get(tombstoneOf(kandidaatnummer));
}

/** The pseudonyms of a contract, in lower case. */
export const listPseudonyms = (store: Store, contractId: number): Set<string> =>
  new Set(all(store, erased(contractId)).map(({ pseudonym }) => pseudonym.toLowerCase()));

/** A hash over who was erased from a contract; null where nobody was. */
export function digestErasures(store: Store, contractId: number): string | null {
  const rows = all(store, erased(contractId).orderBy('tombstone'));
  return rows.length === 0
    ? null
    : createHash('sha256')
        .update(JSON.stringify(rows.map(({ tombstone, pseudonym }) => [tombstone, pseudonym])))
        .digest('hex');
}

export function addErasure(
  store: Store,
  contractId: number,
  kandidaatnummer: string,
  pseudonym: string,
  at: string,
): void {
  run(
    store,
    sql.insertInto('erasures').values({
      contract_id: contractId,
      table_name: 'kandidaten',
      tombstone: createTombstones(store, contractId)(kandidaatnummer),
      pseudonym,
      at,
    }),
  );
}
