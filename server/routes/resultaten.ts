import { Hono } from 'hono';
import { isDay } from '../../shared/calendar.ts';
import { buildResultaten } from '../../shared/resultaten.ts';
import { allow } from '../access/rights.ts';
import type { Env } from '../env.ts';
import type { ResultatenData } from '../reports/resultaten.ts';
import { readAdministration } from '../store/administration.ts';
import { checkPeriod, parseDocument, pdf, standOf } from './document.ts';

/** The table of bijlage 1 on a day. */
export const resultaten = new Hono<Env>().get(
  '/:contractnummer/resultaten/:document',
  allow('lezen'),
  async (c) => {
    const { contract: stored, deps } = c.var;
    const { name: day, isPdf } = parseDocument(c);
    checkPeriod(stored.contract, isDay(day) && day);
    const built = buildResultaten(readAdministration(deps.store, stored, { until: day }), day);
    if (!isPdf) return c.json(built);
    const data: ResultatenData = { contract: stored.contract, stand: standOf(c), resultaten: built };
    return pdf(await deps.draw('resultaten', data), `resultaten-${stored.contract.contractnummer}-${day}`);
  },
);
