import { Hono } from 'hono';
import {
  type Day,
  firstDayOf,
  isDay,
  isHalfYear,
  isMonth,
  isQuarter,
  lastDayOf,
  type Month,
  monthsOfHalfYear,
  monthsOfQuarter,
} from '../../shared/calendar.ts';
import { buildResultaten } from '../../shared/resultaten.ts';
import { route } from '../access/route.ts';
import type { Env } from '../env.ts';
import { readAdministration } from '../store/administration.ts';
import { checkPeriod, draw, parseDocument, standOf } from './document.ts';

/** The table of bijlage 1: cumulative to a day, or of a period only. */
export const resultaten = new Hono<Env>().get(
  '/:contractnummer/resultaten/:document',
  route({
    needs: 'lezen',
    action: 'resultaten bekijken',
    example: { document: '2016-Q2' },
    answer: 'Resultaten',
    pdf: true,
    article: 'bijlage 1',
  }),
  async (c) => {
    const { contract: stored, deps } = c.var;
    const { name, isPdf } = parseDocument(c);
    const { from, until } = parseRange(name);
    checkPeriod(stored.contract, until, '2017-04-30, 2016-Q2 of 2016-04-01_2016-09-30');
    const built = buildResultaten(await readAdministration(deps.store, stored, { until }), until, from);
    if (!isPdf) return c.json(built);
    const data = { contract: stored.contract, stand: standOf(c), resultaten: built };
    return draw(c, 'resultaten', data, `resultaten-${stored.contract.contractnummer}-${name}`);
  },
);

/** A day, a month, quarter or half-year, or two days with `_` between them; `until` is false for anything else. */
function parseRange(name: string): { from?: Day; until: Day | false } {
  const [first = '', second = first, ...others] = name.split('_');
  if (isDay(name)) return { until: second };
  if (isDay(first) && isDay(second) && others.length === 0 && first <= second)
    return { from: first, until: second };
  const months = monthsOf(name);
  const [start, end] = [months.at(0), months.at(-1)];
  return start && end ? { from: firstDayOf(start), until: lastDayOf(end) } : { until: false };
}

function monthsOf(period: string): Month[] {
  if (isMonth(period)) return [period];
  if (isQuarter(period)) return monthsOfQuarter(period);
  return isHalfYear(period) ? monthsOfHalfYear(period) : [];
}
