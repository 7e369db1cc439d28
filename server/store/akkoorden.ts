import type { Akkoord } from '../../shared/api.ts';
import type { FindAkkoord } from '../../shared/duur.ts';
import { type By, record } from '../access/audit.ts';
import { all, insert, sql, type Store } from './store.ts';

const keyOf = (plaatsingnummer: string, verlengdTot: string | null): string =>
  `${plaatsingnummer.toLowerCase()} ${verlengdTot}`;

/** Who agreed to which extension, to be asked per plaatsing: the last entry for its present verlengdTot counts. */
export async function createAkkoorden(store: Store, contractId: number): Promise<FindAkkoord> {
  const known = new Map(
    (
      await all(
        store,
        sql
          .selectFrom('akkoorden')
          .select(['plaatsingnummer', 'verlengd_tot', 'akkoord_door', 'kenmerk'])
          .where('contract_id', '=', contractId)
          .orderBy('id'),
      )
    ).map(({ plaatsingnummer, verlengd_tot, akkoord_door, kenmerk }): [string, Akkoord] => [
      keyOf(plaatsingnummer, verlengd_tot),
      { akkoordDoor: akkoord_door, kenmerk },
    ]),
  );
  return ({ plaatsingnummer, verlengdTot }) => known.get(keyOf(plaatsingnummer, verlengdTot)) ?? null;
}

export async function addAkkoord(
  store: Store,
  contractId: number,
  { plaatsingnummer, verlengdTot }: { plaatsingnummer: string; verlengdTot: string },
  { akkoordDoor, kenmerk }: Akkoord,
  by: By,
): Promise<void> {
  await store.lock(contractId);
  const row = {
    contract_id: contractId,
    plaatsingnummer,
    verlengd_tot: verlengdTot,
    akkoord_door: akkoordDoor,
    kenmerk,
    at: by.at,
    naam: by.naam,
  };
  const { id } = await insert(store, sql.insertInto('akkoorden').values(row));
  await record(store, contractId, by, { subject: `akkoorden/${id}`, new: JSON.stringify({ id, ...row }) });
}
