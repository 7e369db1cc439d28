import { type Context, Hono } from 'hono';
import type { Bevestiging, Bevestigingen, SentBevestiging } from '../../shared/api.ts';
import {
  ADDRESSEES,
  type Addressee,
  createBevestigingen,
  isSameBevestiging,
} from '../../shared/bevestiging.ts';
import { FIRST_DAY } from '../../shared/calendar.ts';
import { todayInAmsterdam } from '../dutch-time.ts';
import { DomainError } from '../../shared/errors.ts';
import { route } from '../access/route.ts';
import type { Env } from '../env.ts';
import { readAdministration } from '../store/administration.ts';
import type { StoredContract } from '../store/contracten.ts';
import { findPaperPdf, listPapers, type StoredPaper } from '../store/papers.ts';
import { draw, pdf, readBody, readDate, standOf } from './document.ts';
import { keepPaper } from '../keep-paper.ts';

/** Art. 5 lid 4: what was sent stays as it was; a plaatsing that changed since can be confirmed anew. */
export const bevestigingen = new Hono<Env>()
  .get(
    '/:contractnummer/bevestigingen',
    route({ needs: 'lezen', action: 'bevestigingen opsommen', answer: 'Bevestigingen', article: '5 lid 4' }),
    async (c) => c.json(await listBevestigingen(c)),
  )
  .get(
    '/:contractnummer/bevestigingen/:plaatsing{.+}/:document',
    route({
      needs: 'lezen',
      action: 'bevestiging bekijken',
      example: { plaatsing: 'PL001', document: 'klant' },
      answer: 'Bevestiging',
      pdf: true,
      article: '5 lid 4',
    }),
    async (c) => {
      const { plaatsingnummer, aan, isPdf } = parsePath(c);
      const { contract: stored, deps } = c.var;
      const sent = (await listSent(c, plaatsingnummer, aan)).at(-1);
      const bevestiging = sent?.figures ?? (await getConcept(c, plaatsingnummer, aan));
      if (!isPdf) return c.json(bevestiging);
      const fileName = `bevestiging-${aan}-${stored.contract.contractnummer}`;
      if (sent)
        return pdf(
          (await findPaperPdf(deps.store, stored.id, 'bevestiging', sent.name)) ?? raise(),
          fileName,
        );
      const data = { contract: stored.contract, stand: standOf(c), bevestiging };
      return draw(c, 'bevestiging', data, `${fileName}-concept`);
    },
  )
  .post(
    '/:contractnummer/bevestigingen/:plaatsing{.+}/:document',
    route({
      needs: 'schrijven',
      action: 'bevestiging vastleggen',
      example: { plaatsing: 'PL001', document: 'klant' },
      body: 'Dated',
      answer: 'Bevestiging',
      article: '5 lid 4',
    }),
    async (c) => {
      const { plaatsingnummer, aan } = parsePath(c);
      const date = readDate(c, await readBody(c), todayInAmsterdam(c.var.deps.now()));
      return c.json(
        await keepPaper(c.var, {
          kind: 'bevestiging',
          report: 'bevestiging',
          data: (bevestiging) => ({ bevestiging }),
          decide: async (stored) => {
            const sent = await listSent(c, plaatsingnummer, aan);
            const concept = await getConcept(c, plaatsingnummer, aan, stored);
            const sameDay = sent.filter(({ figures }) => figures.date === date);
            const last = sent.at(-1)?.figures.date ?? FIRST_DAY;
            const kept = sameDay.findLast(
              ({ figures }) => date < last || isSameBevestiging(figures, concept),
            )?.figures;
            if (kept) return { kept };
            if (date < last)
              throw new DomainError(
                'invalid',
                'Er is al een latere bevestiging verzonden. Kies een latere dag.',
              );
            return {
              name: [
                concept.plaatsingnummer,
                aan,
                date,
                ...(sameDay.length > 0 ? [sameDay.length + 1] : []),
              ].join('/'),
              figures: { ...concept, status: 'vastgesteld', date },
            };
          },
        }),
      );
    },
  );

const raise = (): never => {
  throw new Error('a kept paper without bytes');
};

function parsePath(c: Context<Env>): { plaatsingnummer: string; aan: Addressee; isPdf: boolean } {
  const document = c.req.param('document') ?? '';
  const name = document.replace(/\.pdf$/, '');
  const aan = ADDRESSEES.find((candidate) => candidate === name);
  if (!aan)
    throw new DomainError(
      'not_found',
      'Een bevestiging is voor de kandidaat of voor de klant. Kies één van beide.',
    );
  return { plaatsingnummer: c.req.param('plaatsing') ?? '', aan, isPdf: document !== name };
}

async function getConcept(
  c: Context<Env>,
  plaatsingnummer: string,
  aan: Addressee,
  stored: StoredContract = c.var.contract,
): Promise<Bevestiging> {
  const administration = await readAdministration(c.var.deps.store, stored, {
    from: FIRST_DAY,
    until: FIRST_DAY,
  });
  const concept = createBevestigingen(administration)(plaatsingnummer, aan);
  if (!concept) throw new DomainError('not_found', 'Deze plaatsing bestaat niet (meer).');
  return concept;
}

/** The ones sent for a plaatsing to an addressee, in order. */
const listSent = async (
  c: Context<Env>,
  plaatsingnummer: string,
  aan: Addressee,
): Promise<StoredPaper<'bevestiging'>[]> =>
  (await listPapers(c.var.deps.store, c.var.contract.id, 'bevestiging')).filter(
    ({ figures }) =>
      figures.aan === aan && figures.plaatsingnummer.toLowerCase() === plaatsingnummer.toLowerCase(),
  );

async function listBevestigingen(c: Context<Env>): Promise<Bevestigingen> {
  const { deps, contract: stored } = c.var;
  const administration = await readAdministration(deps.store, stored, { from: FIRST_DAY, until: FIRST_DAY });
  const conceptOf = createBevestigingen(administration);
  const last = new Map<string, Bevestiging>();
  const keyOf = (plaatsingnummer: string, aan: Addressee) => `${aan} ${plaatsingnummer.toLowerCase()}`;
  for (const { figures } of await listPapers(deps.store, stored.id, 'bevestiging'))
    last.set(keyOf(figures.plaatsingnummer, figures.aan), figures);
  const sentTo = (plaatsingnummer: string, aan: Addressee): SentBevestiging | null => {
    const sent = last.get(keyOf(plaatsingnummer, aan));
    if (!sent?.date) return null;
    const concept = conceptOf(plaatsingnummer, aan);
    return { date: sent.date, changed: concept === undefined || !isSameBevestiging(sent, concept) };
  };
  const isDone = (sent: SentBevestiging | null) => sent !== null && !sent.changed;
  return {
    plaatsingen: administration.plaatsingen
      .map(({ plaatsingnummer, kandidaatnummer, klantnummer, startdatum }) => ({
        plaatsingnummer,
        kandidaatnummer,
        klantnummer,
        startdatum,
        kandidaat: sentTo(plaatsingnummer, 'kandidaat'),
        klant: sentTo(plaatsingnummer, 'klant'),
      }))
      .sort(
        (a, b) =>
          Number(isDone(a.kandidaat) && isDone(a.klant)) - Number(isDone(b.kandidaat) && isDone(b.klant)) ||
          (a.startdatum < b.startdatum ? -1 : a.startdatum > b.startdatum ? 1 : 0) ||
          (a.plaatsingnummer < b.plaatsingnummer ? -1 : 1),
      ),
  };
}
