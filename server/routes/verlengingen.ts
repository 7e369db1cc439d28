import { type Context, Hono } from 'hono';
import type { Akkoord, Verlenging } from '../../shared/api.ts';
import { FIRST_DAY } from '../../shared/calendar.ts';
import { listVerlengingen } from '../../shared/duur.ts';
import { DomainError } from '../../shared/errors.ts';
import { type Faults, Fields, refuseFaults } from '../../shared/fields.ts';
import { route } from '../access/route.ts';
import type { Env } from '../env.ts';
import { readAdministration } from '../store/administration.ts';
import { addAkkoord, createAkkoorden } from '../store/akkoorden.ts';
import { transaction } from '../store/store.ts';
import { readBody } from './document.ts';

/** Art. 4.2: until when plaatsingen were extended stands in the sheet; who agreed under which reference is recorded here. */
export const verlengingen = new Hono<Env>()
  .get(
    '/:contractnummer/verlengingen',
    route({ needs: 'lezen', action: 'verlengingen opsommen', answer: 'Verlenging[]', article: '4 lid 2' }),
    async (c) => c.json(await list(c)),
  )
  .post(
    '/:contractnummer/verlengingen/:plaatsing{.+}',
    route({
      needs: 'schrijven',
      action: 'akkoord vastleggen',
      example: { plaatsing: 'PL004' },
      body: 'Akkoord',
      answer: 'Verlenging',
      article: '4 lid 2',
    }),
    async (c) => {
      const akkoord = parseAkkoord(await readBody(c));
      const { contract: stored, deps, by } = c.var;
      const nummer = c.req.param('plaatsing').toLowerCase();
      return c.json(
        await transaction(deps.store, async () => {
          await deps.store.lock(stored.id);
          const verlenging = (await list(c)).find(
            ({ plaatsingnummer }) => plaatsingnummer.toLowerCase() === nummer,
          );
          if (!verlenging)
            throw new DomainError(
              'not_found',
              'Deze plaatsing is niet verlengd. Vul in het blad Plaatsingen eerst in tot wanneer, en synchroniseer.',
            );
          await addAkkoord(deps.store, stored.id, verlenging, akkoord, by);
          return { ...verlenging, akkoord } satisfies Verlenging;
        }),
      );
    },
  );

async function list(c: Context<Env>): Promise<Verlenging[]> {
  const { contract: stored, deps } = c.var;
  const { plaatsingen } = await readAdministration(deps.store, stored, { from: FIRST_DAY, until: FIRST_DAY });
  return listVerlengingen(plaatsingen, await createAkkoorden(deps.store, stored.id));
}

function parseAkkoord(body: unknown): Akkoord {
  const faults: Faults = [];
  const json = new Fields(body, '', faults);
  const akkoord = { akkoordDoor: json.text('akkoordDoor'), kenmerk: json.text('kenmerk') };
  json.refuseOthers();
  refuseFaults(faults);
  return akkoord;
}
