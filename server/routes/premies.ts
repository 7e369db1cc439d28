import { type Context, Hono } from 'hono';
import type { Premierun, PremierunSummary } from '../../shared/api.ts';
import { addDays, type Day, formatDay, isDay } from '../../shared/calendar.ts';
import { todayInAmsterdam } from '../dutch-time.ts';
import { parseHundredths } from '../../shared/decimal.ts';
import { DomainError } from '../../shared/errors.ts';
import { formatEuro } from '../../shared/format.ts';
import { buildPremierun, type PremiePayment } from '../../shared/premierun.ts';
import { route } from '../access/route.ts';
import type { Env } from '../env.ts';
import { readAdministration } from '../store/administration.ts';
import type { StoredContract } from '../store/contracten.ts';
import { listPapers } from '../store/papers.ts';
import { answerPaper, checkPeriod, parseDocument, readBody } from './document.ts';
import { keepPaper } from '../keep-paper.ts';
import { takeOverPremies } from '../overname.ts';

/** How many days before the day of payment a run may be fixed. */
const AHEAD_DAYS = 31;

/** Art. 5 lid 3: what is paid out on a day, and the runs before it. */
export const premies = new Hono<Env>()
  .get(
    '/:contractnummer/premies',
    route({
      needs: 'lezen',
      action: 'premie-uitbetalingen opsommen',
      answer: 'PremierunSummary[]',
      article: '5 lid 3',
    }),
    async (c) => c.json(await listSummaries(c)),
  )
  .get(
    '/:contractnummer/premies/:document',
    route({
      needs: 'lezen',
      action: 'premie-uitbetaling bekijken',
      example: { document: '2016-07-15' },
      answer: 'Premierun',
      pdf: true,
      article: '5 lid 3',
    }),
    async (c) => {
      const { name: day } = parseDay(c);
      return answerPaper(c, 'premierun', (await findKept(c, day)) ?? (await buildConcept(c, day)), 'premies');
    },
  )
  .post(
    '/:contractnummer/premies/:document',
    route({
      needs: 'vaststellen',
      action: 'premie-uitbetaling vaststellen',
      example: { document: '2016-07-15' },
      body: 'PremierunSeen',
      answer: 'Premierun',
      article: '5 lid 3',
    }),
    async (c) => {
      const { name: day } = parseDay(c);
      const { payout } = await readBody(c);
      return c.json(
        await keepPaper(c.var, {
          kind: 'premierun',
          report: 'premierun',
          data: (premierun) => ({ premierun }),
          decide: (stored) => decide(c, day, payout, stored),
        }),
      );
    },
  )
  .post(
    '/:contractnummer/premies/:document/overname',
    route({
      needs: 'beheer',
      action: 'premies overnemen',
      example: { document: '2016-06-15' },
      body: 'PremiesOvername',
      answer: 'Premierun',
    }),
    async (c) => {
      const { name: day } = parseDay(c);
      return c.json(await takeOverPremies(c.var, await readBody(c), day));
    },
  );

function parseDay(c: Context<Env>): { name: Day; isPdf: boolean } {
  const document = parseDocument(c);
  checkPeriod(c.var.contract.contract, isDay(document.name) && document.name, '2016-07-15');
  return document;
}

const listKept = (c: Context<Env>) => listPapers(c.var.deps.store, c.var.contract.id, 'premierun');
const findKept = async (c: Context<Env>, day: Day): Promise<Premierun | undefined> =>
  (await listKept(c)).find(({ name }) => name === day)?.figures;

/** What the runs before a day paid out, a payment a kandidaat. */
const listPayments = async (c: Context<Env>, day: Day): Promise<PremiePayment[]> =>
  (await listKept(c))
    .filter(({ name }) => name < day)
    .flatMap(({ figures }) =>
      figures.perKandidaat.map(({ kandidaatnummer, payout }) => ({
        kandidaatnummer,
        date: figures.day,
        bedrag: parseHundredths(payout) ?? 0,
      })),
    )
    .filter(({ bedrag }) => bedrag > 0);

const buildConcept = async (
  c: Context<Env>,
  day: Day,
  stored: StoredContract = c.var.contract,
): Promise<Premierun> =>
  buildPremierun(
    await readAdministration(c.var.deps.store, stored, { until: day }),
    await listPayments(c, day),
    day,
  );

async function decide(c: Context<Env>, day: Day, seen: unknown, stored: StoredContract) {
  const kept = await findKept(c, day);
  if (kept) return { kept };
  const later = (await listKept(c)).find(({ name }) => name > day);
  if (later)
    throw new DomainError(
      'earlier_open',
      `Er is al een premie-uitbetaling van ${formatDay(later.name)} vastgesteld. Kies een latere dag.`,
    );
  const today = todayInAmsterdam(c.var.deps.now());
  if (day > addDays(today, AHEAD_DAYS))
    throw new DomainError(
      'not_ended',
      `${formatDay(day)} ligt meer dan ${AHEAD_DAYS} dagen vooruit. Stel de uitbetaling vast als die dag dichterbij is.`,
    );
  const concept = await buildConcept(c, day, stored);
  const { payout } = concept.totals;
  if (seen !== undefined && seen !== payout)
    throw new DomainError(
      'changed',
      `De uitbetaling van ${formatDay(day)} is intussen veranderd: het totaal is nu ${formatEuro(payout)}. Bekijk haar opnieuw en stel haar dan vast.`,
      { payout },
    );
  return { name: day, figures: { ...concept, status: 'vastgesteld' as const, number: `PR-${day}` } };
}

const listSummaries = async (c: Context<Env>): Promise<PremierunSummary[]> =>
  (await listKept(c)).map(({ figures, at, naam }) => ({
    day: figures.day,
    number: figures.number ?? '',
    payout: figures.totals.payout,
    kandidaten: figures.perKandidaat.filter(({ payout }) => payout !== '0.00').length,
    at,
    by: naam,
  }));
