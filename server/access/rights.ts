import type { Context, MiddlewareHandler } from 'hono';
import type { Right } from '../../shared/api.ts';
import { DomainError } from '../../shared/errors.ts';
import type { Env, Person } from '../env.ts';
import { findContract } from '../store/contracten.ts';
import { findPerson, listRights } from './tokens.ts';

/** The person of the request's bearer token; throws `unauthorized`. */
export function authenticate(c: Context<Env>): Person {
  const { store, now } = c.var.deps;
  const [, token] = /^Bearer (\S{1,200})$/.exec(c.req.header('Authorization') ?? '') ?? [];
  const person = token === undefined ? undefined : findPerson(store, token, now());
  if (!person)
    throw new DomainError(
      'unauthorized',
      'Uw token is niet (meer) geldig. Vraag de beheerder om een nieuw token en verbind opnieuw.',
    );
  return person;
}

/** Any person with a token. */
export const allowAnyone: MiddlewareHandler<Env> = async (c, next) => {
  c.set('person', authenticate(c));
  await next();
};

/**
 * Who has this right on the contract in the path. Without a valid token 401, for a contract that is not theirs 404 as for
 * one that does not exist, without the right 403. Every right includes reading.
 */
export const allow =
  (right: Right): MiddlewareHandler<Env> =>
  async (c, next) => {
    const person = authenticate(c);
    const contractnummer = c.req.param('contractnummer') ?? '';
    const contract = findContract(c.var.deps.store, contractnummer);
    const rights = contract ? listRights(c.var.deps.store, person, contract.id) : [];
    if (!contract || rights.length === 0)
      throw new DomainError('not_found', 'Er is geen contract met dit nummer waar u bij mag.');
    if (!rights.includes(right))
      throw new DomainError(
        'forbidden',
        `Hiervoor hebt u het recht ${right} nodig. Vraag het aan de beheerder.`,
      );
    c.set('person', person);
    c.set('contract', contract);
    c.set('rights', rights);
    await next();
  };
