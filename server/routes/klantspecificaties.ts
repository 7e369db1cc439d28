import { type Context, Hono } from 'hono';
import type { Klantspecificaties } from '../../shared/api.ts';
import { firstDayOf, isMonth, lastDayOf } from '../../shared/calendar.ts';
import { DomainError } from '../../shared/errors.ts';
import { buildKlantspecificaties } from '../../shared/klantspecificatie.ts';
import { route } from '../access/route.ts';
import type { Env } from '../env.ts';
import { readAdministration } from '../store/administration.ts';
import { checkPeriod, draw, standOf } from './document.ts';

/** Art. 5 lid 8: of every klant, or of one, to hand to it: a klant sees nothing of the others (art. 7.7 lid 2). */
export const klantspecificaties = new Hono<Env>()
  .get(
    '/:contractnummer/klantspecificaties/:document',
    route({
      needs: 'lezen',
      action: 'klantspecificaties bekijken',
      example: { document: '2016-05' },
      answer: 'Klantspecificaties',
      pdf: true,
      article: '5 lid 8',
    }),
    (c) => answer(c, c.req.param('document'), (specificaties) => specificaties),
  )
  .get(
    '/:contractnummer/klantspecificaties/:month/:klant{.+}',
    route({
      needs: 'lezen',
      action: 'klantspecificatie bekijken',
      example: { month: '2016-05', klant: 'KL05' },
      answer: 'Klantspecificaties',
      pdf: true,
      article: '5 lid 8',
    }),
    (c) => {
      const klant = c.req.param('klant');
      const klantnummer = klant.replace(/\.pdf$/, '');
      return answer(c, `${c.req.param('month')}${klant.slice(klantnummer.length)}`, (specificaties) => {
        const klanten = specificaties.klanten.filter(
          (other) => other.klantnummer.toLowerCase() === klantnummer.toLowerCase(),
        );
        const [only] = klanten;
        if (!only)
          throw new DomainError(
            'not_found',
            'Voor deze klant zijn er in deze maand geen uren om te berekenen.',
          );
        return { ...specificaties, klanten, uren: only.uren, total: only.total };
      });
    },
  );

async function answer(
  c: Context<Env>,
  document: string,
  choose: (specificaties: Klantspecificaties) => Klantspecificaties,
): Promise<Response> {
  const { contract: stored, deps } = c.var;
  const month = document.replace(/\.pdf$/, '');
  checkPeriod(stored.contract, isMonth(month) && lastDayOf(month), '2016-05');
  const range = { from: firstDayOf(month), until: lastDayOf(month) };
  const built = choose(buildKlantspecificaties(await readAdministration(deps.store, stored, range), month));
  if (month === document) return c.json(built);
  const data = { contract: stored.contract, stand: standOf(c), klantspecificaties: built };
  return draw(c, 'klantspecificatie', data, `klantspecificatie-${stored.contract.contractnummer}-${month}`);
}
