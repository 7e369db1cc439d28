import { Hono } from 'hono';
import { buildAfrekening } from '../../shared/afrekening.ts';
import { halfYearOf, isMonth, lastDayOf } from '../../shared/calendar.ts';
import { buildMaandrapport } from '../../shared/maandrapport.ts';
import { route } from '../access/route.ts';
import type { Env } from '../env.ts';
import type { MaandrapportData } from '../reports/maandrapport.ts';
import { readAdministration } from '../store/administration.ts';
import { checkPeriod, draw, parseDocument, standOf } from './document.ts';

/** Art. 5 lid 10. */
export const maandrapporten = new Hono<Env>().get(
  '/:contractnummer/maandrapporten/:document',
  route({
    needs: 'lezen',
    action: 'maandrapport bekijken',
    example: { document: '2016-05' },
    answer: 'Maandrapport',
    pdf: true,
    article: '5 lid 10',
  }),
  async (c) => {
    const { contract: stored, deps } = c.var;
    const { name: month, isPdf } = parseDocument(c);
    checkPeriod(stored.contract, isMonth(month) && lastDayOf(month));
    const administration = await readAdministration(deps.store, stored, {
      from: `${month}-01`,
      until: lastDayOf(month),
    });
    const rapport = buildMaandrapport(administration, month);
    if (!isPdf) return c.json(rapport);
    const afrekeningMonth = buildAfrekening(administration, halfYearOf(month), []).months.find(
      (line) => line.month === month,
    );
    const data: MaandrapportData = {
      contract: stored.contract,
      stand: standOf(c),
      rapport,
      ...(afrekeningMonth ? { afrekeningMonth } : {}),
    };
    return draw(c, 'maandrapport', data, `maandrapport-${stored.contract.contractnummer}-${month}`);
  },
);
