import { type Context, Hono } from 'hono';
import type { Decisions, Rechtenbeoordeling, Rechtenbeoordelingen } from '../../shared/api.ts';
import { type Day, formatDay, isDay } from '../../shared/calendar.ts';
import { todayInAmsterdam } from '../dutch-time.ts';
import { DomainError } from '../../shared/errors.ts';
import { buildRechtenbeoordeling, decideOn, parseDecisions } from '../../shared/rechtenbeoordeling.ts';
import { setRights } from '../access/persons.ts';
import { route } from '../access/route.ts';
import { listToegang, refuseLockOut } from '../access/toegang.ts';
import type { Env } from '../env.ts';
import { keepPaper } from '../keep-paper.ts';
import type { StoredContract } from '../store/contracten.ts';
import { listPapers } from '../store/papers.ts';
import { answerPaper, checkPeriod, parseDocument, readBody } from './document.ts';
import { adminOf } from './toegang.ts';

/** The yearly review of who may do what (processor agreement, art. 5 lid 1a). */
export const rechtenbeoordelingen = new Hono<Env>()
  .get(
    '/:contractnummer/rechtenbeoordelingen',
    route({
      needs: 'beheer',
      action: 'rechtenbeoordelingen opsommen',
      answer: 'Rechtenbeoordelingen',
      unlogged: true,
    }),
    async (c) => c.json(await listHeld(c)),
  )
  .get(
    '/:contractnummer/rechtenbeoordelingen/:document',
    route({
      needs: 'beheer',
      action: 'rechtenbeoordeling bekijken',
      answer: 'Rechtenbeoordeling',
      pdf: true,
      example: { document: '2016-12-31' },
    }),
    async (c) => {
      const { name: day } = parseDay(c);
      return answerPaper(
        c,
        'rechtenbeoordeling',
        (await findKept(c, day)) ?? (await buildConcept(c, day)),
        'rechtenbeoordeling',
      );
    },
  )
  .post(
    '/:contractnummer/rechtenbeoordelingen/:document',
    route({
      needs: 'beheer',
      action: 'rechtenbeoordeling vaststellen',
      body: 'Decisions',
      answer: 'Rechtenbeoordeling',
      example: { document: '2016-12-31' },
    }),
    async (c) => {
      const { name: day } = parseDay(c);
      const decisions = parseDecisions(await readBody(c));
      return c.json(
        await keepPaper(c.var, {
          kind: 'rechtenbeoordeling',
          report: 'rechtenbeoordeling',
          data: (rechtenbeoordeling) => ({ rechtenbeoordeling }),
          decide: (stored) => decide(c, day, decisions, stored),
          also: (review) => withdraw(c, review),
        }),
      );
    },
  );

function parseDay(c: Context<Env>): { name: Day; isPdf: boolean } {
  const document = parseDocument(c);
  checkPeriod(c.var.contract.contract, isDay(document.name) && document.name, '2016-12-31');
  return document;
}

const listKept = (c: Context<Env>) => listPapers(c.var.deps.store, c.var.contract.id, 'rechtenbeoordeling');
const findKept = async (c: Context<Env>, day: Day): Promise<Rechtenbeoordeling | undefined> =>
  (await listKept(c)).find(({ name }) => name === day)?.figures;

const buildConcept = async (
  c: Context<Env>,
  day: Day,
  { id, contract }: StoredContract = c.var.contract,
): Promise<Rechtenbeoordeling> =>
  buildRechtenbeoordeling(contract.contractnummer, await listToegang(c.var.deps.store, id, c.var.by.at), day);

async function decide(c: Context<Env>, day: Day, decisions: Decisions, stored: StoredContract) {
  const kept = await findKept(c, day);
  if (kept) return { kept };
  const later = (await listKept(c)).find(({ name }) => name > day);
  if (later)
    throw new DomainError(
      'earlier_open',
      `Er is al een rechtenbeoordeling van ${formatDay(later.name)} vastgesteld. Kies een latere dag.`,
    );
  if (day > todayInAmsterdam(c.var.deps.now()))
    throw new DomainError(
      'not_ended',
      `${formatDay(day)} ligt in de toekomst. Kies vandaag of een eerdere dag.`,
    );
  return { name: day, figures: decideOn(await buildConcept(c, day, stored), decisions) };
}

/** With the paper, or neither. */
async function withdraw(c: Context<Env>, { lines }: Rechtenbeoordeling): Promise<void> {
  const { deps, by, contract } = c.var;
  const ended = lines.filter(({ decision }) => decision === 'intrekken');
  for (const { personId } of ended) await setRights(deps.store, by, personId, contract.id, []);
  if (ended.length > 0) await refuseLockOut(adminOf(c));
}

async function listHeld(c: Context<Env>): Promise<Rechtenbeoordelingen> {
  const kept = await listKept(c);
  return {
    held: kept.map(({ name, figures, naam }) => ({ day: name, number: figures.number ?? '', by: naam })),
    dueOn: kept.at(-1)?.figures.nextDay ?? null,
  };
}
