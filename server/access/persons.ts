import { type Right, RIGHTS, type Toegang } from '../../shared/api.ts';
import { DomainError } from '../../shared/errors.ts';
import type { Person } from '../env.ts';
import { all, get, insert, run, sql, type Store, transaction } from '../store/store.ts';
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
export const addPerson = async (store: Store, naam: string, at: string): Promise<number> =>
  (await insert(store, sql.insertInto('persons').values({ naam, created_at: at }))).id;

interface SignedIn {
  issuer: string;
  subject: string;
  naam: string;
}

/**
 * The person that an issuer calls `subject`, added at their first visit; undefined where they are blocked. Their name is
 * what the issuer says now.
 */
export async function findOrAddSignedIn(
  store: Store,
  signedIn: SignedIn,
  at: string,
): Promise<Person | undefined> {
  const { issuer, subject, naam } = signedIn;
  const known = await findSignedIn(store, signedIn);
  if (known?.blockedAt != null) return undefined;
  if (known?.naam === naam) return known;
  return transaction(store, async () => {
    const present = await findSignedIn(store, signedIn);
    if (present) {
      await run(store, sql.updateTable('persons').set({ naam }).where('id', '=', present.id));
      return { ...present, naam };
    }
    const person = { naam, issuer, subject, created_at: at };
    const { id } = await insert(store, sql.insertInto('persons').values(person));
    return { id, naam, lastUsedAt: null };
  });
}

const findSignedIn = (
  store: Store,
  { issuer, subject }: SignedIn,
): Promise<(Person & { blockedAt: string | null }) | undefined> =>
  get(
    store,
    sql
      .selectFrom('persons')
      .select(['id', 'naam', 'last_used_at as lastUsedAt', 'blocked_at as blockedAt'])
      .where('issuer', '=', issuer)
      .where('subject', '=', subject),
  );

/** Notes that a person was here, at most once a minute. */
export async function notePresence(store: Store, { id, lastUsedAt }: Person, now: Date): Promise<void> {
  const minute = `${now.toISOString().slice(0, 16)}:00.000Z`;
  if (lastUsedAt !== null && lastUsedAt >= minute) return;
  await transaction(store, () =>
    run(store, sql.updateTable('persons').set({ last_used_at: minute }).where('id', '=', id)),
  );
}

/**
 * What a person may do with a contract; empty: nothing, not even know of it. The roles that their issuer names count
 * until rights on the contract were withdrawn here, and again once they are granted here.
 */
export async function listRights(
  store: Store,
  person: Person,
  contract: { id: number; contractnummer: string },
): Promise<Right[]> {
  const rows = await all(
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
export async function listGrants(store: Store, contractId: number | null): Promise<Map<number, Grant[]>> {
  const found = new Map<number, Grant[]>();
  const rows = await all(
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
export const hasOtherRights = async (store: Store, personId: number, contractId: number): Promise<boolean> =>
  (await get(
    store,
    sql
      .selectFrom('rights')
      .select('id')
      .where('person_id', '=', personId)
      .where('withdrawn_at', 'is', null)
      .where((eb) => eb.or([eb('contract_id', 'is', null), eb('contract_id', '!=', contractId)])),
  )) !== undefined;

/**
 * Sets what a person may do with a contract, null for every contract; no rights: withdraws them, those of their issuer's
 * roles too. From the next request on. Call it in a transaction.
 */
export async function setRights(
  store: Store,
  by: By,
  personId: number,
  contractId: number | null,
  rights: readonly Right[],
): Promise<void> {
  const valueNow = async () => JSON.stringify((await listGrants(store, contractId)).get(personId) ?? []);
  await store.lock(contractId ?? SERVER_CHAIN);
  const old = await valueNow();
  await run(
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
  await run(
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
  await record(store, contractId ?? SERVER_CHAIN, by, {
    subject: `rights/${personId}`,
    old,
    new: await valueNow(),
  });
}

/** Blocks a person everywhere, from their next request on, or lets them in again. Throws `not_found`. */
export async function setBlocked(store: Store, by: By, personId: number, blocked: boolean): Promise<void> {
  await transaction(store, async () => {
    const changes = await run(
      store,
      sql
        .updateTable('persons')
        .set({ blocked_at: blocked ? by.at : null })
        .where('id', '=', personId),
    );
    if (changes === 0) throw new DomainError('not_found', `Er is geen persoon met nummer ${personId}.`);
    await record(store, SERVER_CHAIN, by, { subject: `persons/${personId}`, new: blocked ? by.at : null });
  });
}

/** Everyone who may come in, or could. */
export const listPersons = async (
  store: Store,
): Promise<
  {
    id: number;
    naam: string;
    source: Toegang['source'];
    lastUsedAt: string | null;
    blockedAt: string | null;
  }[]
> =>
  (
    await all(
      store,
      sql.selectFrom('persons').select(['id', 'naam', 'issuer', 'last_used_at', 'blocked_at']).orderBy('id'),
    )
  ).map(({ id, naam, issuer, last_used_at, blocked_at }) => ({
    id,
    naam,
    source: issuer === null ? 'token' : 'werkaccount',
    lastUsedAt: last_used_at,
    blockedAt: blocked_at,
  }));
