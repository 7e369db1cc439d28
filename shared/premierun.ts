import type { Administration } from './administration.ts';
import type { PremieAmounts, Premierun } from './api.ts';
import { type Day, firstDayOf, type Month, monthOf, monthsBetween } from './calendar.ts';
import type { Plafond } from './contract.ts';
import { type Cents, formatHundredths, parseHundredths } from './decimal.ts';
import { formatEuro } from './format.ts';
import { listPlaatsingMonths } from './maand.ts';

/** A premium that was paid out earlier, to whom and when. */
export interface PremiePayment {
  kandidaatnummer: string;
  date: Day;
  bedrag: Cents;
}

/** What a kandidaat has coming on a day. */
export interface PremierunAmounts {
  kandidaatnummer: string;
  accrued: Cents;
  paidBefore: Cents;
  /** accrued − paidBefore; negative where hours were taken back after they were paid. */
  toPay: Cents;
  /** Dutch sentences: a third payment in the calendar year, more than its maximum, or paid too much before. */
  warnings: string[];
}

/**
 * The premium run on a day (art. 5.3): per kandidaat the premie over the months up to and with that day's, less what was
 * paid before. The exemption knows at most so many payments and so much money a person in a calendar year: beyond that
 * a warning, by the date of payment. The administration holds the hours worked by that day.
 */
export function calculatePremierun(
  administration: Administration,
  payments: readonly PremiePayment[],
  day: Day,
): PremierunAmounts[] {
  const accrued = accrue(administration, day);
  const paid = new Map<string, PremiePayment[]>();
  for (const payment of payments) {
    const key = payment.kandidaatnummer.toLowerCase();
    const known = paid.get(key);
    if (known) known.push(payment);
    else paid.set(key, [payment]);
  }
  const plafond = plafondOf(administration.contract.plafonds, day);
  const numbers = new Map<string, string>();
  for (const { kandidaatnummer } of [...payments, ...administration.kandidaten])
    numbers.set(kandidaatnummer.toLowerCase(), kandidaatnummer);
  return [...numbers]
    .map(([key, kandidaatnummer]): PremierunAmounts => {
      const earlier = paid.get(key) ?? [];
      const paidBefore = sum(earlier);
      const toPay = (accrued.get(key) ?? 0) - paidBefore;
      return {
        kandidaatnummer,
        accrued: accrued.get(key) ?? 0,
        paidBefore,
        toPay,
        warnings: listWarnings(kandidaatnummer, earlier, toPay, day, plafond),
      };
    })
    .filter((line) => line.accrued !== 0 || line.paidBefore !== 0)
    .sort((a, b) => (a.kandidaatnummer < b.kandidaatnummer ? -1 : 1));
}

/** The premium run as it travels and is printed, as a concept; travel not yet paid stands beside it, apart. */
export function buildPremierun(
  administration: Administration,
  payments: readonly PremiePayment[],
  day: Day,
): Premierun {
  const { contract, revision, kandidaten } = administration;
  const lines = calculatePremierun(administration, payments, day);
  const names = new Map(kandidaten.map((k) => [k.kandidaatnummer.toLowerCase(), k.naam ?? '']));
  const nameOf = (kandidaatnummer: string) => names.get(kandidaatnummer.toLowerCase()) ?? '';
  const open = sumOpenTravel(administration);
  const plafond = plafondOf(contract.plafonds, day);
  return {
    contractnummer: contract.contractnummer,
    day,
    status: 'concept',
    number: null,
    revision,
    perKandidaat: lines.map((line) => ({
      kandidaatnummer: line.kandidaatnummer,
      naam: nameOf(line.kandidaatnummer),
      ...formatAmounts([line]),
    })),
    totals: formatAmounts(lines),
    reiskosten: [...open]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([kandidaatnummer, bedrag]) => ({
        kandidaatnummer,
        naam: nameOf(kandidaatnummer),
        bedrag: formatHundredths(bedrag),
      })),
    reiskostenTotal: formatHundredths([...open.values()].reduce((total, bedrag) => total + bedrag, 0)),
    warnings: [
      ...(plafond
        ? []
        : [
            {
              code: 'plafond_ontbreekt',
              key: [],
              message: `In het contract staat geen jaarmaximum voor ${day.slice(0, 4)}. Het aantal betalingen en het bedrag per jaar zijn niet gecontroleerd.`,
            },
          ]),
      ...lines.flatMap(({ kandidaatnummer, warnings }) =>
        warnings.map((message) => ({ code: 'premie', key: [kandidaatnummer], message })),
      ),
    ],
  };
}

