import type { Context } from 'hono';
import type { Day } from '../../shared/calendar.ts';
import type { Contract } from '../../shared/contract.ts';
import { DomainError } from '../../shared/errors.ts';
import type { Env } from '../env.ts';

/** The last part of the path: the period or day, and whether `.pdf` stands behind it. */
export function parseDocument(c: Context<Env>): { name: string; isPdf: boolean } {
  const document = c.req.param('document') ?? '';
  return { name: document.replace(/\.pdf$/, ''), isPdf: document.endsWith('.pdf') };
}

/** Refuses, as not found, a period that does not exist (`lastDay` false) or that ended before ingangsdatum. */
export function checkPeriod(contract: Contract, lastDay: Day | false): asserts lastDay is Day {
  if (lastDay === false)
    throw new DomainError('not_found', 'Deze periode bestaat niet. Kies bijvoorbeeld 2016-05 of 2016-H1.');
  if (lastDay < contract.ingangsdatum)
    throw new DomainError('not_found', 'Deze periode ligt vóór de ingangsdatum van het contract.');
}

/** The state of the records that a paper shows, and when it was drawn. */
export const standOf = (c: Context<Env>): { revision: number; at: string } => ({
  revision: c.var.contract.revision,
  at: c.var.deps.now().toISOString(),
});

/** A PDF as an answer. The name holds contract and period, nobody's data. */
export const pdf = (bytes: Uint8Array, name: string): Response =>
  new Response(bytes as Uint8Array<ArrayBuffer>, {
    headers: {
      'Content-Type': 'application/pdf',
      'Content-Disposition': `inline; filename="${name}.pdf"`,
    },
  });
