import type { AuditLine, Inzage } from '../../shared/api.ts';
import type { Day } from '../../shared/calendar.ts';
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

/** The lines of a contract from a day up to and with another, in UTC. */
export const listAuditLines = async (
  store: Store,
  contractId: number,
  from: Day,
  until: Day,
): Promise<AuditLine[]> =>
  (await all(store, lines(contractId).where('at', '>=', from).where('at', '<', addDays(until, 1)))).map(
    ({ person_id, naam, ...line }) => ({ ...line, personId: person_id, naam: naam ?? COMMAND_LINE }),
  );

/** Who asked for what is kept of a kandidaat by itself: its history, or all of it. `key`: the number in lower case. */
export const listViews = async (store: Store, contractId: number, key: string): Promise<Inzage['views']> =>
  (await all(store, lines(contractId).where('result', '=', 'ok')))
    .filter(({ object }) => {
      const path = object.toLowerCase().replace(/\.pdf$/, '');
      return path === `inzage/${key}` || path === `geschiedenis/kandidaten/${key}`;
    })
    .map(({ at, naam, action }) => ({ at, naam: naam ?? COMMAND_LINE, action }));
