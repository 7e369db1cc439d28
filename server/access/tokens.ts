import { createHash, randomBytes } from 'node:crypto';
import { RIGHTS, type Right } from '../../shared/api.ts';
import { DomainError } from '../../shared/errors.ts';
import type { Person } from '../env.ts';
import { all, get, run, sql, type Store, transaction } from '../store/store.ts';

export interface TokenLine {
  id: number;
  naam: string;
  /** Null: every contract. */
  contractnummer: string | null;
  rechten: Right[];
  lastUsedAt: string | null;
  revokedAt: string | null;
}

const hashOf = (token: string): Buffer => createHash('sha256').update(token).digest();

/** Rights written as `lezen,schrijven`; throws `invalid` on another word. */
export function parseRights(text: string): Right[] {
  const words = text.split(',').map((word) => word.trim());
  const unknown = words.find((word) => !RIGHTS.includes(word as Right));
  if (unknown !== undefined)
    throw new DomainError('invalid', `'${unknown}' is geen recht. Kies uit ${RIGHTS.join(', ')}.`);
  return RIGHTS.filter((right) => words.includes(right));
}

/**
 * A new token: 256 random bits, of which only the SHA-256 is stored, so this is the one time that it can be shown.
 * `contractIds` null: every contract, also those that come later.
 */
export function makeToken(
  store: Store,
  naam: string,
  contractIds: readonly number[] | null,
  rights: readonly Right[],
  now: Date,
): string {
  const token = `flex_${randomBytes(32).toString('base64url')}`;
  transaction(store, () => {
    const { id } = run(
      store,
      sql.insertInto('tokens').values({ naam, hash: hashOf(token), created_at: now.toISOString() }),
    );
    for (const contractId of contractIds ?? [null])
      run(
        store,
        sql
          .insertInto('token_rights')
          .values({ token_id: id, contract_id: contractId, rechten: rights.join(',') }),
      );
  });
  return token;
}

/** Who carries this token; undefined when there is none or it is revoked. Notes the use, at most once a minute. */
export function findPerson(store: Store, token: string, now: Date): Person | undefined {
  const row = get(
    store,
    sql
      .selectFrom('tokens')
      .select(['id', 'naam', 'last_used_at'])
      .where('hash', '=', hashOf(token))
      .where('revoked_at', 'is', null),
  );
  if (!row) return undefined;
  const minute = now.toISOString().slice(0, 16);
  if (row.last_used_at?.slice(0, 16) !== minute)
    run(store, sql.updateTable('tokens').set({ last_used_at: now.toISOString() }).where('id', '=', row.id));
  return { id: row.id, naam: row.naam };
}

/** What a person may do with a contract; empty: nothing, not even know of it. */
export function listRights(store: Store, person: Person, contractId: number): Right[] {
  const rows = all(
    store,
    sql
      .selectFrom('token_rights')
      .select('rechten')
      .where('token_id', '=', person.id)
      .where((eb) => eb.or([eb('contract_id', '=', contractId), eb('contract_id', 'is', null)])),
  );
  const granted = new Set(rows.flatMap((row) => row.rechten.split(',')));
  return RIGHTS.filter((right) => granted.has(right) || (right === 'lezen' && granted.size > 0));
}

export const countTokens = (store: Store): number =>
  get(
    store,
    sql.selectFrom('tokens').select((eb) => eb.fn.countAll<number>().as('n')),
  )?.n ?? 0;

export function listTokens(store: Store): TokenLine[] {
  return all(
    store,
    sql
      .selectFrom('tokens')
      .innerJoin('token_rights', 'token_rights.token_id', 'tokens.id')
      .leftJoin('contracten', 'contracten.id', 'token_rights.contract_id')
      .select(['tokens.id', 'naam', 'contractnummer', 'rechten', 'last_used_at', 'revoked_at'])
      .orderBy('tokens.id'),
  ).map((row) => ({
    id: row.id,
    naam: row.naam,
    contractnummer: row.contractnummer,
    rechten: row.rechten.split(',') as Right[],
    lastUsedAt: row.last_used_at,
    revokedAt: row.revoked_at,
  }));
}

/** From the next request on the token is refused. Throws `not_found` where there is no such token. */
export function revokeToken(store: Store, id: number, now: Date): void {
  const { changes } = run(
    store,
    sql
      .updateTable('tokens')
      .set({ revoked_at: now.toISOString() })
      .where('id', '=', id)
      .where('revoked_at', 'is', null),
  );
  if (changes === 0) throw new DomainError('not_found', `Er is geen geldig token met nummer ${id}.`);
}
