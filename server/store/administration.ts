import { sql as raw } from 'kysely';
import type { Administration, Maandreiskosten, Maanduren } from '../../shared/administration.ts';
import { type Day, FIRST_DAY, LAST_DAY } from '../../shared/calendar.ts';
import type { StoredContract } from './contracten.ts';
import { all, sql, type Store } from './store.ts';

/**
 * A contract's records as they stand, hours and travel summed by placement and month. Only hours worked, and travel
 * paid, from `from` to `until` count; left out, all of them. Travel not yet paid counts from the first day to `until`.
 */
export async function readAdministration(
  store: Store,
  { id, contract, revision }: StoredContract,
  { from = FIRST_DAY, until = LAST_DAY }: { from?: Day; until?: Day } = {},
): Promise<Administration> {
  const worked = raw<string>`substr(datum, 1, 7)`;
  const paid = raw<string>`substr("reiskostenBetaaldOp", 1, 7)`;
  const current = sql.selectFrom('uren').where('contract_id', '=', id).where('to_revision', 'is', null);
  return {
    contract,
    revision,
    kandidaten: (
      await all(
        store,
        sql
          .selectFrom('kandidaten')
          .select([
            'kandidaatnummer',
            'naam',
            'aanmelddatum',
            'uitkeringSinds',
            'matchbaar',
            'uitstroomdatum',
          ])
          .where('contract_id', '=', id)
          .where('to_revision', 'is', null),
      )
    ).map((row) => ({ ...row, matchbaar: row.matchbaar === 1 })),
    klanten: await all(
      store,
      sql
        .selectFrom('klanten')
        .select(['klantnummer', 'naam', 'plaats'])
        .where('contract_id', '=', id)
        .where('to_revision', 'is', null),
    ),
    plaatsingen: await all(
      store,
      sql
        .selectFrom('plaatsingen')
        .select([
          'plaatsingnummer',
          'kandidaatnummer',
          'klantnummer',
          'startdatum',
          'einddatum',
          'urenPerWeek',
          'uurtarief',
          'verlengdTot',
          'verlengingAkkoordOp',
        ])
        .where('contract_id', '=', id)
        .where('to_revision', 'is', null),
    ),
    uren: (await all(
      store,
      current
        .select((eb) => ['plaatsingnummer', worked.as('month'), eb.fn.sum<number>('uren').as('uren')])
        .where('datum', '>=', from)
        .where('datum', '<=', until)
        .groupBy(['plaatsingnummer', worked]),
    )) satisfies Maanduren[],
    reiskosten: (await all(
      store,
      current
        .select((eb) => [
          'plaatsingnummer',
          paid.as('month'),
          eb.fn.sum<number>('reiskosten').as('reiskosten'),
        ])
        .where('reiskosten', 'is not', null)
        .where('reiskostenBetaaldOp', '>=', from)
        .where('reiskostenBetaaldOp', '<=', until)
        .groupBy(['plaatsingnummer', paid]),
    )) satisfies Maandreiskosten[],
    openReiskosten: await all(
      store,
      current
        .select((eb) => [
          'plaatsingnummer',
          worked.as('month'),
          eb.fn.sum<number>('reiskosten').as('reiskosten'),
        ])
        .where('reiskosten', '>', 0)
        .where('reiskostenBetaaldOp', 'is', null)
        .where('datum', '<=', until)
        .groupBy(['plaatsingnummer', worked]),
    ),
  };
}
