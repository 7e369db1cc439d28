import { createHash, randomBytes } from 'node:crypto';
import type { Right } from '../../shared/api.ts';
import { DomainError } from '../../shared/errors.ts';
import type { Person } from '../env.ts';
import { all, get, insert, run, sql, type Store, transaction } from '../store/store.ts';
import { type By, record, SERVER_CHAIN } from './audit.ts';
import { addPerson, setRights } from './persons.ts';

/** A token with the rights of its person, a line a contract. */
export interface TokenLine {
  id: number;
  personId: number;
  naam: string;
  /** Null: every contract. */
  contractnummer: string | null;
  rechten: Right[];
  lastUsedAt: string | null;
  expiresAt: string;
  revokedAt: string | null;
  blockedAt: string | null;
}

/** By number, a hash over a token: whose, which, until when, and whether it was revoked. */
export const digestTokens = async (store: Store): Promise<Map<number, string>> =>
  new Map(
    (
      await all(
        store,
        sql.selectFrom('tokens').select(['id', 'person_id', 'hash', 'expires_at', 'revoked_at']),
      )
    ).map(({ id, hash, ...row }) => [
      id,
      createHash('sha256')
        .update(JSON.stringify([hash.toString('hex'), row.person_id, row.expires_at, row.revoked_at]))
        .digest('hex'),
    ]),
  );

/** Writes the line of a token as it is now. */
export const recordToken = async (store: Store, by: By, id: number): Promise<number> =>
  record(store, SERVER_CHAIN, by, {
    object: `tokens/${id}`,
    subject: `tokens/${id}`,
    new: (await digestTokens(store)).get(id) ?? null,
  });

const hashOf = (token: string): Buffer => createHash('sha256').update(token).digest();

/** A token lives a year where nothing else is said. */
const LIFETIME_DAYS = 365;
const DAY_MS = 86_400_000;

export const defaultExpiry = (at: string): string =>
  new Date(Date.parse(at) + LIFETIME_DAYS * DAY_MS).toISOString();

interface NewToken {
  naam: string;
  /** Null: every contract, also those that come later. */
  contractIds: readonly number[] | null;
  rights: readonly Right[];
  expiresAt?: string;
}

/**
 * A new person with a token: 256 random bits, of which only the SHA-256 is stored, so this is the one time that it can be
 * shown.
 */
export function makeToken(
  store: Store,
  by: By,
  { naam, contractIds, rights, expiresAt }: NewToken,
): Promise<{ id: number; personId: number; token: string }> {
  return transaction(store, async () => {
    const personId = await addPerson(store, naam, by.at);
    for (const contractId of contractIds ?? [null]) await setRights(store, by, personId, contractId, rights);
    return { personId, ...(await addToken(store, by, personId, expiresAt)) };
  });
}

/** Another token for a person, such as before the former expires. Throws `not_found`. Call it in a transaction. */
export async function addToken(
  store: Store,
  by: By,
  personId: number,
  expiresAt = defaultExpiry(by.at),
): Promise<{ id: number; token: string }> {
  if (!(await get(store, sql.selectFrom('persons').select('id').where('id', '=', personId))))
    throw new DomainError('not_found', `Er is geen persoon met nummer ${personId}.`);
  const token = `flex_${randomBytes(32).toString('base64url')}`;
  const { id } = await insert(
    store,
    sql.insertInto('tokens').values({
      person_id: personId,
      hash: hashOf(token),
      created_at: by.at,
      expires_at: expiresAt,
    }),
  );
  await recordToken(store, by, id);
  return { id, token };
}

/** Who carries this token; undefined where there is none, it is revoked or past its day, or the person is blocked. */
export const findByToken = (store: Store, token: string, now: Date): Promise<Person | undefined> =>
  get(
    store,
    sql
      .selectFrom('tokens')
      .innerJoin('persons', 'persons.id', 'tokens.person_id')
      .select(['persons.id', 'persons.naam', 'persons.last_used_at as lastUsedAt'])
      .where('hash', '=', hashOf(token))
      .where('revoked_at', 'is', null)
      .where('blocked_at', 'is', null)
      .where('expires_at', '>', now.toISOString()),
  );

/** When the last valid token of each person expires, by their number; who has none is not in it. */
export const listExpiries = async (store: Store): Promise<Map<number, string>> =>
  new Map(
    (
      await all(
        store,
        sql
          .selectFrom('tokens')
          .select(['person_id', (eb) => eb.fn.max('expires_at').as('expires_at')])
          .where('revoked_at', 'is', null)
          .groupBy('person_id'),
      )
    ).map(({ person_id, expires_at }) => [person_id, expires_at]),
  );

export const countTokens = async (store: Store): Promise<number> =>
  (
    await get(
      store,
      sql.selectFrom('tokens').select((eb) => eb.fn.countAll<number>().as('n')),
    )
  )?.n ?? 0;

export async function listTokens(store: Store): Promise<TokenLine[]> {
  return (
    await all(
      store,
      sql
        .selectFrom('tokens')
        .innerJoin('persons', 'persons.id', 'tokens.person_id')
        .leftJoin('rights', (join) =>
          join.onRef('rights.person_id', '=', 'persons.id').on('rights.withdrawn_at', 'is', null),
        )
        .leftJoin('contracten', 'contracten.id', 'rights.contract_id')
        .select([
          'tokens.id',
          'persons.id as person_id',
          'persons.naam',
          'contractnummer',
          'rechten',
          'last_used_at',
          'expires_at',
          'revoked_at',
          'blocked_at',
        ])
        .orderBy('tokens.id')
        .orderBy('rights.id'),
    )
  ).map((row) => ({
    id: row.id,
    personId: row.person_id,
    naam: row.naam,
    contractnummer: row.contractnummer,
    rechten: (row.rechten?.split(',') ?? []) as Right[],
    lastUsedAt: row.last_used_at,
    expiresAt: row.expires_at,
    revokedAt: row.revoked_at,
    blockedAt: row.blocked_at,
  }));
}

/** From the next request on the token is refused. Throws `not_found` where there is no such token. */
export async function revokeToken(store: Store, by: By, id: number): Promise<void> {
  await transaction(store, async () => {
    const changes = await run(
      store,
      sql
        .updateTable('tokens')
        .set({ revoked_at: by.at })
        .where('id', '=', id)
        .where('revoked_at', 'is', null),
    );
    if (changes === 0) throw new DomainError('not_found', `Er is geen geldig token met nummer ${id}.`);
    await recordToken(store, by, id);
  });
}

/** Revokes all tokens of a person, from the next request on. Call it in a transaction. */
export async function revokeTokens(store: Store, by: By, personId: number): Promise<void> {
  const valid = sql
    .selectFrom('tokens')
    .select('id')
    .where('person_id', '=', personId)
    .where('revoked_at', 'is', null);
  for (const { id } of await all(store, valid)) {
    await run(store, sql.updateTable('tokens').set({ revoked_at: by.at }).where('id', '=', id));
    await recordToken(store, by, id);
  }
}
