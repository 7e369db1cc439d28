import type { Afrekening } from '../../shared/api.ts';
import { all, get, run, sql, type Store } from './store.ts';

export interface StoredAfrekening {
  afrekening: Afrekening;
  at: string;
  naam: string;
}

/** The finalised afrekeningen of a contract, in order. */
export const listAfrekeningen = (store: Store, contractId: number): StoredAfrekening[] =>
  all(
    store,
    sql
      .selectFrom('afrekeningen')
      .select(['json', 'at', 'naam'])
      .where('contract_id', '=', contractId)
      .orderBy('period'),
  ).map(({ json, at, naam }) => ({ afrekening: JSON.parse(json) as Afrekening, at, naam }));

/** The bytes that were finalised; undefined where the half-year is open. */
export const findAfrekeningPdf = (store: Store, contractId: number, period: string): Buffer | undefined =>
  get(
    store,
    sql
      .selectFrom('afrekeningen')
      .select('pdf')
      .where('contract_id', '=', contractId)
      .where('period', '=', period),
  )?.pdf;

export function addAfrekening(
  store: Store,
  contractId: number,
  { afrekening, at, naam }: StoredAfrekening,
  pdf: Uint8Array,
): void {
  run(
    store,
    sql.insertInto('afrekeningen').values({
      contract_id: contractId,
      period: afrekening.period,
      number: afrekening.number ?? '',
      revision: afrekening.revision,
      at,
      naam,
      json: JSON.stringify(afrekening),
      pdf: Buffer.from(pdf),
    }),
  );
}
