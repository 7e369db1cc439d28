import { type Context, Hono } from 'hono';
import { buildAfrekening, checkFinalising } from '../../shared/afrekening.ts';
import type { Afrekening, Uitbetaling } from '../../shared/api.ts';
import {
  formatHalfYear,
  type HalfYear,
  isDay,
  isHalfYear,
  lastDayOfHalfYear,
} from '../../shared/calendar.ts';
import { todayInAmsterdam } from '../dutch-time.ts';
import { DomainError } from '../../shared/errors.ts';
import { formatEuro } from '../../shared/format.ts';
import { isCleanText } from '../../shared/text.ts';
import { route } from '../access/route.ts';
import type { Env } from '../env.ts';
import { readAdministration } from '../store/administration.ts';
import { addUitbetaling, listAfrekeningen, listUitbetalingen } from '../store/afrekeningen.ts';
import { transaction } from '../store/store.ts';
import type { StoredContract } from '../store/contracten.ts';
import { answerPaper, checkPeriod, parseDocument, readBody } from './document.ts';
import { type Fixed, keepPaper } from '../keep-paper.ts';
import { takeOverAfrekening } from '../overname.ts';

/** Art. 6.1 lid 5. */
export const afrekeningen = new Hono<Env>()
  .get(
    '/:contractnummer/afrekeningen/:document',
    route({
      needs: 'lezen',
      action: 'afrekening bekijken',
      example: { document: '2016-H1' },
      answer: 'Afrekening',
      pdf: true,
      article: '6.1 lid 5',
    }),
    async (c) => {
      const { name: period } = parsePeriod(c);
      return answerPaper(
        c,
        'afrekening',
        (await findKept(c, period)) ?? (await buildConcept(c, period)),
        'afrekening',
      );
    },
  )
  .post(
    '/:contractnummer/afrekeningen/:document',
    route({
      needs: 'vaststellen',
      action: 'afrekening vaststellen',
      example: { document: '2016-H1' },
      body: 'Finalising',
      answer: 'Afrekening',
      article: '6.1 lid 5',
    }),
    async (c) => {
      const { name: period } = parsePeriod(c);
      const saldo = await readSaldo(c);
      return c.json(
        await keepPaper(c.var, {
          kind: 'afrekening',
          report: 'afrekening',
          data: (afrekening) => ({ afrekening }),
          decide: (stored) => decide(c, period, saldo, stored),
        }),
      );
    },
  )
  .post(
    '/:contractnummer/afrekeningen/:document/overname',
    route({
      needs: 'beheer',
      action: 'afrekening overnemen',
      example: { document: '2015-H2' },
      body: 'Overname',
      answer: 'Afrekening',
    }),
    async (c) => {
      const { name: period } = parsePeriod(c);
      return c.json(await takeOverAfrekening(c.var, await readBody(c), period));
    },
  )
  .post(
    '/:contractnummer/afrekeningen/:document/uitbetaling',
    route({
      needs: 'vaststellen',
      action: 'uitbetaling vastleggen',
      example: { document: '2016-H1' },
      body: 'Uitbetaling',
      answer: 'Uitbetaling',
      article: '6.2 lid 4',
    }),
    async (c) => {
      const { name: period } = parsePeriod(c);
      const { deps, contract, by } = c.var;
      if (!(await findKept(c, period)))
        throw new DomainError(
          'not_found',
          `De afrekening over het ${formatHalfYear(period)} is nog niet vastgesteld. Doe dat eerst.`,
        );
      const uitbetaling = readUitbetaling(await readBody(c));
      await transaction(deps.store, () => addUitbetaling(deps.store, contract.id, period, uitbetaling, by));
      return c.json((await listUitbetalingen(deps.store, contract.id)).get(period));
    },
  );

function parsePeriod(c: Context<Env>): { name: HalfYear; isPdf: boolean } {
  const document = parseDocument(c);
  checkPeriod(c.var.contract.contract, isHalfYear(document.name) && lastDayOfHalfYear(document.name));
  return document;
}

const listKept = (c: Context<Env>): Promise<Afrekening[]> =>
  listAfrekeningen(c.var.deps.store, c.var.contract.id);
const findKept = async (c: Context<Env>, period: HalfYear): Promise<Afrekening | undefined> =>
  (await listKept(c)).find((afrekening) => afrekening.period === period);

async function buildConcept(
  c: Context<Env>,
  period: HalfYear,
  stored: StoredContract = c.var.contract,
): Promise<Afrekening> {
  const until = lastDayOfHalfYear(period);
  return buildAfrekening(
    await readAdministration(c.var.deps.store, stored, { until }),
    period,
    await listKept(c),
  );
}

async function readSaldo(c: Context<Env>): Promise<string> {
  const { saldo } = await readBody(c);
  if (typeof saldo !== 'string')
    throw new DomainError('invalid', 'Geef het saldo mee dat u hebt gezien, zoals {"saldo": "20970.04"}.');
  return saldo;
}

/** What the user saw, where the half-year's turn has come and its saldo is still that. */
async function decide(
  c: Context<Env>,
  period: HalfYear,
  saldo: string,
  stored: StoredContract,
): Promise<Fixed<'afrekening'> | { kept: Afrekening }> {
  const { store, now } = c.var.deps;
  const kept = await findKept(c, period);
  if (kept) return { kept };
  checkFinalising(
    await readAdministration(store, stored),
    period,
    await listKept(c),
    todayInAmsterdam(now()),
  );
  const concept = await buildConcept(c, period, stored);
  if (concept.saldo !== saldo)
    throw new DomainError(
      'changed',
      `De afrekening over het ${formatHalfYear(period)} is intussen veranderd: het saldo is nu ${formatEuro(concept.saldo)}. Bekijk haar opnieuw en stel haar dan vast.`,
      { saldo: concept.saldo },
    );
  return { name: period, figures: { ...concept, status: 'vastgesteld', number: `AFR-${period}` } };
}

function readUitbetaling({ factuurnummer = null, betaaldOp = null }: Record<string, unknown>): Uitbetaling {
  if (factuurnummer !== null && (typeof factuurnummer !== 'string' || !isCleanText(factuurnummer)))
    throw new DomainError('invalid', 'Het factuurnummer van de gemeente is geen tekst van 1 tot 200 tekens.');
  if (betaaldOp !== null && (typeof betaaldOp !== 'string' || !isDay(betaaldOp)))
    throw new DomainError('invalid', 'De dag van betaling is geen datum, zoals 2016-07-20.');
  return { factuurnummer, betaaldOp };
}
