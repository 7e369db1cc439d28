import { setTimeout as delay } from 'node:timers/promises';
import { getConnInfo } from '@hono/node-server/conninfo';
import type { Context, Hono, MiddlewareHandler, Next } from 'hono';
import { matchedRoutes } from 'hono/route';
import type { Right } from '../../shared/api.ts';
import { DomainError, type ErrorCode } from '../../shared/errors.ts';
import { isFull } from '../store/sqlite-codes.ts';
import type { Env, Person } from '../env.ts';
import { toRefusal } from '../refusal.ts';
import { findContract } from '../store/contracten.ts';
import { transaction } from '../store/store.ts';
import { type By, record, SERVER_CHAIN } from './audit.ts';
import { findOrAddSignedIn, listRights, notePresence } from './persons.ts';
import { findByToken } from './tokens.ts';

/** What a route is for, and who may use it. The log, the matrix of rights and the API's own page are made from it. */
export interface RouteInfo {
  /** `public`: everybody; `token`: anyone who is let in; else who has this right on the contract in the path. */
  needs: 'public' | 'token' | Right;
  /** What it does, in Dutch, such as `maandrapport bekijken`. */
  action: string;
  /** What the parameters of the path may be, but for contractnummer; there in the example administration. */
  example?: Readonly<Record<string, string>>;
  /** Types that `shared/api.ts` names: of what is sent, and of the answer; `[]` behind it for a list. */
  body?: string;
  answer?: string;
  /** Those of refusals that tell more than code and message, or that are not to be expected here. */
  refusals?: Readonly<Partial<Record<ErrorCode, string>>>;
  /** With `.pdf` or `.csv` behind the path it answers that; `file`: it answers a file of this type, and nothing else. */
  pdf?: true;
  csv?: true;
  file?: string;
  /** The article of the contract. */
  article?: string;
  /** Leaves no line in the log where it is answered: it tells nothing of anyone, or writes its own lines. */
  unlogged?: true;
}

const declared = new WeakMap<object, RouteInfo>();
const middleware = new WeakSet<object>();

/**
 * Stands first in every route: checks who asks, and writes the line of the log where the route itself did not. Without a
 * valid token 401, for a contract that is not theirs 404 as for one that does not exist, without the right 403. Every
 * right includes reading. What a GET reads, contract and rights included, is of one moment.
 */
export function route(info: RouteInfo): MiddlewareHandler<Env> {
  const handler: MiddlewareHandler<Env> = async (c, next) => {
    if (info.needs === 'public') return next();
    await identify(c, info);
    try {
      await answer(c, info.needs, next);
    } catch (error) {
      c.error = error as Error;
      throw error;
    } finally {
      if (!info.unlogged || c.error) await logAnswer(c);
    }
  };
  declared.set(handler, info);
  return handler;
}

/** Marks a handler that answers nothing by itself, so that {@link listRoutes} passes it over. */
export function passing(handler: MiddlewareHandler<Env>): MiddlewareHandler<Env> {
  middleware.add(handler);
  return handler;
}

export interface DeclaredRoute extends RouteInfo {
  method: string;
  path: string;
}

/** Every route of the app with its declaration. Throws where one has none, or answers before it is checked. */
export function listRoutes(app: Hono<Env>): DeclaredRoute[] {
  const routes = new Map<string, DeclaredRoute | undefined>();
  for (const { method, path, handler } of app.routes) {
    if (middleware.has(handler)) continue;
    const name = `${method} ${path}`;
    const info = declared.get(handler);
    if (!routes.has(name) && info === undefined) throw new Error(`${name} does not declare who may use it`);
    if (info) routes.set(name, { method, path, ...info });
  }
  return [...routes.values()].filter((each) => each !== undefined);
}

/** The method and pattern of the declared route that a request came to; undefined where there is none. */
export const findRoute = (c: Context<Env>): { method: string; path: string } | undefined =>
  matchedRoutes(c).find(({ handler }) => declared.has(handler));

async function identify(c: Context<Env>, { action }: RouteInfo): Promise<void> {
  const person = await authenticate(c);
  const [, object = ''] = /^\/api\/(?:contracten\/[^/]*\/?)?(.*)$/.exec(readPath(c.req.path)) ?? [];
  c.set('person', person);
  c.set('by', {
    personId: person.id,
    naam: person.naam,
    at: c.var.deps.now().toISOString(),
    origin: originOf(c),
    action,
    object,
    recorded: false,
  });
}

/** Reads in one snapshot; what takes long, such as a drawing, waits until that has ended. */
async function answer(c: Context<Env>, needs: 'token' | Right, next: Next): Promise<void> {
  const work = async () => {
    const refusal = needs === 'token' ? undefined : await findRefusal(c, needs);
    if (!refusal) await next();
    return refusal;
  };
  const isReading = c.req.method === 'GET' || c.req.method === 'HEAD';
  const refusal = await (isReading ? c.var.deps.store.snapshot(work) : work());
  if (refusal) await refuse(c, refusal);
  if (c.var.later) c.res = await c.var.later();
}

