import { type Right, RIGHTS, type Toegang } from '../../shared/api.ts';
import { DomainError } from '../../shared/errors.ts';
import type { Person } from '../env.ts';
import { all, get, run, sql, type Store, transaction } from '../store/store.ts';
import { type By, record, SERVER_CHAIN } from './audit.ts';
import { rightsFromRoles } from './oidc.ts';

/** A right that was given and not taken back. */
export interface Grant {
  rechten: string;
  grantedAt: string;
  grantedBy: string;
}

/** Rights written as `lezen,schrijven`; throws `invalid` on another word. */
export function parseRights(text: string): Right[] {
  const words = text.split(',').map((word) => word.trim());
  const unknown = words.find((word) => !RIGHTS.includes(word as Right));
  if (unknown !== undefined)
    throw new DomainError('invalid', `'${unknown}' is geen recht. Kies uit ${RIGHTS.join(', ')}.`);
  return RIGHTS.filter((right) => words.includes(right));
}

/** Adds a person who does not come from an issuer; answers their number. */
export const addPerson = (store: Store, naam: string, at: string): number =>
  run(store, sql.insertInto('persons').values({ naam, created_at: at })).id;

/**
 * The person that an issuer calls `subject`, added at their first visit; undefined where they are blocked. Their name is
 * what the issuer says now.
 */
export function findOrAddSignedIn(
  store: Store,
  { issuer, subject, naam }: { issuer: string; subject: string; naam: string },
  at: string,
): Person | undefined {
  const known = get(
    store,
    sql
      .selectFrom('persons')
      .select(['id', 'naam', 'blocked_at'])
      .where('issuer', '=', issuer)
      .where('subject', '=', subject),
  );
  if (known?.blocked_at != null) return undefined;
  if (!known)
    return {
      id: run(store, sql.insertInto('persons').values({ naam, issuer, subject, created_at: at })).id,
      naam,
    };
  if (known.naam !== naam) run(store, sql.updateTable('persons').set({ naam }).where('id', '=', known.id));
  return { id: known.id, naam };
}

/** Notes that a person was here, at most once a minute. */
export function notePresence(store: Store, personId: number, now: Date): void {
  const minute = `${now.toISOString().slice(0, 16)}:00.000Z`;
  run(
    store,
    sql
      .updateTable('persons')
      .set({ last_used_at: minute })
      .where('id', '=', personId)
      .where((eb) => eb.or([eb('last_used_at', 'is', null), eb('last_used_at', '<', minute)])),
  );
}

/**
 * What a person may do with a contract; empty: nothing, not even know of it. The roles that their issuer names count
 * until rights on the contract were withdrawn here, and again once they are granted here.
 */
export function listRights(
  store: Store,
  person: Person,
  contract: { id: number; contractnummer: string },
): Right[] {
  const rows = all(
    store,
    sql
      .selectFrom('rights')
      .select(['rechten', 'withdrawn_at'])
      .where('person_id', '=', person.id)
      .where((eb) => eb.or([eb('contract_id', '=', contract.id), eb('contract_id', 'is', null)])),
  );
  const granted = rows.filter((row) => row.withdrawn_at === null).flatMap((row) => row.rechten.split(','));
  const withdrawn = granted.length === 0 && rows.length > 0;
  const claimed = withdrawn ? [] : rightsFromRoles(person.roles ?? [], contract.contractnummer);
  const rights = new Set<string>([...granted, ...claimed]);
  return RIGHTS.filter((right) => rights.has(right) || (right === 'lezen' && rights.size > 0));
}

const grants = sql
  .selectFrom('rights')
  .select(['person_id', 'rechten', 'granted_at', 'granted_by'])
  .where('withdrawn_at', 'is', null)
  .orderBy('id');

/** What was granted on a contract and still counts, by person; `contractId` null: on every contract. */
export function listGrants(store: Store, contractId: number | null): Map<number, Grant[]> {
  const found = new Map<number, Grant[]>();
  const rows = all(
    store,
    contractId === null
      ? grants.where('contract_id', 'is', null)
      : grants.where('contract_id', '=', contractId),
  );
  for (const { person_id, rechten, granted_at, granted_by } of rows)
    found.set(person_id, [
      ...(found.get(person_id) ?? []),
      { rechten, grantedAt: granted_at, grantedBy: granted_by },
    ]);
  return found;
}

/** Whether a person has rights that count beyond those on this one contract. */
export const hasOtherRights = (store: Store, personId: number, contractId: number): boolean =>
  get(
    store,
    sql
      .selectFrom('rights')
      .select('id')
      .where('person_id', '=', personId)
      .where('withdrawn_at', 'is', null)
      .where((eb) => eb.or([eb('contract_id', 'is', null), eb('contract_id', '!=', contractId)])),
  ) !== undefined;

/**
 * Sets what a person may do with a contract, null for every contract; no rights: withdraws them, those of their issuer's
 * roles too. From the next request on. Call it in a transaction.
 */
export function setRights(
  store: Store,
  by: By,
  personId: number,
  contractId: number | null,
  rights: readonly Right[],
): void {
  const valueNow = () => JSON.stringify(listGrants(store, contractId).get(personId) ?? []);
  const old = valueNow();
  run(
    store,
    sql
      .updateTable('rights')
      .set({ withdrawn_at: by.at, withdrawn_by: by.naam })
      .where('person_id', '=', personId)
      .where('contract_id', contractId === null ? 'is' : '=', contractId)
      .where('withdrawn_at', 'is', null),
  );
  // A row that was withdrawn at once stands against the roles of an issuer.
  const ended = rights.length > 0 ? {} : { withdrawn_at: by.at, withdrawn_by: by.naam };
  run(
    store,
    sql.insertInto('rights').values({
      person_id: personId,
      contract_id: contractId,
      rechten: rights.join(','),
      granted_at: by.at,
      granted_by: by.naam,
      ...ended,
    }),
  );
  record(store, contractId ?? SERVER_CHAIN, by, { subject: `rights/${personId}`, old, new: valueNow() });
}

/** Blocks a person everywhere, from their next request on, or lets them in again. Throws `not_found`. */
export function setBlocked(store: Store, by: By, personId: number, blocked: boolean): void {
  transaction(store, () => {
    const { changes } = run(
      store,
      sql
        .updateTable('persons')
        .set({ blocked_at: blocked ? by.at : null })
        .where('id', '=', personId),
    );
    if (changes === 0) throw new DomainError('not_found', `Er is geen persoon met nummer ${personId}.`);
    record(store, SERVER_CHAIN, by, { subject: `persons/${personId}`, new: blocked ? by.at : null });
  });
}

/** Everyone who may come in, or could. */
export const listPersons = (
  store: Store,
): {
  id: number;
  naam: string;
  source: Toegang['source'];
  lastUsedAt: string | null;
  blockedAt: string | null;
}[] =>
  all(
    store,
    sql.selectFrom('persons').select(['id', 'naam', 'issuer', 'last_used_at', 'blocked_at']).orderBy('id'),
  ).map(({ id, naam, issuer, last_used_at, blocked_at }) => ({
    id,
    naam,
    source: issuer === null ? 'token' : 'werkaccount',
    lastUsedAt: last_used_at,
    blockedAt: blocked_at,
  }));
