import { type Context, Hono } from 'hono';
import type { Factuur, Facturen } from '../../shared/api.ts';
import {
  formatMonth,
  isMonth,
  lastDayOf,
  type Month,
  monthOf,
  monthsBetween,
} from '../../shared/calendar.ts';
import { todayInAmsterdam } from '../dutch-time.ts';
import { hasFee } from '../../shared/contract.ts';
import { DomainError } from '../../shared/errors.ts';
import { buildCreditnota, buildFactuur, issueFactuur, nextFactuurNumber } from '../../shared/maandfactuur.ts';
import { route } from '../access/route.ts';
import type { Env } from '../env.ts';
import type { StoredContract } from '../store/contracten.ts';
import { findPaperPdf, listPapers } from '../store/papers.ts';
import { checkPeriod, draw, parseDocument, pdf, readBody, readDate, standOf } from './document.ts';
import { keepPaper } from '../keep-paper.ts';

/** Art. 6.1 lid 4: per month the factuur that stands, and what was issued by its number. */
export const facturen = new Hono<Env>()
  .get(
    '/:contractnummer/facturen',
    route({ needs: 'lezen', action: 'facturen opsommen', answer: 'Facturen', article: '6.1 lid 4' }),
    async (c) => c.json(await listFacturen(c)),
  )
  .get(
    '/:contractnummer/facturen/:document',
    route({
      needs: 'lezen',
      action: 'factuur bekijken',
      example: { document: '2016-05' },
      answer: 'Factuur',
      pdf: true,
      article: '6.1 lid 4',
    }),
    async (c) => {
      const { name, isPdf } = parseDocument(c);
      const { contract: stored, deps } = c.var;
      const factuur = (await findByNumber(c, name)) ?? (await findStanding(c, name)) ?? getConcept(c, name);
      if (!isPdf) return c.json(factuur);
      const fileName = `factuur-${stored.contract.contractnummer}-${factuur.number ?? `${name}-concept`}`;
      const bytes = factuur.number && (await findPaperPdf(deps.store, stored.id, 'factuur', factuur.number));
      const data = { contract: stored.contract, stand: standOf(c), factuur };
      return bytes ? pdf(bytes, fileName) : draw(c, 'factuur', data, fileName);
    },
  )
  .post(
    '/:contractnummer/facturen/:document',
    route({
      needs: 'vaststellen',
      action: 'factuur uitreiken',
      example: { document: '2016-05' },
      body: 'Dated',
      answer: 'Factuur',
      article: '6.1 lid 4',
    }),
    async (c) => {
      const { name: month } = parseDocument(c);
      getConcept(c, month);
      const { date } = await readIssue(c);
      return c.json(
        await issue(c, async (stored) => {
          const kept = await findStanding(c, month);
          return kept ? { kept } : { concept: getConcept(c, month, stored), date };
        }),
      );
    },
  )
  .post(
    '/:contractnummer/facturen/:document/creditnota',
    route({
      needs: 'vaststellen',
      action: 'factuur crediteren',
      example: { document: '2016-05' },
      body: 'Dated',
      answer: 'Factuur',
      article: '6.2',
    }),
    async (c) => {
      const { name } = parseDocument(c);
      const { date } = await readIssue(c);
      const factuur = (await findByNumber(c, name)) ?? (await findStanding(c, name));
      if (factuur?.kind !== 'factuur')
        throw new DomainError(
          'not_found',
          'Er is geen uitgereikte factuur om te crediteren. Kies een maand met een factuur, of het nummer ervan.',
        );
      if (date < (factuur.date ?? date))
        throw new DomainError(
          'invalid',
          'De creditnota kan niet vóór de factuur gedateerd zijn. Kies een latere dag.',
        );
      return c.json(
        await issue(c, async () => {
          const kept = (await listIssued(c)).find(({ credits }) => credits === factuur.number);
          return kept ? { kept } : { concept: buildCreditnota(factuur), date };
        }),
      );
    },
  );

const listIssued = async (c: Context<Env>): Promise<Factuur[]> =>
  (await listPapers(c.var.deps.store, c.var.contract.id, 'factuur')).map(({ figures }) => figures);

const findByNumber = async (c: Context<Env>, number: string): Promise<Factuur | undefined> =>
  (await listIssued(c)).find((factuur) => factuur.number === number);

/** The factuur of a month that was issued and not taken back. */
const findStanding = async (c: Context<Env>, month: Month): Promise<Factuur | undefined> =>
  standingOf(await listIssued(c), month);

function standingOf(issued: readonly Factuur[], month: Month): Factuur | undefined {
  const credited = new Set(issued.map(({ credits }) => credits));
  return issued.find(
    (factuur) => factuur.month === month && factuur.kind === 'factuur' && !credited.has(factuur.number),
  );
}

/** Throws `not_found` outside the months that are invoiced. */
function getConcept(c: Context<Env>, month: Month, { contract }: StoredContract = c.var.contract): Factuur {
  checkPeriod(contract, isMonth(month) && lastDayOf(month), '2016-05');
  const concept = buildFactuur(contract, month);
  if (!concept)
    throw new DomainError(
      'not_found',
      `Over ${formatMonth(month)} is geen maandfactuur: die loopt van ${formatMonth(contract.eersteFactuurmaand)} tot en met de maand van de einddatum (art. 6.1 lid 4, 7.5 lid 4).`,
    );
  return concept;
}

async function readIssue(c: Context<Env>): Promise<{ date: string }> {
  return { date: readDate(c, await readBody(c), todayInAmsterdam(c.var.deps.now())) };
}

/** Gives the next number of the date's year, in the transaction that stores: gapless, never used again. */
const issue = (
  c: Context<Env>,
  choose: (stored: StoredContract) => Promise<{ kept: Factuur } | { concept: Factuur; date: string }>,
): Promise<Factuur> =>
  keepPaper(c.var, {
    kind: 'factuur',
    report: 'factuur',
    data: (factuur) => ({ factuur }),
    decide: async (stored) => {
      const chosen = await choose(stored);
      if ('kept' in chosen) return chosen;
      const numbers = (await listIssued(c)).map(({ number }) => number ?? '');
      const number = nextFactuurNumber(numbers, chosen.date);
      return { name: number, figures: issueFactuur(chosen.concept, number, chosen.date) };
    },
  });

async function listFacturen(c: Context<Env>): Promise<Facturen> {
  const { contract } = c.var.contract;
  const issued = await listIssued(c);
  const thisMonth = monthOf(todayInAmsterdam(c.var.deps.now()));
  return {
    issued: issued.map((factuur) => {
      const { number, month, kind, date, dueDate, credits, total, subtotal } = factuur;
      const creditedBy = issued.find((other) => other.credits === number)?.number ?? null;
      const now = kind === 'factuur' && creditedBy === null ? buildFactuur(contract, month) : factuur;
      const differs = now?.subtotal !== subtotal || now.total !== total;
      return { number, month, kind, date, dueDate, credits, total, creditedBy, differs };
    }),
    open: monthsBetween(contract.eersteFactuurmaand, thisMonth).filter(
      (month) => hasFee(contract, month) && !standingOf(issued, month),
    ),
  };
}
