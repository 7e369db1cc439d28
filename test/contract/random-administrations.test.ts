import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Administration } from '../../shared/administration.ts';
import { buildAfrekening } from '../../shared/afrekening.ts';
import type { Afrekening } from '../../shared/api.ts';
import { type Contract, hasFee } from '../../shared/contract.ts';
import { parseHundredths } from '../../shared/decimal.ts';
import { buildKlantspecificaties } from '../../shared/klantspecificatie.ts';
import { buildKwartaaloverzicht } from '../../shared/kwartaaloverzicht.ts';
import { calculateMaandfactuur } from '../../shared/maandfactuur.ts';
import { buildMaandrapport } from '../../shared/maandrapport.ts';
import { buildPremierun, type PremiePayment } from '../../shared/premierun.ts';
import { almereContract } from '../almere.ts';
import {
  computeMonth,
  computePlaatsingen,
  divide,
  hundredths,
  monthsOf,
  type OracleRows,
  OracleSettlements,
  plus,
  show,
  showMonth,
  termsAt,
} from '../oracle.ts';

/**
 * A thousand administrations that nobody thought of, each settled half-year after half-year with changes between, against
 * the oracle. RANDOM_SEED repeats a run; RANDOM_RUNS makes it longer.
 */
const HALF_YEARS = ['2015-H2', '2016-H1', '2016-H2'];
const MONTHS = HALF_YEARS.flatMap(monthsOf);
const settings = {
  numRuns: Number(process.env['RANDOM_RUNS'] ?? 1000),
  ...(process.env['RANDOM_SEED'] === undefined ? {} : { seed: Number(process.env['RANDOM_SEED']) }),
};

const amount = (max: number) => fc.integer({ min: 0, max }).map((n) => show(BigInt(n)));
const fraction = fc.integer({ min: 0, max: 3_000 }).map((n) => `0.${String(n).padStart(4, '0')}`);
const month = fc.constantFrom(...MONTHS);
const day = fc
  .tuple(month, fc.integer({ min: 1, max: 28 }))
  .map(([name, n]) => `${name}-${String(n).padStart(2, '0')}`);

const tarief = fc.record({
  uurtarief: amount(3_000).map((text) => (text === '0.00' ? '11.75' : text)),
  premiePerUur: amount(400).map((text) => (text === '0.00' ? '2.00' : text)),
  staffel: fc
    .tuple(
      fc.uniqueArray(fc.integer({ min: 1, max: 400_000 }), { maxLength: 3 }),
      fc.array(fraction, { minLength: 4, maxLength: 4 }),
    )
    .map(([bounds, percentages]) =>
      [0, ...bounds.sort((a, b) => a - b)].map((vanaf, i) => ({
        vanaf: show(BigInt(vanaf)),
        percentage: percentages[i] ?? '0.1',
      })),
    ),
  minimumMaandbedrag: amount(80_000),
  licenties: fc.record({ aantal: fc.integer({ min: 0, max: 5 }), bedragPerMaand: amount(30_000) }),
  btwPercentage: fc.constantFrom('0.21', '0.09', '0.00'),
});

const contract = fc
  .record({
    versions: fc.uniqueArray(fc.tuple(month, tarief), {
      minLength: 1,
      maxLength: 4,
      selector: ([name]) => name,
    }),
    eersteFactuurmaand: fc.constantFrom('2015-07', '2015-08', '2015-12', '2016-02'),
    einddatum: fc.option(day.filter((end) => end >= '2016-02-01')),
  })
  .map(({ versions, eersteFactuurmaand, einddatum }): Contract => ({
    ...almereContract(),
    ingangsdatum: '2015-07-01',
    eersteFactuurmaand,
    einddatum,
    tarieven: versions
      .map(([name, terms]) => ({ geldigVanaf: `${name}-01`, ...terms }))
      .sort((a, b) => (a.geldigVanaf < b.geldigVanaf ? -1 : 1)),
  }));

