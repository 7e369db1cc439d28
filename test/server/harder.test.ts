import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { writeServerFigures } from '../../addin/excel/afrekening-sheet.ts';
import { endContract } from '../../server/contract-changes.ts';
import { createDrawer } from '../../server/reports/draw.ts';
import { getContract, updateContract } from '../../server/store/contracten.ts';
import type {
  Afrekening,
  Factuur,
  Klantspecificaties,
  Kwartaaloverzicht,
  Maandrapport,
  Premierun,
} from '../../shared/api.ts';
import { formatEuro, formatNumber } from '../../shared/format.ts';
import type { WireRow } from '../../shared/tables.ts';
import { calculate } from '../addin/excel/calculate.ts';
import { Desk } from '../addin/excel/desk.ts';
import { harderContract, harderTables, toOracleRows } from '../harder.ts';
import {
  computeMonth,
  computePlaatsingen,
  divide,
  hasFee,
  hundredths,
  monthsOf,
  type OracleMonth,
  OracleSettlements,
  plus,
  show,
  showMonth,
  termsAt,
} from '../oracle.ts';
import { readPages } from './pdf.ts';
import { CONTRACT, Testbed, Workbook } from './testbed.ts';

const HALF_YEARS = ['2015-H2', '2016-H1', '2016-H2', '2017-H1'];
const MONTHS = HALF_YEARS.flatMap(monthsOf).filter((month) => month >= '2015-11');
const MONTH_ROWS = [7, 8, 9, 10, 11, 12];

const drawer = createDrawer();
const bed = await Testbed.open({ draw: drawer.draw });
const book = new Workbook(bed);
const oracle = new OracleSettlements();
const kept = new Map<string, Buffer>();
afterAll(() => drawer.close());

const rows = async () => toOracleRows((await getContract(bed.store, CONTRACT)).contract, book.tables);
const plain = (text: string) => text.replaceAll('\u00a0', ' ');
const euro = (value: bigint) => plain(formatEuro(show(value)));

async function getPdf(path: string): Promise<Buffer> {
  const response = await bed.app.request(`/api/contracten/${CONTRACT}/${path}.pdf`, {
    headers: { Authorization: `Bearer ${bed.writer}` },
  });
  expect(response.status, path).toBe(200);
  return Buffer.from(await response.arrayBuffer());
}
const readPdf = async (path: string) => (await readPages(await getPdf(path))).join(' ');
const get = async <T>(path: string): Promise<T> => {
  const { status, body } = await bed.get<T>(path);
  expect(status, path).toBe(200);
  return body;
};

/** The months on the sheet Afrekening of a workbook that someone else fetched, and what it sums them to. */
async function expectSheet(): Promise<void> {
  const desk = await new Desk(bed).setUp();
  await desk.mustSync();
  for (const period of HALF_YEARS) {
    desk.workbook.sheet('Afrekening').getRange('B3').values = period;
    await writeServerFigures(period, await desk.client.read<Afrekening>(CONTRACT, 'afrekeningen', period));
    const sheets = calculate(desk.workbook);
    const shown = (cell: string) => Number(sheets.value(`Afrekening!${cell}`)).toFixed(2);
    for (const [i, row] of MONTH_ROWS.entries()) {
      const month = monthsOf(period)[i] ?? '';
      const want = showMonth(computeMonth(await rows(), month));
      const { uren, omzet, premie, reiskosten, staffelfee, minimum, kostenBovenMinimum, saldo } = want;
      expect([
        month,
        ...['F', 'G', 'H', 'I', 'J', 'E', 'K', 'L'].map((column) => shown(`${column}${row}`)),
      ]).toEqual([
        month,
        ...[uren, omzet, premie, reiskosten, staffelfee, minimum, kostenBovenMinimum, saldo],
      ]);
    }
    const all = await rows();
    const total = monthsOf(period).reduce((sum, month) => sum + computeMonth(all, month).saldo, 0n);
    expect([period, shown('L13')]).toEqual([period, show(total)]);
  }
}

async function expectMonths(): Promise<void> {
  for (const month of MONTHS) {
    const want = computeMonth(await rows(), month);
    const rapport = await get<Maandrapport>(`maandrapporten/${month}`);
    expect({ month, ...rapport.totals }).toEqual({ month, ...showMonth(want) });
    const { klanten, total } = await get<Klantspecificaties>(`klantspecificaties/${month}`);
    expect([month, total]).toEqual([month, show(want.omzet)]);
    expect(
      klanten
        .flatMap(({ lines }) => lines.map(({ plaatsingnummer, bedrag }) => [plaatsingnummer, bedrag]))
        .sort(),
    ).toEqual(
      computePlaatsingen(await rows(), month)
        .map(({ plaatsingnummer, omzet }) => [plaatsingnummer, show(omzet)])
        .sort(),
    );
  }
}

const withoutMinimum = ({ minimum: _, ...line }: ReturnType<typeof showMonth> & { month: string }) => line;

