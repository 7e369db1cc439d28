import { type MadeToken, type NewToegang, type Right, RIGHTS, type Toegang } from '../../shared/api.ts';
import type { Day } from '../../shared/calendar.ts';
import { DomainError } from '../../shared/errors.ts';
import type { Person } from '../env.ts';
import type { StoredContract } from '../store/contracten.ts';
import { type Store, transaction } from '../store/store.ts';
import { type By, record } from './audit.ts';
import { listVisitors } from './audit-log.ts';
import { hasOtherRights, listGrants, listPersons, listRights, setRights } from './persons.ts';
import { addToken, listExpiries, makeToken, revokeTokens } from './tokens.ts';

/** What an administrator of one contract knows and does of who may do what; nothing of it touches another contract. */
export interface Administrator {
  store: Store;
  by: By;
  person: Person;
  contract: StoredContract;
}

const YEAR_MS = 365 * 86_400_000;

/** Everyone who may do something with a contract, by name. `at`: the time now. */
export async function listToegang(store: Store, contractId: number, at: string): Promise<Toegang[]> {
  const own = await listGrants(store, contractId);
  const everywhere = await listGrants(store, null);
  const visitors = await listVisitors(store, contractId, new Date(Date.parse(at) - YEAR_MS).toISOString());
  const expiries = await listExpiries(store);
  return (await listPersons(store))
    .flatMap(({ id, naam, source, lastUsedAt, blockedAt }): Toegang[] => {
      const grants = [...(own.get(id) ?? []), ...(everywhere.get(id) ?? [])];
      const visited = visitors.get(id);
      if (grants.length === 0 && visited === undefined) return [];
      const granted = grants.flatMap(({ rechten }) => rechten.split(','));
      return [
        {
          personId: id,
          naam,
          source,
          rechten: RIGHTS.filter((right) => granted.includes(right) || (right === 'lezen' && granted[0])),
          everyContract: everywhere.has(id),
          since: grants.map(({ grantedAt }) => grantedAt).sort()[0] ?? visited ?? at,
          grantedBy:
            [...new Set(grants.map(({ grantedBy }) => grantedBy))].join(', ') || 'rol bij de organisatie',
          lastUsedAt,
          expiresAt: expiries.get(id) ?? null,
          blockedAt,
        },
      ];
    })
    .sort((a, b) => a.naam.localeCompare(b.naam, 'nl') || a.personId - b.personId);
}

/** Somebody new, with a token. */
export async function addToegang(
  { store, by, contract }: Administrator,
  { naam, rechten, until }: NewToegang,
): Promise<MadeToken> {
  const expiry = until === undefined ? {} : { expiresAt: endOf(until) };
  const { personId, token } = await makeToken(store, by, {
    naam,
    contractIds: [contract.id],
    rights: rechten,
    ...expiry,
  });
  return { personId, token };
}

/** Sets or withdraws what someone may do; `person`: their number, as it was asked. Throws `not_found`, or `invalid` where that is not this administrator's to do. */
export async function changeRights(
  admin: Administrator,
  person: string,
  rights: readonly Right[],
): Promise<void> {
  const { store, by, contract } = admin;
  await transaction(store, async () => {
    const { personId, rechten } = await getOwn(admin, person);
    // What stays as it is, keeps the day since when it is so.
    if (rights.length > 0 && String(withReading(rights)) === String(rechten)) return;
    await setRights(store, by, personId, contract.id, rights);
    await refuseLockOut(admin);
  });
}

/** A new token in the place of all that someone had. Throws like {@link changeRights}. */
export function renewToken(admin: Administrator, person: string, until: Day): Promise<MadeToken> {
  const { store, by, contract } = admin;
  return transaction(store, async () => {
    const { personId, source } = await getOwn(admin, person);
    if (source === 'werkaccount')
      throw new DomainError(
        'invalid',
        'Deze persoon meldt zich aan met een werkaccount en heeft geen token nodig.',
      );
    // Who makes a token holds it for a moment: it must open nothing that they may not.
    if (await hasOtherRights(store, personId, contract.id))
      throw new DomainError(
        'invalid',
        'Een nieuw token voor deze persoon maakt alleen de beheerder van de server.',
      );
    await revokeTokens(store, by, personId);
    const { token } = await addToken(store, by, personId, endOf(until));
    await record(store, contract.id, by);
    return { personId, token };
  });
}

/** Throws `invalid` where nobody is left who can manage the contract: neither who asks, nor anyone else who can come in. */
export async function refuseLockOut({
  store,
  by,
  person,
  contract: { id, contract },
}: Administrator): Promise<void> {
  if ((await listRights(store, person, { id, contractnummer: contract.contractnummer })).includes('beheer'))
    return;
  const canManage = ({ rechten, blockedAt, source, expiresAt }: Toegang) =>
    rechten.includes('beheer') &&
    blockedAt === null &&
    (source === 'werkaccount' || (expiresAt ?? '') > by.at);
  if (!(await listToegang(store, id, by.at)).some(canManage))
    throw new DomainError(
      'invalid',
      'Dan kan niemand dit contract nog beheren. Geef eerst een ander het recht beheer, met een geldig token.',
    );
}

async function getOwn({ store, by, contract }: Administrator, person: string): Promise<Toegang> {
  const found = (await listToegang(store, contract.id, by.at)).find(
    ({ personId }) => String(personId) === person,
  );
  if (!found) throw new DomainError('not_found', 'Deze persoon heeft geen rechten op dit contract.');
  if (found.everyContract)
    throw new DomainError(
      'invalid',
      'De rechten van deze persoon gelden voor elk contract. Die wijzigt alleen de beheerder van de server.',
    );
  return found;
}

const withReading = (rights: readonly Right[]): Right[] =>
  RIGHTS.filter((right) => right === 'lezen' || rights.includes(right));

const endOf = (day: Day): string => `${day}T23:59:59.999Z`;
