import { todayInAmsterdam } from '../dutch-time.ts';
import { type Context, Hono } from 'hono';
import type { Toegang } from '../../shared/api.ts';
import { parseChangedRights, parseNewToegang, parseRenewedToken } from '../../shared/toegang.ts';
import { route } from '../access/route.ts';
import { addToegang, type Administrator, changeRights, listToegang, renewToken } from '../access/toegang.ts';
import type { Env } from '../env.ts';
import { readBody } from './document.ts';

/** Who may do what with the contract (processor agreement, art. 1 to 5). */
export const toegang = new Hono<Env>()
  .get(
    '/:contractnummer/toegang',
    route({ needs: 'beheer', action: 'toegang bekijken', answer: 'Toegang[]' }),
    async (c) => c.json(await list(c)),
  )
  .post(
    '/:contractnummer/toegang',
    route({ needs: 'beheer', action: 'toegang geven', body: 'NewToegang', answer: 'MadeToken' }),
    async (c) => c.json(await addToegang(adminOf(c), parseNewToegang(await readBody(c), today(c)))),
  )
  .post(
    '/:contractnummer/toegang/:person/rechten',
    route({
      needs: 'beheer',
      action: 'rechten wijzigen',
      body: 'ChangedRights',
      answer: 'Toegang[]',
      example: { person: '1' },
    }),
    async (c) => {
      const { rechten } = parseChangedRights(await readBody(c));
      await changeRights(adminOf(c), c.req.param('person'), rechten);
      return c.json(await list(c));
    },
  )
  .post(
    '/:contractnummer/toegang/:person/token',
    route({
      needs: 'beheer',
      action: 'token vervangen',
      body: 'RenewedToken',
      answer: 'MadeToken',
      example: { person: '1' },
    }),
    async (c) => {
      const { until } = parseRenewedToken(await readBody(c), today(c));
      return c.json(await renewToken(adminOf(c), c.req.param('person'), until));
    },
  );

const today = (c: Context<Env>) => todayInAmsterdam(c.var.deps.now());

const list = (c: Context<Env>): Promise<Toegang[]> =>
  listToegang(c.var.deps.store, c.var.contract.id, c.var.by.at);

export const adminOf = (c: Context<Env>): Administrator => ({ ...c.var, store: c.var.deps.store });
