import type { Afrekening, Uitbetaling } from '../../shared/api.ts';
import { type By, record } from '../access/audit.ts';
import { listPapers } from './papers.ts';
import { all, insert, sql, type Store } from './store.ts';

/** The finalised afrekeningen of a contract, in order. */
export const listAfrekeningen = async (store: Store, contractId: number): Promise<Afrekening[]> =>
  (await listPapers(store, contractId, 'afrekening')).map(({ figures }) => figures);

/** By half-year, what is known of its payment: the last entry counts (art. 6.1 lid 5, 6.2 lid 4). */
export const listUitbetalingen = async (
  store: Store,
  contractId: number,
): Promise<Map<string, Uitbetaling>> =>
  new Map(
    (
      await all(
        store,
        sql
          .selectFrom('uitbetalingen')
          .select(['period', 'factuurnummer', 'betaald_op'])
          .where('contract_id', '=', contractId)
          .orderBy('id'),
      )
    ).map(({ period, factuurnummer, betaald_op }) => [period, { factuurnummer, betaaldOp: betaald_op }]),
  );

export async function addUitbetaling(
  store: Store,
  contractId: number,
  period: string,
  { factuurnummer, betaaldOp }: Uitbetaling,
  by: By,
): Promise<void> {
  await store.lock(contractId);
  const row = {
    contract_id: contractId,
    period,
    factuurnummer,
    betaald_op: betaaldOp,
    at: by.at,
    naam: by.naam,
  };
  const { id } = await insert(store, sql.insertInto('uitbetalingen').values(row));
  await record(store, contractId, by, {
    subject: `uitbetalingen/${id}`,
    new: JSON.stringify({ id, ...row }),
  });
}
