import { createHash, createHmac } from 'node:crypto';
import { all, get, run, sql, type Store } from './store.ts';

/** What an erased kandidaat is called since, asked by the kandidaatnummer that they had; undefined for all others. */
export type FindPseudonym = (kandidaatnummer: string) => string | undefined;

/** The hash of a kandidaatnummer of this contract, which cannot be guessed without its salt. */
export async function createTombstones(
  store: Store,
  contractId: number,
): Promise<(kandidaatnummer: string) => string> {
  const salt = (await get(store, sql.selectFrom('contracten').select('salt').where('id', '=', contractId)))
    ?.salt;
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
export async function createPseudonyms(store: Store, contractId: number): Promise<FindPseudonym | undefined> {
  const known = new Map(
    (await all(store, erased(contractId))).map(({ tombstone, pseudonym }) => [tombstone, pseudonym]),
  );
  if (known.size === 0) return undefined;
  const tombstoneOf = await createTombstones(store, contractId);
  return (kandidaatnummer) => known.get(tombstoneOf(kandidaatnummer));
}

/** The pseudonyms of a contract, in lower case. */
export const listPseudonyms = async (store: Store, contractId: number): Promise<Set<string>> =>
  new Set((await all(store, erased(contractId))).map(({ pseudonym }) => pseudonym.toLowerCase()));

/** A hash over who was erased from a contract; null where nobody was. */
export async function digestErasures(store: Store, contractId: number): Promise<string | null> {
  const rows = await all(store, erased(contractId).orderBy('tombstone'));
  return rows.length === 0
    ? null
    : createHash('sha256')
        .update(JSON.stringify(rows.map(({ tombstone, pseudonym }) => [tombstone, pseudonym])))
        .digest('hex');
}

export async function addErasure(
  store: Store,
  contractId: number,
  kandidaatnummer: string,
  pseudonym: string,
  at: string,
): Promise<void> {
  await run(
    store,
    sql.insertInto('erasures').values({
      contract_id: contractId,
      table_name: 'kandidaten',
      tombstone: (await createTombstones(store, contractId))(kandidaatnummer),
      pseudonym,
      at,
    }),
  );
}