/** Why they may not, or undefined with contract and rights set. */
async function findRefusal(c: Context<Env>, needs: Right): Promise<DomainError | undefined> {
  const { store } = c.var.deps;
  const contract = await findContract(store, c.req.param('contractnummer') ?? '');
  const rights = contract ? await listRights(store, c.var.person, contract) : [];
  if (!contract || rights.length === 0)
    return new DomainError('not_found', 'Er is geen contract met dit nummer waar u bij mag.');
  c.set('contract', contract);
  c.set('rights', rights);
  return rights.includes(needs)
    ? undefined
    : new DomainError('forbidden', `Hiervoor hebt u het recht ${needs} nodig. Vraag het aan de beheerder.`);
}

async function refuse(c: Context<Env>, refusal: DomainError): Promise<never> {
  const { by, contract, deps, person } = c.var;
  const object = contract ? by.object : readPath(c.req.path);
  await writeLine(c, contract?.id ?? SERVER_CHAIN, { ...by, object }, refusal.code);
  by.recorded = true;
  await deps.failures.count({ person: String(person.id) });
  throw refusal;
}

/** The person of the request's bearer token. Throws `unauthorized`, or `too_many` after many of those. */
async function authenticate(c: Context<Env>): Promise<Person> {
  const { store, now, oidc, failures } = c.var.deps;
  const [, token = ''] = /^Bearer (\S{1,8000})$/.exec(c.req.header('Authorization') ?? '') ?? [];
  const signedIn = token.startsWith('flex_') ? undefined : await oidc?.verify(token);
  const person = signedIn
    ? await findOrAddSignedIn(store, signedIn, now().toISOString())
    : await findByToken(store, token, now());
  if (!person) {
    await failures.count({ address: originOf(c), ...(token === '' ? {} : { token }) });
    throw new DomainError(
      'unauthorized',
      'Uw token is niet (meer) geldig. Vraag de beheerder om een nieuw token en verbind opnieuw.',
    );
  }
  await besideAnswer(c, () => notePresence(store, person, now()));
  return signedIn ? { ...person, roles: signedIn.roles } : person;
}

/** The line of what was answered or refused, where the write itself did not leave one. */
async function logAnswer(c: Context<Env>): Promise<void> {
  const { by, contract } = c.var;
  if (by.recorded || c.env?.unlogged) return;
  await writeLine(c, contract?.id ?? SERVER_CHAIN, by, c.error ? toRefusal(c.error).code : 'ok');
}

const writeLine = (c: Context<Env>, chain: number, by: By, result: string): Promise<void> =>
  besideAnswer(c, async () => {
    const { store } = c.var.deps;
    await transaction(store, () => record(store, chain, by, { result }));
  });

/** How long an answer waits for what is noted of it, while others write. */
const PATIENCE_MS = 50;

/**
 * Notes something of a request that itself wrote nothing. Where others keep the database busy the answer goes ahead and
 * the note follows. Reading goes on while the disk is full: what cannot be written down then, goes to the program's log.
 */
async function besideAnswer(c: Context<Env>, note: () => Promise<void>): Promise<void> {
  const { log } = c.var.deps;
  let isAnswered = false;
  const noted = note().catch((error: unknown) => {
    const { code, stack } = error as NodeJS.ErrnoException;
    if (!isFull(error) && !isAnswered) throw error;
    log.error({ code, stack }, 'a line of the audit log could not be written');
  });
  await Promise.race([noted, delay(PATIENCE_MS, undefined, { ref: false })]);
  isAnswered = true;
}

/** A path as it may be written down: who pasted their token into it gave it to nobody. */
const readPath = (path: string): string =>
  decodePath(path).replace(/flex_[\w-]{20,}|eyJ[\w-]+\.[\w.-]+/g, '(token)');

function decodePath(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}

const LOOPBACK = /^(?:127\.|::1$|::ffff:127\.)/;

/** The address of who asks. What a proxy says of it counts only where we were told of one, and from this machine itself. */
export function originOf(c: Context<Env>): string {
  if (!c.env?.incoming) return 'onbekend';
  const { address = 'onbekend' } = getConnInfo(c).remote;
  const forwarded = c.req.header('X-Forwarded-For')?.split(',').at(-1)?.trim();
  const { proxies } = c.var.deps;
  const isProxy = proxies !== undefined && (LOOPBACK.test(address) || proxies.includes(address));
  return isProxy && forwarded && /^[0-9a-fA-F.:]{2,45}$/.test(forwarded) ? forwarded : address;
}
