import type { AuditLine, Inzage } from '../../shared/api.ts';
import type { Day } from '../../shared/calendar.ts';
import { todayInAmsterdam } from '../dutch-time.ts';
import { addDays } from '../../shared/calendar.ts';
import { all, sql, type Store } from '../store/store.ts';

const lines = (contractId: number) =>
  sql
    .selectFrom('audit')
    .leftJoin('persons', 'persons.id', 'audit.person_id')
    .select(['seq', 'at', 'person_id', 'naam', 'origin', 'action', 'object', 'result', 'hash'])
    .where('contract_id', '=', contractId)
    .orderBy('seq');

const COMMAND_LINE = 'Beheer';

/** The lines of a contract from a day up to and with another. */
export const listAuditLines = async (
  store: Store,
  contractId: number,
  from: Day,
  until: Day,
): Promise<AuditLine[]> =>
  (
    await all(
      store,
      lines(contractId)
        .where('at', '>=', beginOf(from))
        .where('at', '<', beginOf(addDays(until, 1))),
    )
  ).map(({ person_id, naam, ...line }) => ({ ...line, personId: person_id, naam: naam ?? COMMAND_LINE }));

/** The instant at which a day begins in the Netherlands, one or two hours before it does in UTC. */
function beginOf(day: Day): string {
  const inSummer = `${addDays(day, -1)}T22:00:00.000Z`;
  return todayInAmsterdam(new Date(inSummer)) === day ? inSummer : `${addDays(day, -1)}T23:00:00.000Z`;
}

/** Who asked for what is kept of a kandidaat by itself: its history, or all of it. `key`: the number in lower case. */
export const listViews = async (store: Store, contractId: number, key: string): Promise<Inzage['views']> =>
  (await all(store, lines(contractId).where('result', '=', 'ok')))
    .filter(({ object }) => {
      const path = object.toLowerCase().replace(/\.pdf$/, '');
      return path === `inzage/${key}` || path === `geschiedenis/kandidaten/${key}`;
    })
    .map(({ at, naam, action }) => ({ at, naam: naam ?? COMMAND_LINE, action }));

/**
 * Work accounts that were let in on a contract since `since` without any right that was granted or withdrawn here: by the
 * roles of their organisation. By their number, when they first were.
 */
export const listVisitors = async (
  store: Store,
  contractId: number,
  since: string,
): Promise<Map<number, string>> =>
  new Map(
    (
      await all(
        store,
        sql
          .selectFrom('audit')
          .innerJoin('persons', 'persons.id', 'audit.person_id')
          .select(['persons.id', (eb) => eb.fn.min('at').as('first')])
          .where('contract_id', '=', contractId)
          .where('result', '=', 'ok')
          .where('issuer', 'is not', null)
          .where(
            'persons.id',
            'not in',
            sql
              .selectFrom('rights')
              .select('person_id')
              .where((eb) => eb.or([eb('contract_id', '=', contractId), eb('contract_id', 'is', null)])),
          )
          .groupBy('persons.id')
          .having((eb) => eb.fn.max('at'), '>=', since),
      )
    ).map(({ id, first }) => [id, first]),
  );
