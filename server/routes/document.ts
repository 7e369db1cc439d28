import type { Context } from 'hono';
import type { Day } from '../../shared/calendar.ts';
import { isDay } from '../../shared/calendar.ts';
import type { Contract } from '../../shared/contract.ts';
import { DomainError } from '../../shared/errors.ts';
import type { Env, ReportName } from '../env.ts';
import { findPaperPdf } from '../store/papers.ts';
import type { PaperKind } from '../store/schema.ts';
import { malformed, parseJson } from './json.ts';

/** The last part of the path: the period or day, and whether `.pdf` stands behind it. */
export function parseDocument(c: Context<Env>): { name: string; isPdf: boolean } {
  const document = c.req.param('document') ?? '';
  return { name: document.replace(/\.pdf$/, ''), isPdf: document.endsWith('.pdf') };
}

/** Refuses, as not found, a period that does not exist (`lastDay` false) or that ended before ingangsdatum. */
export function checkPeriod(
  contract: Contract,
  lastDay: Day | false,
  examples = '2016-05 of 2016-H1',
): asserts lastDay is Day {
  if (lastDay === false)
    throw new DomainError('not_found', `Deze periode bestaat niet. Kies bijvoorbeeld ${examples}.`);
  if (lastDay < contract.ingangsdatum)
    throw new DomainError('not_found', 'Deze periode ligt vóór de ingangsdatum van het contract.');
}

/** The state of the records that a paper shows, and when it was drawn. */
export const standOf = (c: Context<Env>): { revision: number; at: string } => ({
  revision: c.var.contract.revision,
  at: c.var.deps.now().toISOString(),
});

/** The object that was sent. Throws `bad_request` where it is none; `{}` stands for no body at all. */
export async function readBody(c: Context<Env>): Promise<Record<string, unknown>> {
  const bytes = new Uint8Array(await c.req.arrayBuffer());
  const body = bytes.length === 0 ? {} : parseJson(bytes);
  if (typeof body !== 'object' || body === null || Array.isArray(body)) throw malformed();
  return body as Record<string, unknown>;
}

/** The field `date` of a body: a day from ingangsdatum up to and with `last`. Throws `invalid`. */
export function readDate(c: Context<Env>, body: Record<string, unknown>, last: Day): Day {
  const { date } = body;
  const { ingangsdatum } = c.var.contract.contract;
  if (typeof date !== 'string' || !isDay(date))
    throw new DomainError('invalid', 'Geef de datum mee, zoals {"date": "2016-05-31"}.');
  if (date < ingangsdatum)
    throw new DomainError(
      'invalid',
      'De datum ligt vóór de ingangsdatum van het contract. Kies een latere dag.',
    );
  if (date > last)
    throw new DomainError('invalid', 'De datum ligt in de toekomst. Kies vandaag of een eerdere dag.');
  return date;
}

/** A PDF as an answer. The name holds contract and period, nobody's data. */
export const pdf = (bytes: Uint8Array, name: string): Response =>
  new Response(bytes as Uint8Array<ArrayBuffer>, {
    headers: {
      'Content-Type': 'application/pdf',
      'Content-Disposition': `inline; filename="${name}.pdf"`,
    },
  });

/** Answers with what is made once the reading has ended: what takes long holds up nothing. */
export function afterReading(c: Context<Env>, make: () => Promise<Response>): Response {
  c.set('later', make);
  return c.body(null);
}

/** Answers a PDF that is drawn once the reading has ended. */
export const draw = (c: Context<Env>, report: ReportName, data: unknown, name: string): Response =>
  afterReading(c, async () => pdf(await c.var.deps.draw(report, data), name));

/** A paper as it is kept, else as its concept: the figures, with `.pdf` behind the path the bytes. */
export async function answerPaper<Kind extends PaperKind & ReportName>(
  c: Context<Env>,
  kind: Kind,
  figures: object,
  fileName: string,
): Promise<Response> {
  const { contract: stored, deps } = c.var;
  const { name, isPdf } = parseDocument(c);
  if (!isPdf) return c.json(figures);
  const file = `${fileName}-${stored.contract.contractnummer}-${name}`;
  const bytes = await findPaperPdf(deps.store, stored.id, kind, name);
  if (bytes) return pdf(bytes, file);
  const data = { contract: stored.contract, stand: standOf(c), [kind]: figures };
  return draw(c, kind, data, `${file}-concept`);
}
