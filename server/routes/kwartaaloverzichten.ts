import { Hono } from 'hono';
import {
  addMonths,
  firstDayOf,
  isDay,
  isQuarter,
  lastDayOfQuarter,
  monthsOfQuarter,
} from '../../shared/calendar.ts';
import { listNearLimit, LOOK_AHEAD_MONTHS } from '../../shared/duur.ts';
import { buildKwartaaloverzicht } from '../../shared/kwartaaloverzicht.ts';
import { route } from '../access/route.ts';
import type { Env } from '../env.ts';
import { readAdministration } from '../store/administration.ts';
import { createAkkoorden } from '../store/akkoorden.ts';
import { checkPeriod, draw, parseDocument, standOf } from './document.ts';

/** Art. 5 lid 11, and between two of them the plaatsingen that near their limit (art. 4.1, 4.2, 5.6). */
export const kwartaaloverzichten = new Hono<Env>()
  .get(
    '/:contractnummer/kwartaaloverzichten/:document',
    route({
      needs: 'lezen',
      action: 'kwartaaloverzicht bekijken',
      example: { document: '2016-Q2' },
      answer: 'Kwartaaloverzicht',
      pdf: true,
      article: '5 lid 11',
    }),
    async (c) => {
      const { contract: stored, deps } = c.var;
      const { name: period, isPdf } = parseDocument(c);
      checkPeriod(stored.contract, isQuarter(period) && lastDayOfQuarter(period), '2016-Q2');
      const [first = ''] = monthsOfQuarter(period);
      const range = { from: firstDayOf(first), until: lastDayOfQuarter(period) };
      const overzicht = buildKwartaaloverzicht(
        await readAdministration(deps.store, stored, range),
        period,
        await createAkkoorden(deps.store, stored.id),
      );
      if (!isPdf) return c.json(overzicht);
      const data = { contract: stored.contract, stand: standOf(c), overzicht };
      return draw(
        c,
        'kwartaaloverzicht',
        data,
        `kwartaaloverzicht-${stored.contract.contractnummer}-${period}`,
      );
    },
  )
  .get(
    '/:contractnummer/plaatsingsduur/:document',
    route({
      needs: 'lezen',
      action: 'plaatsingsduur bekijken',
      example: { document: '2016-06-30' },
      answer: 'NearLimit[]',
      article: '4.1',
    }),
    async (c) => {
      const { contract: stored, deps } = c.var;
      const { name: day } = parseDocument(c);
      checkPeriod(stored.contract, isDay(day) && day, '2016-06-30');
      const { plaatsingen } = await readAdministration(deps.store, stored, { from: day, until: day });
      return c.json(
        listNearLimit(
          plaatsingen,
          day,
          addMonths(day, LOOK_AHEAD_MONTHS),
          await createAkkoorden(deps.store, stored.id),
        ),
      );
    },
  );