/** A concept or a settled half-year against what the oracle makes of it now, on paper too. */
async function expectAfrekening(period: string): Promise<Afrekening> {
  const want = oracle.compute(await rows(), period);
  const got = await get<Afrekening>(`afrekeningen/${period}`);
  expect(got.months.map(({ tiers: _, ...line }) => line)).toEqual(
    want.months.map(({ month, ...line }) => ({ month, ...showMonth(line) })),
  );
  expect(got.corrections).toEqual(
    want.corrections.map(({ month, ...line }) => withoutMinimum({ month, ...showMonth(line) })),
  );
  expect([got.saldoMonths, got.saldo, got.payout]).toEqual(
    [want.saldoMonths, want.saldo, want.payout].map(show),
  );
  const text = await readPdf(`afrekeningen/${period}`);
  for (const line of [...want.months, ...want.corrections])
    expect(text).toContain(
      `${formatNumber(show(line.uren))} ${[line.omzet, line.premie, line.reiskosten, line.kostenBovenMinimum, line.saldo].map(euro).join(' ')}`,
    );
  expect(text).toContain(`uit te betalen ${euro(want.payout)}`);
  return got;
}

async function settle(period: string): Promise<void> {
  const { saldo } = await expectAfrekening(period);
  const answer = await bed.post<Afrekening>(`afrekeningen/${period}`, { saldo });
  expect(answer.status).toBe(200);
  oracle.settle(await rows(), period);
  kept.set(`afrekeningen/${period}`, await getPdf(`afrekeningen/${period}`));
}

const change = (place: number, value: string | null, where: (row: WireRow) => boolean) => {
  const found = book.tables.uren.find(where);
  if (!found) throw new Error('no such row of hours');
  book.tables.uren = book.tables.uren.map((row) =>
    row === found ? row.map((old, i) => (i === place ? value : old)) : row,
  );
  return found;
};
const workedIn = (month: string) => (row: WireRow) => String(row[1]).startsWith(month);

beforeAll(async () => {
  bed.now = new Date('2017-08-01T10:00:00Z');
  const { id } = await getContract(bed.store, CONTRACT);
  await bed.store.transaction(() => updateContract(bed.store, id, harderContract()));
  book.tables = harderTables();
  const { status, body } = await book.sync();
  expect([status, body.issues]).toEqual([200, undefined]);
});