const PLAATSINGEN = Array.from({ length: 6 }, (_, i) => `PL${i}`);
const urenregel = fc.record({
  plaatsingnummer: fc.constantFrom(...PLAATSINGEN),
  datum: day,
  uren: amount(6_000),
  reiskosten: fc.option(amount(9_000)),
  reiskostenBetaaldOp: fc.option(day),
});
/** One row a plaatsing and day. */
const uren = fc.uniqueArray(urenregel, {
  maxLength: 25,
  selector: ({ plaatsingnummer, datum }) => `${plaatsingnummer} ${datum}`,
});
const rates = fc.array(fc.option(amount(2_500).map((text) => (text === '0.00' ? '9.99' : text))), {
  minLength: 6,
  maxLength: 6,
});

const toRows = (agreed: Contract, tarieven: (string | null)[], lines: OracleRows['uren']): OracleRows => ({
  contract: agreed,
  plaatsingen: PLAATSINGEN.map((plaatsingnummer, i) => ({
    plaatsingnummer,
    kandidaatnummer: `K${i % 4}`,
    klantnummer: `KL${i % 3}`,
    uurtarief: tarieven[i] ?? null,
  })),
  uren: lines,
});

const number = (text: string | null) => parseHundredths(text ?? '0') ?? 0;

/** The rows as reports read them: sums by plaatsing and month. */
function toAdministration({ contract: agreed, plaatsingen, uren: lines }: OracleRows): Administration {
  const sumsOf = (
    rows: OracleRows['uren'],
    dateOf: (row: OracleRows['uren'][number]) => string,
    field: 'uren' | 'reiskosten',
  ) => {
    const sums = new Map<string, { plaatsingnummer: string; month: string; value: number }>();
    for (const row of rows) {
      const name = dateOf(row).slice(0, 7);
      const key = `${row.plaatsingnummer} ${name}`;
      const known = sums.get(key);
      const value = number(row[field]) + (known?.value ?? 0);
      sums.set(key, { plaatsingnummer: row.plaatsingnummer, month: name, value });
    }
    return [...sums.values()];
  };
  const paid = lines.filter(
    ({ reiskosten, reiskostenBetaaldOp }) => reiskosten !== null && reiskostenBetaaldOp !== null,
  );
  return {
    contract: agreed,
    revision: 1,
    kandidaten: [0, 1, 2, 3].map((n) => ({
      kandidaatnummer: `K${n}`,
      naam: `Kandidaat ${n}`,
      aanmelddatum: '2015-07-01',
      uitkeringSinds: null,
      matchbaar: true,
      uitstroomdatum: null,
    })),
    klanten: [0, 1, 2].map((n) => ({ klantnummer: `KL${n}`, naam: `Klant ${n}`, plaats: null })),
    plaatsingen: plaatsingen.map(({ uurtarief, ...keys }) => ({
      ...keys,
      startdatum: '2015-07-01',
      einddatum: null,
      urenPerWeek: 20_00,
      uurtarief: uurtarief === null ? null : number(uurtarief),
      verlengdTot: null,
      verlengingAkkoordOp: null,
    })),
    uren: sumsOf(lines, ({ datum }) => datum, 'uren').map(({ value, ...rest }) => ({ ...rest, uren: value })),
    reiskosten: sumsOf(paid, ({ reiskostenBetaaldOp }) => reiskostenBetaaldOp ?? '', 'reiskosten').map(
      ({ value, ...rest }) => ({ ...rest, reiskosten: value }),
    ),
    openReiskosten: [],
  };
}

const sum = (texts: readonly string[]): string =>
  show(texts.reduce((total, text) => total + hundredths(text), 0n));

