import { type Context, Hono } from 'hono';
import { buildAfrekening, checkFinalising } from '../../shared/afrekening.ts';
import type { Afrekening } from '../../shared/api.ts';
import {
  type Day,
  formatHalfYear,
  type HalfYear,
  isHalfYear,
  lastDayOfHalfYear,
} from '../../shared/calendar.ts';
import { DomainError } from '../../shared/errors.ts';
import { formatEuro } from '../../shared/format.ts';
import { allow } from '../access/rights.ts';
import type { Env } from '../env.ts';
import type { AfrekeningData } from '../reports/afrekening.ts';
import { readAdministration } from '../store/administration.ts';
import { addAfrekening, findAfrekeningPdf, listAfrekeningen } from '../store/afrekeningen.ts';
import { getContract, type StoredContract } from '../store/contracten.ts';
import { transaction } from '../store/store.ts';
import { checkPeriod, parseDocument, pdf, standOf } from './document.ts';

/** Art. 6.1 lid 5. */
export const afrekeningen = new Hono<Env>()
  .get('/:contractnummer/afrekeningen/:document', allow('lezen'), async (c) => {
    const { name: period, isPdf } = parsePeriod(c);
    const { contract: stored, deps } = c.var;
    const kept = findKept(c, period);
    if (!isPdf) return c.json(kept ?? buildConcept(c, period));
    const fileName = `afrekening-${stored.contract.contractnummer}-${period}`;
    const bytes = findAfrekeningPdf(deps.store, stored.id, period);
    if (bytes) return pdf(bytes, fileName);
    const data: AfrekeningData = {
      contract: stored.contract,
      stand: standOf(c),
      afrekening: buildConcept(c, period),
    };
    return pdf(await deps.draw('afrekening', data), `${fileName}-concept`);
  })
  .post('/:contractnummer/afrekeningen/:document', allow('vaststellen'), async (c) => {
    const { name: period } = parsePeriod(c);
    const saldo = await readSaldo(c);
    return c.json(findKept(c, period) ?? (await finalise(c, period, saldo)));
  });

function parsePeriod(c: Context<Env>): { name: HalfYear; isPdf: boolean } {
  const document = parseDocument(c);
  checkPeriod(c.var.contract.contract, isHalfYear(document.name) && lastDayOfHalfYear(document.name));
  return document;
}

const findKept = (c: Context<Env>, period: HalfYear): Afrekening | undefined =>
  listKept(c).find((afrekening) => afrekening.period === period);

const listKept = (c: Context<Env>): Afrekening[] =>
  listAfrekeningen(c.var.deps.store, c.var.contract.id).map(({ afrekening }) => afrekening);

function buildConcept(
  c: Context<Env>,
  period: HalfYear,
  stored: StoredContract = c.var.contract,
): Afrekening {
  const until = lastDayOfHalfYear(period);
  return buildAfrekening(readAdministration(c.var.deps.store, stored, { until }), period, listKept(c));
}

async function readSaldo(c: Context<Env>): Promise<string> {
  const body: unknown = await c.req.json().catch(() => {
    throw new DomainError('bad_request', 'Het bericht aan de server is niet leesbaar.');
  });
  const saldo =
    typeof body === 'object' && body !== null ? (body as Record<string, unknown>)['saldo'] : undefined;
  if (typeof saldo !== 'string')
    throw new DomainError('invalid', 'Geef het saldo mee dat u hebt gezien, zoals {"saldo": "20970.04"}.');
  return saldo;
}

/**
 * Keeps what the user saw: number, figures and the bytes of the PDF. The drawing takes a while, so what it was drawn from
 * is checked again in the transaction that stores it.
 */
async function finalise(c: Context<Env>, period: HalfYear, saldo: string): Promise<Afrekening> {
  const { contract: stored, deps, person } = c.var;
  const now = deps.now();
  const check = (contract: StoredContract): Afrekening => {
    checkFinalising(readAdministration(deps.store, contract), period, listKept(c), todayInAmsterdam(now));
    const concept = buildConcept(c, period, contract);
    if (concept.saldo !== saldo) throw changed(concept);
    return { ...concept, status: 'vastgesteld', number: `AFR-${period}` };
  };
  const afrekening = check(stored);
  const data: AfrekeningData = {
    contract: stored.contract,
    stand: { revision: afrekening.revision, at: now.toISOString() },
    afrekening,
    by: person.naam,
  };
  const bytes = await deps.draw('afrekening', data);
  return transaction(deps.store, () => {
    const kept = findKept(c, period);
    if (kept) return kept;
    const present = getContract(deps.store, stored.contract.contractnummer);
    const again = check(present);
    if (
      present.revision !== stored.revision ||
      JSON.stringify(present.contract) !== JSON.stringify(stored.contract)
    )
      throw changed(again);
    addAfrekening(deps.store, stored.id, { afrekening, at: now.toISOString(), naam: person.naam }, bytes);
    return afrekening;
  });
}

const changed = ({ period, saldo }: Afrekening): DomainError =>
  new DomainError(
    'changed',
    `De afrekening over het ${formatHalfYear(period)} is intussen veranderd: het saldo is nu ${formatEuro(saldo)}. Bekijk haar opnieuw en stel haar dan vast.`,
    { saldo },
  );

/** A half-year ends when it does in the Netherlands. */
const todayInAmsterdam = (now: Date): Day =>
  new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/Amsterdam' }).format(now);
