import { randomBytes } from 'node:crypto';
import type { Contract } from '../../shared/contract.ts';
import { DomainError } from '../../shared/errors.ts';
import { Stale } from './postgres-errors.ts';
import { all, get, run, sql, type Store } from './store.ts';

export interface StoredContract {
  id: number;
  contract: Contract;
  lineage: string;
  revision: number;
}

const query = sql.selectFrom('contracten').select(['id', 'json', 'lineage', 'revision']);
const toContract = (row: {
  id: number;
  json: string;
  lineage: string;
  revision: number;
}): StoredContract => ({
  id: row.id,
  contract: JSON.parse(row.json) as Contract,
  lineage: row.lineage,
  revision: row.revision,
});

export const findContract = async (
  store: Store,
  contractnummer: string,
): Promise<(StoredContract & { contractnummer: string }) | undefined> => {
  const row = await get(store, query.where('contractnummer', '=', contractnummer));
  return row && { ...toContract(row), contractnummer };
};

/** Throws `not_found` where there is none of that number. */
export async function getContract(store: Store, contractnummer: string): Promise<StoredContract> {
  const found = await findContract(store, contractnummer);
  if (!found) throw new DomainError('not_found', `Er is geen contract ${contractnummer}.`);
  return found;
}

/**
 * The contract as it stands, held until the end of the transaction: what is read of it inside is what is written upon.
 * Throws `not_found`.
 */
export async function lockContract(store: Store, contractnummer: string): Promise<StoredContract> {
  await store.lock((await getContract(store, contractnummer)).id);
  return getContract(store, contractnummer);
}

export const listContracten = async (store: Store): Promise<StoredContract[]> =>
  (await all(store, query.orderBy('contractnummer'))).map(toContract);

/** Throws `exists` where the number is taken. */
export async function addContract(store: Store, contract: Contract): Promise<void> {
  if (await findContract(store, contract.contractnummer))
    throw new DomainError('exists', `Contract ${contract.contractnummer} bestaat al.`);
  await run(
    store,
    sql.insertInto('contracten').values({
      contractnummer: contract.contractnummer,
      json: JSON.stringify(contract),
      lineage: randomBytes(16).toString('hex'),
      revision: 0,
      salt: randomBytes(32),
    }),
  );
}

export async function updateContract(store: Store, id: number, contract: Contract): Promise<void> {
  await run(
    store,
    sql
      .updateTable('contracten')
      .set({ json: JSON.stringify(contract) })
      .where('id', '=', id),
  );
}

/** Takes the contract to its next revision: who and when. Throws {@link Stale} where it stands at another one by now. */
export async function addRevision(
  store: Store,
  id: number,
  revision: number,
  { personId, naam, at }: { personId: number | null; naam: string; at: string },
): Promise<void> {
  const changed = await run(
    store,
    sql
      .updateTable('contracten')
      .set({ revision })
      .where('id', '=', id)
      .where('revision', '=', revision - 1),
  );
  if (changed !== 1) throw new Stale('the contract has another revision by now');
  await run(
    store,
    sql.insertInto('revisions').values({ contract_id: id, revision, at, person_id: personId, naam }),
  );
}
