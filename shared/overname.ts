import type { Afrekening, Correction, Premierun, PremierunLine, SettlementMonth } from './api.ts';
import {
  addDays,
  type Day,
  formatHalfYear,
  type HalfYear,
  lastDayOfHalfYear,
  monthsOfHalfYear,
} from './calendar.ts';
import { formatHundredths, parseHundredths } from './decimal.ts';
import { type Faults, Fields, refuseFaults } from './fields.ts';

/**
 * A half-year that was settled before this administration, from untrusted JSON in the form of an afrekening: `number`,
 * six `months`, `corrections` where it had any. It is taken as it stands; it only has to add up: a month's saldo = omzet −
 * premie − reiskosten − kostenBovenMinimum. What the half-year pays out follows from that unless `payout` says otherwise.
 * Throws `invalid` with every fault.
 */
export function parseOvername(input: unknown, contractnummer: string, period: HalfYear): Afrekening {
  const faults: Faults = [];
  const json = new Fields(input, '', faults);
  const expected = monthsOfHalfYear(period);
  const months = json.list('months').map((line): SettlementMonth => ({
    ...readLine(line),
    minimum: line.amount('minimum'),
    tiers: [],
  }));
  if (months.length !== 6 || months.some(({ month }, i) => month !== '' && month !== expected[i]))
    json.fault(
      'months',
      `moet de zes maanden van het ${formatHalfYear(period)} hebben, in volgorde: ${expected.join(', ')}`,
    );
  const corrections = (json.optional('corrections', () => json.list('corrections')) ?? []).map(readLine);
  const number = json.text('number');
  const saldoMonths = add(months);
  const saldo = saldoMonths + add(corrections);
  const payout = json.optional('payout', () => json.amount('payout')) ?? formatHundredths(Math.max(0, saldo));
  // The rest of an afrekening may stand there, and follows from these.
  for (const name of FOLLOWING) json.get(name);
  json.refuseOthers();
  refuseFaults(faults);
  return {
    contractnummer,
    period,
    status: 'vastgesteld',
    number,
    revision: 0,
    months,
    corrections,
    saldoMonths: formatHundredths(saldoMonths),
    saldo: formatHundredths(saldo),
    payout,
    payBy: addDays(lastDayOfHalfYear(period), 30),
  };
}

const FOLLOWING = [
  'contractnummer',
  'period',
  'status',
  'revision',
  'saldoMonths',
  'saldo',
  'payBy',
  'overgenomen',
] as const;

function readLine(line: Fields): Correction {
  const read = {
    month: line.month('month'),
    uren: line.signed('uren'),
    omzet: line.signed('omzet'),
    premie: line.signed('premie'),
    reiskosten: line.signed('reiskosten'),
    staffelfee: line.signed('staffelfee'),
    kostenBovenMinimum: line.signed('kostenBovenMinimum'),
    saldo: line.signed('saldo'),
  };
  const [omzet, premie, reiskosten, kosten, saldo] = [
    read.omzet,
    read.premie,
    read.reiskosten,
    read.kostenBovenMinimum,
    read.saldo,
  ].map(parseHundredths);
  for (const name of ['minimum', 'tiers']) line.get(name);
  line.refuseOthers();
  if (omzet === undefined || premie === undefined || reiskosten === undefined || kosten === undefined)
    return read;
  const due = omzet - premie - reiskosten - kosten;
  if (saldo !== undefined && saldo !== due)
    line.fault(
      'saldo',
      `moet ${formatHundredths(due)} zijn: omzet − premie − reiskosten − kosten boven minimum`,
    );
  return read;
}

const add = (lines: readonly { saldo: string }[]): number =>
  lines.reduce((sum, { saldo }) => sum + (parseHundredths(saldo) ?? 0), 0);

/**
 * What was paid out on a day before this administration, from untrusted JSON: `perKandidaat` with kandidaatnummer and
 * `payout`. Throws `invalid` with every fault.
 */
export function parsePremiesOvername(input: unknown, contractnummer: string, day: Day): Premierun {
  const faults: Faults = [];
  const json = new Fields(input, '', faults);
  const perKandidaat = json.list('perKandidaat').map((line): PremierunLine => {
    const kandidaatnummer = line.rowKey('kandidaatnummer');
    const payout = line.amount('payout');
    line.get('naam');
    line.refuseOthers();
    return { kandidaatnummer, naam: '', accrued: payout, paidBefore: '0.00', toPay: payout, payout };
  });
  const seen = new Set<string>();
  for (const { kandidaatnummer } of perKandidaat) {
    if (seen.has(kandidaatnummer.toLowerCase()))
      json.fault('perKandidaat', `heeft kandidaat ${kandidaatnummer} twee keer; tel de bedragen op`);
    seen.add(kandidaatnummer.toLowerCase());
  }
  json.refuseOthers();
  refuseFaults(faults);
  const total = formatHundredths(
    perKandidaat.reduce((sum, { payout }) => sum + (parseHundredths(payout) ?? 0), 0),
  );
  return {
    contractnummer,
    day,
    status: 'vastgesteld',
    number: `PR-${day}`,
    revision: 0,
    perKandidaat,
    totals: { accrued: total, paidBefore: '0.00', toPay: total, payout: total },
    reiskosten: [],
    reiskostenTotal: '0.00',
    warnings: [],
    overgenomen: true,
  };
}