const formatAmounts = (lines: readonly PremierunAmounts[]): PremieAmounts => {
  const total = (amount: (line: PremierunAmounts) => Cents) =>
    formatHundredths(lines.reduce((cents, line) => cents + amount(line), 0));
  return {
    accrued: total(({ accrued }) => accrued),
    paidBefore: total(({ paidBefore }) => paidBefore),
    toPay: total(({ toPay }) => toPay),
    payout: total(({ toPay }) => Math.max(0, toPay)),
  };
};

/** By kandidaatnummer as the kandidaten have it. */
function sumOpenTravel({ plaatsingen, kandidaten, openReiskosten }: Administration): Map<string, Cents> {
  const written = new Map(kandidaten.map((k) => [k.kandidaatnummer.toLowerCase(), k.kandidaatnummer]));
  const ofPlaatsing = new Map(
    plaatsingen.map((p) => [
      p.plaatsingnummer.toLowerCase(),
      written.get(p.kandidaatnummer.toLowerCase()) ?? p.kandidaatnummer,
    ]),
  );
  const open = new Map<string, Cents>();
  for (const { plaatsingnummer, reiskosten } of openReiskosten) {
    const kandidaatnummer = ofPlaatsing.get(plaatsingnummer.toLowerCase());
    if (kandidaatnummer === undefined || reiskosten === 0) continue;
    open.set(kandidaatnummer, (open.get(kandidaatnummer) ?? 0) + reiskosten);
  }
  return open;
}

function accrue(administration: Administration, day: Day): Map<string, Cents> {
  const last = monthOf(day);
  const first = administration.uren.reduce<Month>(
    (month, item) => (item.month < month ? item.month : month),
    last,
  );
  const accrued = new Map<string, Cents>();
  for (const lines of listPlaatsingMonths(administration, monthsBetween(first, last)).values())
    for (const { plaatsing, premie } of lines) {
      const key = plaatsing.kandidaatnummer.toLowerCase();
      accrued.set(key, (accrued.get(key) ?? 0) + premie);
    }
  return accrued;
}

/** The maximum in force on a day: the last one with `vanaf` on or before it. */
const plafondOf = (plafonds: readonly Plafond[], day: Day): Plafond | undefined =>
  plafonds.filter(({ vanaf }) => vanaf <= day).sort((a, b) => (a.vanaf < b.vanaf ? 1 : -1))[0];

function listWarnings(
  kandidaatnummer: string,
  earlier: readonly PremiePayment[],
  toPay: Cents,
  day: Day,
  plafond: Plafond | undefined,
): string[] {
  if (toPay < 0)
    return [
      `Kandidaat ${kandidaatnummer} kreeg ${formatEuro(formatHundredths(-toPay))} meer dan er is opgebouwd, doordat uren zijn teruggenomen. Er wordt nu niets uitbetaald; nieuwe uren worden eerst hiermee verrekend.`,
    ];
  if (!plafond || toPay === 0) return [];
  const year = day.slice(0, 4);
  const thisYear = earlier.filter(({ date }) => date >= firstDayOf(`${year}-01`) && date.startsWith(year));
  const maximum = parseHundredths(plafond.bedrag) ?? 0;
  const warnings: string[] = [];
  if (thisYear.length >= plafond.maxBetalingen)
    warnings.push(
      `Kandidaat ${kandidaatnummer} kreeg in ${year} al ${thisYear.length} keer premie; de vrijlating geldt voor ten hoogste ${plafond.maxBetalingen} betalingen per kalenderjaar. Betaal in het volgende jaar of overleg met de gemeente.`,
    );
  if (sum(thisYear) + toPay > maximum)
    warnings.push(
      `Kandidaat ${kandidaatnummer} komt in ${year} boven het jaarmaximum van ${formatEuro(formatHundredths(maximum))}. Overleg met de gemeente voordat u betaalt.`,
    );
  return warnings;
}

const sum = (payments: readonly PremiePayment[]): Cents =>
  payments.reduce((total, { bedrag }) => total + bedrag, 0);