describe('art. 5 and 6, a thousand random administrations', () => {
  it('months, kandidaten, klanten, quarters and invoices', { timeout: 120_000 }, () => {
    fc.assert(
      fc.property(contract, rates, uren, (agreed, tarieven, lines) => {
        const rows = toRows(agreed, tarieven, lines);
        const administration = toAdministration(rows);
        for (const name of MONTHS) {
          const want = showMonth(computeMonth(rows, name));
          const { totals, perKandidaat } = buildMaandrapport(administration, name);
          expect({ name, ...totals }).toEqual({ name, ...want });
          for (const field of ['uren', 'omzet', 'premie', 'reiskosten'] as const)
            expect(sum(perKandidaat.map((line) => line[field]))).toBe(totals[field]);
          expect(buildKlantspecificaties(administration, name).total).toBe(want.omzet);
          const terms = termsAt(agreed, name);
          const subtotal = hundredths(terms.minimumMaandbedrag) + hundredths(terms.licenties.bedragPerMaand);
          const invoice = calculateMaandfactuur(agreed, name);
          expect(invoice === undefined).toBe(!hasFee(agreed, name));
          if (invoice)
            expect(BigInt(invoice.total)).toBe(
              subtotal + divide(subtotal * hundredths(terms.btwPercentage), 100n),
            );
        }
        const quarter = ['2016-04', '2016-05', '2016-06']
          .map((name) => computeMonth(rows, name))
          .reduce(plus);
        expect(buildKwartaaloverzicht(administration, '2016-Q2').totals).toEqual(showMonth(quarter));
      }),
      settings,
    );
  });

  it('half-years settled one after another, with changes between', { timeout: 120_000 }, () => {
    fc.assert(
      fc.property(contract, rates, fc.tuple(uren, uren, uren), (agreed, tarieven, stages) => {
        const oracle = new OracleSettlements();
        const settled: Afrekening[] = [];
        let last = toRows(agreed, tarieven, []);
        for (const [i, period] of HALF_YEARS.entries()) {
          // The first half of the rows stays, the rest is other than before.
          const kept = last.uren.slice(0, Math.ceil(last.uren.length / 2));
          const taken = new Set(kept.map(({ plaatsingnummer, datum }) => `${plaatsingnummer} ${datum}`));
          const added = (stages[i] ?? []).filter(
            ({ plaatsingnummer, datum }) => !taken.has(`${plaatsingnummer} ${datum}`),
          );
          last = toRows(agreed, tarieven, [...kept, ...added]);
          const want = oracle.compute(last, period);
          const got = buildAfrekening(toAdministration(last), period, settled);
          expect(got.months.map(({ tiers: _, ...line }) => line)).toEqual(
            want.months.map(({ month: name, ...line }) => ({ month: name, ...showMonth(line) })),
          );
          expect(got.corrections.map(({ month: name, saldo, omzet }) => [name, saldo, omzet])).toEqual(
            want.corrections.map(({ month: name, saldo, omzet }) => [name, show(saldo), show(omzet)]),
          );
          expect([got.saldoMonths, got.saldo, got.payout]).toEqual(
            [want.saldoMonths, want.saldo, want.payout].map(show),
          );
          settled.push({ ...got, status: 'vastgesteld', number: `AFR-${period}` });
          oracle.settle(last, period);
        }
        // Whatever happened between, all that was settled adds up to what the records say at last.
        expect(sum(settled.map(({ saldo }) => saldo))).toBe(
          show(MONTHS.reduce((total, name) => total + computeMonth(last, name).saldo, 0n)),
        );
      }),
      settings,
    );
  });

  it('premium runs pay each euro once, and never below 0', { timeout: 120_000 }, () => {
    fc.assert(
      fc.property(contract, rates, fc.tuple(uren, uren), (agreed, tarieven, [first, second]) => {
        const payments: PremiePayment[] = [];
        for (const [lines, date] of [
          [first, '2016-01-01'],
          [second, '2016-06-30'],
          [second, '2016-12-31'],
        ] as const) {
          const until = lines.filter(({ datum }) => datum <= date);
          const rows = toRows(agreed, tarieven, until);
          const run = buildPremierun(toAdministration(rows), payments, date);
          for (const line of run.perKandidaat) {
            const accrued = MONTHS.flatMap((name) => computePlaatsingen(rows, name))
              .filter(({ kandidaatnummer }) => kandidaatnummer === line.kandidaatnummer)
              .reduce((total, { premie }) => total + premie, 0n);
            const before = payments
              .filter(({ kandidaatnummer }) => kandidaatnummer === line.kandidaatnummer)
              .reduce((total, { bedrag }) => total + BigInt(bedrag), 0n);
            const due = accrued - before;
            expect([line.accrued, line.paidBefore, line.toPay, line.payout]).toEqual(
              [accrued, before, due, due > 0n ? due : 0n].map(show),
            );
          }
          expect(run.totals.payout).toBe(sum(run.perKandidaat.map(({ payout }) => payout)));
          for (const { kandidaatnummer, payout } of run.perKandidaat)
            if (payout !== '0.00') payments.push({ kandidaatnummer, date, bedrag: number(payout) });
        }
      }),
      settings,
    );
  });
});