describe('a harder year and a half: sheet, API, paper and an oracle of our own give the same cents', () => {
  it('is as hard as it says', async () => {
    const all = await rows();
    const months = MONTHS.map((month) => ({ month, ...computeMonth(all, month) }));
    expect(months.filter(({ omzet }) => omzet === 0n).map(({ month }) => month)).toEqual(
      expect.arrayContaining(['2016-02', '2016-08']),
    );
    expect(oracle.compute(await rows(), '2017-H1').saldo).toBeLessThan(0n);
    expect(months.some(({ kostenBovenMinimum }) => kostenBovenMinimum > 0n)).toBe(true);
    expect(months.some(({ minimum, kostenBovenMinimum }) => minimum > 0n && kostenBovenMinimum === 0n)).toBe(
      true,
    );
    expect(book.tables.uren.some((row) => row[3] !== null && row[4] === null)).toBe(true);
    expect(new Set(MONTHS.map((month) => termsAt(all.contract, month).geldigVanaf)).size).toBe(3);
  });

  it('every month, before anything is settled', expectMonths, 60_000);
  it('every month on the sheet', expectSheet, 120_000);

  it('two half-years are settled', async () => {
    await settle('2015-H2');
    await settle('2016-H1');
  }, 60_000);

  it('hours of settled months change, go and come, and travel is paid late: corrections in the next', async () => {
    change(2, '31.25', workedIn('2016-04'));
    const gone = book.tables.uren.find(workedIn('2015-12'));
    book.tables.uren = book.tables.uren.filter((row) => row !== gone);
    book.tables.uren.push(['PL001', '2016-05-31', '7.75', '12.35', '2016-06-30']);
    change(4, '2016-03-31', (row) => row[3] !== null && row[4] === null && String(row[1]) < '2016-03-31');
    const asked = await book.send({ remove: { uren: [[String(gone?.[0]), String(gone?.[1])]] } });
    expect(asked.status).toBe(409);
    expect(asked.body.settled).toEqual(['2015-H2', '2016-H1']);
    const answer = await book.sync({
      remove: { uren: [[String(gone?.[0]), String(gone?.[1])]] },
      settled: ['2015-H2', '2016-H1'],
    });
    expect(answer.status).toBe(200);
    const corrected = oracle.compute(await rows(), '2016-H2').corrections.map(({ month }) => month);
    // The row of December that went had its travel paid in January.
    expect(corrected).toEqual(['2015-12', '2016-01', '2016-03', '2016-04', '2016-05', '2016-06']);
    await settle('2016-H2');
  }, 60_000);

  it('the contract ends inside the next, and a chain of corrections is settled once', async () => {
    await endContract(bed.store, bed.by, CONTRACT, '2017-02-10');
    change(2, '3.25', workedIn('2016-04'));
    change(2, '40.00', workedIn('2016-09'));
    expect((await book.sync({ settled: ['2016-H1', '2016-H2'] })).status).toBe(200);
    expect(oracle.compute(await rows(), '2017-H1').corrections.map(({ month }) => month)).toEqual([
      '2016-04',
      '2016-09',
    ]);
    expect(hasFee((await rows()).contract, '2017-02')).toBe(true);
    expect(hasFee((await rows()).contract, '2017-03')).toBe(false);
    await settle('2017-H1');
    expect(oracle.compute(await rows(), '2017-H1').saldoMonths).toBeLessThan(0n);
    // All that was ever settled is what the records say now.
    for (const [month, settled] of oracle.settled)
      expect([month, settled]).toEqual([month, computeMonth(await rows(), month)]);
  }, 60_000);

  it('every month afterwards, in the API and on the sheet', async () => {
    await expectMonths();
    await expectSheet();
  }, 180_000);

  it('every month on paper', async () => {
    for (const month of MONTHS) {
      const want = computeMonth(await rows(), month);
      const text = await readPdf(`maandrapporten/${month}`);
      for (const line of [
        `Gewerkte uren ${formatNumber(show(want.uren))}`,
        `Omzet ${euro(want.omzet)}`,
        `Af: premie ${euro(-want.premie)}`,
        `Af: betaalde reiskosten ${euro(-want.reiskosten)}`,
        `Af: kosten boven minimum ${euro(-want.kostenBovenMinimum)}`,
        `Saldo van de maand ${euro(want.saldo)}`,
      ])
        expect(text).toContain(line);
      if (want.omzet > 0n) expect(await readPdf(`klantspecificaties/${month}`)).toContain(euro(want.omzet));
    }
  }, 180_000);

  it('every quarter', async () => {
    const all = await rows();
    for (const quarter of ['2015-Q4', '2016-Q1', '2016-Q2', '2016-Q3', '2016-Q4', '2017-Q1', '2017-Q2']) {
      const first = Number(quarter.at(-1)) * 3 - 2;
      const months = [0, 1, 2].map((i) => `${quarter.slice(0, 4)}-${String(first + i).padStart(2, '0')}`);
      const want = months.map((month) => computeMonth(all, month)).reduce<OracleMonth>(plus, await zero());
      const { totals } = await get<Kwartaaloverzicht>(`kwartaaloverzichten/${quarter}`);
      expect({ quarter, ...totals }).toEqual({ quarter, ...showMonth(want) });
      const text = await readPdf(`kwartaaloverzichten/${quarter}`);
      for (const field of ['omzet', 'premie', 'reiskosten', 'staffelfee', 'saldo'] as const)
        expect(text).toContain(euro(want[field]));
    }
  }, 60_000);

  it('every invoice, with the terms of its month and VAT once', async () => {
    for (const month of MONTHS) {
      const { contract } = await rows();
      if (!hasFee(contract, month)) {
        expect((await bed.get(`facturen/${month}`)).status).toBe(404);
        continue;
      }
      const { minimumMaandbedrag, licenties } = termsAt(contract, month);
      const subtotal = hundredths(minimumMaandbedrag) + hundredths(licenties.bedragPerMaand);
      const btw = divide(subtotal * 21n, 100n);
      const factuur = await get<Factuur>(`facturen/${month}`);
      expect([month, factuur.subtotal, factuur.btw, factuur.total]).toEqual([
        month,
        ...[subtotal, btw, subtotal + btw].map(show),
      ]);
      expect(await readPdf(`facturen/${month}`)).toContain(`Te betalen ${euro(subtotal + btw)}`);
    }
  }, 60_000);

  it('premium runs pay what was accrued, once', async () => {
    const all = await rows();
    const accrued = (until: string) =>
      MONTHS.filter((month) => month <= until).reduce(
        (sum, month) => sum + computeMonth(all, month).premie,
        0n,
      );
    const first = await get<Premierun>('premies/2016-06-30');
    expect(first.totals).toMatchObject({
      accrued: show(accrued('2016-06')),
      payout: show(accrued('2016-06')),
    });
    expect((await bed.post('premies/2016-06-30', { payout: first.totals.payout })).status).toBe(200);
    kept.set('premies/2016-06-30', await getPdf('premies/2016-06-30'));
    const second = await get<Premierun>('premies/2017-06-30');
    expect(second.totals).toMatchObject({
      accrued: show(accrued('2017-06')),
      paidBefore: show(accrued('2016-06')),
      payout: show(accrued('2017-06') - accrued('2016-06')),
    });
    expect(await readPdf('premies/2017-06-30')).toContain(euro(accrued('2017-06') - accrued('2016-06')));
  }, 60_000);

  it('what was kept is the same bytes, also after the records changed', async () => {
    change(2, '1.00', workedIn('2016-11'));
    expect((await book.sync({ settled: ['2016-H2'] })).status).toBe(200);
    expect(kept.size).toBe(5);
    for (const [path, bytes] of kept)
      expect([path, (await getPdf(path)).equals(bytes)]).toEqual([path, true]);
  });
});

const zero = async (): Promise<OracleMonth> => {
  const { contract } = await rows();
  return computeMonth(
    { contract: { ...contract, einddatum: '2015-11-16' }, plaatsingen: [], uren: [] },
    '2017-01',
  );
};
