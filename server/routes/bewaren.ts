import { todayInAmsterdam } from '../dutch-time.ts';
import { type Context, Hono } from 'hono';
import type { Bewaartermijnen, Inzage, Wisverklaring } from '../../shared/api.ts';
import { buildBewaartermijnen } from '../../shared/bewaren.ts';
import { DomainError } from '../../shared/errors.ts';
import { MAX_TEXT, isCleanText } from '../../shared/text.ts';
import { getTable, keyFields, type Row, type Table } from '../../shared/tables.ts';
import { toRecord } from '../../shared/validate.ts';
import { listEntriesOf } from '../history.ts';
import { route } from '../access/route.ts';
import type { Env } from '../env.ts';
import { countAllTraces, eraseKandidaten } from '../erase.ts';
import { readAdministration } from '../store/administration.ts';
import { listPseudonyms } from '../store/erasures.ts';
import { findPaperPdf, listPapers } from '../store/papers.ts';
import { readTable } from '../store/rows.ts';
import { listViews } from '../access/audit-log.ts';
import { draw, parseDocument, pdf, readBody, standOf } from './document.ts';

/** How long what is kept, erasing, and what is kept of one person (contract art. 7.7; processor agreement art. 5). */
export const bewaren = new Hono<Env>()
  .get(
    '/:contractnummer/bewaartermijnen',
    route({ needs: 'beheer', action: 'bewaartermijnen bekijken', answer: 'Bewaartermijnen' }),
    async (c) => c.json(await listDue(c)),
  )
  .post(
    '/:contractnummer/wissen',
    route({ needs: 'beheer', action: 'kandidaten wissen', body: 'Wissen', answer: 'Wisverklaring' }),
    async (c) => {
      const { kandidaten, reason } = readWissen(await readBody(c));
      return c.json(await eraseKandidaten(c.var, kandidaten, reason));
    },
  )
  .get(
    '/:contractnummer/wisverklaringen',
    route({ needs: 'beheer', action: 'wisverklaringen opsommen', answer: 'Wisverklaring[]' }),
    async (c) => c.json(await listProofs(c)),
  )
  .get(
    '/:contractnummer/wisverklaringen/:document',
    route({
      needs: 'beheer',
      action: 'wisverklaring bekijken',
      example: { document: 'WIS-2026-0001' },
      answer: 'Wisverklaring',
      pdf: true,
    }),
    async (c) => {
      const { name, isPdf } = parseDocument(c);
      const proof = (await listProofs(c)).find(({ number }) => number === name);
      const bytes = await findPaperPdf(c.var.deps.store, c.var.contract.id, 'wisverklaring', name);
      if (!proof || !bytes) throw new DomainError('not_found', 'Deze verklaring bestaat niet.');
      return isPdf ? pdf(bytes, `wisverklaring-${proof.contractnummer}-${name}`) : c.json(proof);
    },
  )
  .get(
    '/:contractnummer/inzage/:kandidaat{.+}',
    route({
      needs: 'beheer',
      action: 'gegevens van een kandidaat opvragen',
      example: { kandidaat: 'K001' },
      answer: 'Inzage',
      pdf: true,
    }),
    async (c) => {
      const path = c.req.param('kandidaat');
      const nummer = path.replace(/\.pdf$/, '');
      const own = await buildInzage(c, nummer);
      if (nummer === path) return c.json(own);
      const { contract } = c.var.contract;
      // The name of a file is seen by more people than its content.
      const data = { contract, stand: standOf(c), inzage: own };
      return draw(c, 'inzage', data, `inzage-${contract.contractnummer}`);
    },
  );

async function listDue(c: Context<Env>): Promise<Bewaartermijnen> {
  const { deps, contract: stored } = c.var;
  return buildBewaartermijnen(
    await readAdministration(deps.store, stored),
    await listPseudonyms(deps.store, stored.id),
    await countAllTraces(deps.store, stored.id),
    todayInAmsterdam(deps.now()),
  );
}

const listProofs = async (c: Context<Env>): Promise<Wisverklaring[]> =>
  (await listPapers(c.var.deps.store, c.var.contract.id, 'wisverklaring')).map(({ figures }) => figures);

const MAX_ERASED = 1_000;

function readWissen({ kandidaten, reason }: Record<string, unknown>): {
  kandidaten: string[];
  reason: string;
} {
  if (
    !Array.isArray(kandidaten) ||
    kandidaten.length === 0 ||
    kandidaten.length > MAX_ERASED ||
    !kandidaten.every((nummer): nummer is string => typeof nummer === 'string')
  )
    throw new DomainError('invalid', `kandidaten: geef 1 tot ${MAX_ERASED} kandidaatnummers.`);
  if (new Set(kandidaten.map((nummer) => nummer.toLowerCase())).size < kandidaten.length)
    throw new DomainError('invalid', 'kandidaten: een nummer staat er twee keer in.');
  if (typeof reason !== 'string' || !isCleanText(reason))
    throw new DomainError('invalid', `reason: geef de reden, in 1 tot ${MAX_TEXT} tekens.`);
  return { kandidaten, reason };
}

async function buildInzage(c: Context<Env>, nummer: string): Promise<Inzage> {
  const { deps, contract: stored } = c.var;
  const { store } = deps;
  const table = getTable('kandidaten');
  const key = nummer.toLowerCase();
  const current = async (of: Table, isOwn: (row: Row) => boolean) =>
    [...(await readTable(store, stored.id, of, null)).current.values()].filter(isOwn);
  const [kandidaat] = await current(table, ([own]) => String(own).toLowerCase() === key);
  if (!kandidaat) throw new DomainError('not_found', 'Deze kandidaat bestaat niet (meer).');
  const plaatsingen = await current(getTable('plaatsingen'), ([, own]) => String(own).toLowerCase() === key);
  const numbers = new Set(plaatsingen.map(([own]) => String(own).toLowerCase()));
  const uren = await current(getTable('uren'), ([own]) => numbers.has(String(own).toLowerCase()));
  return {
    contractnummer: stored.contract.contractnummer,
    revision: stored.revision,
    kandidaat: toRecord(table, kandidaat),
    history: await listEntriesOf(store, stored.id, table, keyFields(table, kandidaat)),
    plaatsingen: plaatsingen.map((row) => toRecord(getTable('plaatsingen'), row)),
    uren: uren.map((row) => toRecord(getTable('uren'), row)),
    premies: (await listPapers(store, stored.id, 'premierun')).flatMap(({ figures }) =>
      figures.perKandidaat
        .filter(({ kandidaatnummer, payout }) => kandidaatnummer.toLowerCase() === key && payout !== '0.00')
        .map(({ payout }) => ({ day: figures.day, number: figures.number ?? '', payout })),
    ),
    bevestigingen: (await listPapers(store, stored.id, 'bevestiging')).flatMap(({ figures }) =>
      figures.kandidaatnummer.toLowerCase() === key && figures.date !== null
        ? [{ date: figures.date, plaatsingnummer: figures.plaatsingnummer, aan: figures.aan }]
        : [],
    ),
    views: await listViews(store, stored.id, key),
  };
}
