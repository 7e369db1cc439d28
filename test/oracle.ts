import type { Contract } from '../shared/contract.ts';

/**
 * SPEC §2 written once more, in whole numbers (hundredths as bigint) and from rows as they travel. It shares nothing with
 * the product but the shape of a contract, so that both would have to be wrong in the same way.
 */
export interface OracleRows {
  contract: Contract;
  plaatsingen: {
    plaatsingnummer: string;
    kandidaatnummer: string;
    klantnummer: string;
    uurtarief: string | null;
  }[];
  uren: {
    plaatsingnummer: string;
    datum: string;
    uren: string;
    reiskosten: string | null;
    reiskostenBetaaldOp: string | null;
  }[];
}

export const FIELDS = [
  'uren',
  'omzet',
  'premie',
  'reiskosten',
  'staffelfee',
  'minimum',
  'kostenBovenMinimum',
  'saldo',
] as const;
export type OracleMonth = Record<(typeof FIELDS)[number], bigint>;

export function hundredths(text: string): bigint {
  const [whole = '', decimals = ''] = text.replace('-', '').split('.');
  const value = BigInt(whole) * 100n + BigInt(decimals.padEnd(2, '0').slice(0, 2));
  return text.startsWith('-') ? -value : value;
}

export function show(value: bigint): string {
  const digits = String(value < 0n ? -value : value).padStart(3, '0');
  return `${value < 0n ? '-' : ''}${digits.slice(0, -2)}.${digits.slice(-2)}`;
}

/** n ÷ d to a whole number, half away from zero. */
export function divide(n: bigint, d: bigint): bigint {
  const half = (2n * (n < 0n ? -n : n) + d) / (2n * d);
  return n < 0n ? -half : half;
}

const MILLION = 1_000_000n;
/** A fraction in millionths. */
const millionths = (fraction: string): bigint => {
  const [whole = '0', decimals = ''] = fraction.split('.');
  return BigInt(whole) * MILLION + BigInt(decimals.padEnd(6, '0').slice(0, 6));
};

export function termsAt({ tarieven }: Contract, month: string) {
  const found =
    [...tarieven].reverse().find(({ geldigVanaf }) => geldigVanaf.slice(0, 7) <= month) ?? tarieven[0];
  if (!found) throw new Error('no terms');
  return found;
}

export const hasFee = ({ eersteFactuurmaand, einddatum }: Contract, month: string): boolean =>
  month >= eersteFactuurmaand && (einddatum === null || month <= einddatum.slice(0, 7));

/** Hours, omzet and premie of each plaatsing that worked in a month. */
export function computePlaatsingen({ contract, plaatsingen, uren }: OracleRows, month: string) {
  const terms = termsAt(contract, month);
  return plaatsingen.flatMap((plaatsing) => {
    const worked = uren
      .filter((row) => row.plaatsingnummer === plaatsing.plaatsingnummer && row.datum.startsWith(month))
      .reduce((sum, row) => sum + hundredths(row.uren), 0n);
    return worked === 0n
      ? []
      : [
          {
            ...plaatsing,
            uren: worked,
            omzet: divide(worked * hundredths(plaatsing.uurtarief ?? terms.uurtarief), 100n),
            premie: divide(worked * hundredths(terms.premiePerUur), 100n),
          },
        ];
  });
}

export function computeMonth(rows: OracleRows, month: string): OracleMonth {
  const { contract, uren } = rows;
  const terms = termsAt(contract, month);
  const lines = computePlaatsingen(rows, month);
  const add = (field: 'uren' | 'omzet' | 'premie') => lines.reduce((sum, line) => sum + line[field], 0n);
  const omzet = add('omzet');
  const premie = add('premie');
  const reiskosten = uren
    .filter(({ reiskostenBetaaldOp }) => reiskostenBetaaldOp?.startsWith(month))
    .reduce((sum, row) => sum + hundredths(row.reiskosten ?? '0'), 0n);
  let exact = 0n;
  terms.staffel.forEach(({ vanaf, percentage }, i) => {
    const next = terms.staffel[i + 1];
    const top = next && hundredths(next.vanaf) < omzet ? hundredths(next.vanaf) : omzet;
    const part = top - hundredths(vanaf);
    if (part > 0n) exact += part * millionths(percentage);
  });
  const fee = hasFee(contract, month);
  const staffelfee = fee ? divide(exact, MILLION) : 0n;
  const minimum = fee ? hundredths(terms.minimumMaandbedrag) : 0n;
  const kostenBovenMinimum = staffelfee > minimum ? staffelfee - minimum : 0n;
  return {
    uren: add('uren'),
    omzet,
    premie,
    reiskosten,
    staffelfee,
    minimum,
    kostenBovenMinimum,
    saldo: omzet - premie - reiskosten - kostenBovenMinimum,
  };
}

export const monthsOf = (period: string): string[] =>
  Array.from(
    { length: 6 },
    (_, i) => `${period.slice(0, 4)}-${String(i + (period.endsWith('1') ? 1 : 7)).padStart(2, '0')}`,
  );

export const plus = (a: OracleMonth, b: OracleMonth): OracleMonth => combine(a, b, (x, y) => x + y);
export const minus = (a: OracleMonth, b: OracleMonth): OracleMonth => combine(a, b, (x, y) => x - y);
const combine = (a: OracleMonth, b: OracleMonth, work: (x: bigint, y: bigint) => bigint): OracleMonth =>
  Object.fromEntries(FIELDS.map((field) => [field, work(a[field], b[field])])) as OracleMonth;

export const showMonth = (month: OracleMonth): Record<(typeof FIELDS)[number], string> =>
  Object.fromEntries(FIELDS.map((field) => [field, show(month[field])])) as Record<
    (typeof FIELDS)[number],
    string
  >;

/** Settlements one after another, as SPEC §2.8 has them. */
export class OracleSettlements {
  /** What was settled of each month: its own line and its corrections. */
  readonly settled = new Map<string, OracleMonth>();

  /** The next half-year: its months, and the corrections of what was settled before. */
  compute(rows: OracleRows, period: string) {
    const months = monthsOf(period).map((month) => ({ month, ...computeMonth(rows, month) }));
    const corrections = [...this.settled].flatMap(([month, before]) => {
      const difference = minus(computeMonth(rows, month), before);
      return FIELDS.some((field) => field !== 'minimum' && difference[field] !== 0n)
        ? [{ month, ...difference }]
        : [];
    });
    const saldoMonths = months.reduce((sum, { saldo }) => sum + saldo, 0n);
    const saldo = corrections.reduce((sum, correction) => sum + correction.saldo, saldoMonths);
    return { months, corrections, saldoMonths, saldo, payout: saldo > 0n ? saldo : 0n };
  }

  settle(rows: OracleRows, period: string): void {
    for (const { month, ...line } of this.compute(rows, period).months) this.settled.set(month, line);
    for (const month of this.settled.keys()) this.settled.set(month, computeMonth(rows, month));
  }
}
