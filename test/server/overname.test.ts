import { describe, expect, it } from 'vitest';
import type { Afrekening, ContractDetail, Premierun } from '../../shared/api.ts';
import { monthsOfHalfYear } from '../../shared/calendar.ts';
import { createBeds, getPdf, type Maybe, refusal } from './almere-bed.ts';
import { readPages } from './pdf.ts';
import { CONTRACT, smallTables, type Testbed, Workbook } from './testbed.ts';

const beds = createBeds();
const get = async (bed: Testbed, period: string) =>
  (await bed.get<Maybe<Afrekening>>(`afrekeningen/${period}`)).body;
const detail = async (bed: Testbed) =>
  (await bed.request<ContractDetail>('GET', `/api/contracten/${CONTRACT}`, bed.writer)).body;
const admin = (bed: Testbed) => bed.token('Beheer', ['beheer']);
const takeOver = async (bed: Testbed, period: string, body: unknown) =>
  bed.post<Maybe<Afrekening>>(`afrekeningen/${period}/overname`, body, await admin(bed));

const ZERO = {
  uren: '0.00',
  omzet: '0.00',
  premie: '0.00',
  reiskosten: '0.00',
  staffelfee: '0.00',
  kostenBovenMinimum: '0.00',
  saldo: '0.00',
};
/** A half-year on paper: only its last month has amounts. */
const paper = (period: string) => ({
  number: 'A-15-2',
  months: monthsOfHalfYear(period).map((month, i) => ({
    month,
    minimum: '0.00',
    ...ZERO,
    ...(i === 5 ? { uren: '100.00', omzet: '1175.00', premie: '200.00', saldo: '975.00' } : {}),
  })),
});

describe('a half-year settled before, without its hours', () => {
  it('stands as it was entered; the next one follows it and corrects nothing of it', async () => {
    const { bed } = await beds.almere();
    const { status, body } = await takeOver(bed, '2015-H2', paper('2015-H2'));
    expect(status).toBe(200);
    expect(body).toMatchObject({
      period: '2015-H2',
      status: 'vastgesteld',
      number: 'A-15-2',
      saldoMonths: '975.00',
      saldo: '975.00',
      payout: '975.00',
      payBy: '2016-01-30',
      overgenomen: 'zonder uren',
    });
    expect(await get(bed, '2015-H2')).toEqual(body);
    expect((await detail(bed)).afrekeningen).toMatchObject([
      { period: '2015-H2', number: 'A-15-2', payout: '975.00', overgenomen: true, by: 'Beheer' },
    ]);
    const bytes = await getPdf(bed, 'afrekeningen/2015-H2.pdf');
    const text = (await readPages(bytes)).join(' ');
    expect(text).toContain('A-15-2');
    expect(text).toContain('€ 975,00');
    expect(text).not.toContain('concept, nog');

    const next = await get(bed, '2016-H1');
    expect([next.corrections, next.saldo]).toEqual([[], '20970.04']);
    expect((await bed.post('afrekeningen/2016-H1', { saldo: '20970.04' })).status).toBe(200);
    expect((await get(bed, '2016-H2')).corrections).toEqual([]);
    expect((await getPdf(bed, 'afrekeningen/2015-H2.pdf')).equals(bytes)).toBe(true);
  });

  it('pays out what was paid, also where that is not its saldo', async () => {
    const bed = await beds.empty();
    const { body } = await takeOver(bed, '2015-H2', { ...paper('2015-H2'), payout: '900.00' });
    expect([body.saldo, body.payout]).toEqual(['975.00', '900.00']);
  });

  it('a saldo below 0 pays nothing; its corrections count', async () => {
    const bed = await beds.empty();
    const { months, number } = paper('2015-H2');
    const corrections = [{ month: '2015-03', ...ZERO, premie: '1000.00', saldo: '-1000.00' }];
    const { body } = await takeOver(bed, '2015-H2', { months, number, corrections });
    expect([body.saldoMonths, body.saldo, body.payout]).toEqual(['975.00', '-25.00', '0.00']);
  });
});

describe('a half-year settled before, with its hours', () => {
  it('of the same amounts gives no corrections; other amounts are corrected in the next', async () => {
    for (const [uren, omzet, premie, corrections] of [
      ['933.25', '11048.21', '1866.50', []],
      [
        '953.25',
        '11283.21',
        '1906.50',
        [{ month: '2016-05', uren: '-20.00', omzet: '-235.00', premie: '-40.00' }],
      ],
    ] as const) {
      const { bed } = await beds.almere();
      const { months } = await get(bed, '2016-H1');
      const entered = months.map((line) =>
        line.month === '2016-05'
          ? {
              ...line,
              uren,
              omzet,
              premie,
              saldo: (Number(omzet) - Number(premie) - 289.7 - 583.86).toFixed(2),
            }
          : line,
      );
      const { status, body } = await takeOver(bed, '2016-H1', { number: 'A-16-1', months: entered });
      expect([status, body.overgenomen]).toEqual([200, 'met uren']);
      const next = await get(bed, '2016-H2');
      expect(next.corrections).toMatchObject(corrections);
      expect(next.corrections).toHaveLength(corrections.length);
      expect(next.saldo).toBe(corrections.length === 0 ? '51905.73' : '51710.73'); // 195,00 less
    }
  });

  it('an hour that changes in it asks for consent and becomes a correction', async () => {
    const { bed, workbook } = await beds.almere();
    const { months } = await get(bed, '2016-H1');
    await takeOver(bed, '2016-H1', { number: 'A-16-1', months });
    const bytes = await getPdf(bed, 'afrekeningen/2016-H1.pdf');
    workbook.row('uren', 'PL001', '2016-05-06')[2] = '7.00';
    const refused = await workbook.sync();
    expect([refused.status, refused.body.settled]).toEqual([409, ['2016-H1']]);
    expect((await workbook.sync({ settled: ['2016-H1'] })).status).toBe(200);
    expect((await get(bed, '2016-H2')).corrections).toMatchObject([
      { month: '2016-05', uren: '-1.00', omzet: '-11.75', premie: '-2.00' },
    ]);
    expect((await getPdf(bed, 'afrekeningen/2016-H1.pdf')).equals(bytes)).toBe(true);
  });
});

describe('taking over that is refused', () => {
  it('twice, before its end, out of order, or by whom it may not', async () => {
    const { bed } = await beds.almere();
    bed.now = new Date('2016-12-31T10:00:00Z');
    expect(refusal(await bed.post('afrekeningen/2015-H2/overname', paper('2015-H2')))).toEqual([
      403,
      'forbidden',
    ]);
    expect(refusal(await takeOver(bed, '2016-H2', paper('2016-H2')))).toEqual([409, 'not_ended']);
    expect(refusal(await takeOver(bed, '2015-H1', paper('2015-H1')))).toEqual([404, 'not_found']);
    expect((await takeOver(bed, '2015-H2', paper('2015-H2'))).status).toBe(200);
    expect(refusal(await takeOver(bed, '2015-H2', paper('2015-H2')))).toEqual([409, 'exists']);
    bed.now = new Date('2017-07-01T10:00:00Z');
    expect(refusal(await takeOver(bed, '2016-H2', paper('2016-H2')))).toEqual([409, 'earlier_open']);
    expect((await takeOver(bed, '2016-H1', paper('2016-H1'))).status).toBe(200);
    expect((await detail(bed)).afrekeningen.map(({ period }) => period)).toEqual(['2015-H2', '2016-H1']);
  });

  it('before the first one that is kept', async () => {
    const { bed } = await beds.almere();
    await bed.post('afrekeningen/2016-H1', { saldo: '20970.04' });
    expect(refusal(await takeOver(bed, '2015-H2', paper('2015-H2')))).toEqual([409, 'earlier_open']);
  });

  it.each([
    ['another half-year', { number: 'A', months: paper('2016-H1').months }, 'months'],
    ['five months', { number: 'A', months: paper('2015-H2').months.slice(1) }, 'months'],
    ['no number', { months: paper('2015-H2').months }, 'number'],
    [
      'a saldo that does not add up',
      { number: 'A', months: paper('2015-H2').months.map((m) => ({ ...m, saldo: '1.00' })) },
      'months[0].saldo',
    ],
    ['an amount with three decimals', { ...paper('2015-H2'), payout: '1.001' }, 'payout'],
    ['nothing', {}, 'months'],
  ])('%s, naming the field', async (_, body, field) => {
    const bed = await beds.empty();
    const answer = await takeOver(bed, '2015-H2', body);
    expect(refusal(answer)).toEqual([422, 'invalid']);
    expect(answer.body.message).toContain(field);
    expect((await detail(bed)).afrekeningen).toEqual([]);
  });

  it('two at once: one is kept', async () => {
    const bed = await beds.empty();
    const answers = await Promise.all(
      ['A-1', 'A-2'].map((number) => takeOver(bed, '2015-H2', { ...paper('2015-H2'), number })),
    );
    expect(answers.map(({ status }) => status)).toEqual([200, 409]);
    expect((await get(bed, '2015-H2')).number).toBe('A-1');
  });
});

describe('premies paid before', () => {
  const pay = async (bed: Testbed, day: string, perKandidaat: unknown) =>
    bed.post<Maybe<Premierun>>(`premies/${day}/overname`, { perKandidaat }, await admin(bed));
  const run = async (bed: Testbed, day: string) => (await bed.get<Premierun>(`premies/${day}`)).body;
  async function small() {
    const bed = await beds.empty();
    const workbook = new Workbook(bed);
    workbook.tables = smallTables();
    await workbook.sync();
    return bed;
  }

  it('are taken off the next run, also entered in another order or case', async () => {
    const bed = await small();
    for (const [day, payout] of [
      ['2016-02-20', '3.00'],
      ['2016-02-10', '5.00'],
    ] as const)
      expect((await pay(bed, day, [{ kandidaatnummer: 'k1', payout }])).body).toMatchObject({
        status: 'vastgesteld',
        overgenomen: true,
        totals: { payout },
      });
    expect((await run(bed, '2016-02-28')).totals).toEqual({
      accrued: '17.00',
      paidBefore: '8.00',
      toPay: '9.00',
      payout: '9.00',
    });
    const bytes = await getPdf(bed, 'premies/2016-02-20.pdf');
    expect((await readPages(bytes)).join(' ')).toContain('€ 3,00');
    expect((await bed.post('premies/2016-02-28', { payout: '9.00' })).status).toBe(200);
    expect(refusal(await pay(bed, '2016-02-21', []))).toEqual([409, 'earlier_open']);
    expect(refusal(await pay(bed, '2016-02-20', []))).toEqual([409, 'exists']);
    expect((await getPdf(bed, 'premies/2016-02-20.pdf')).equals(bytes)).toBe(true);
  });

  it('are refused in the future, twice for one kandidaat, or by whom it may not', async () => {
    const bed = await small();
    const paid = [{ kandidaatnummer: 'K1', payout: '3.00' }];
    bed.now = new Date('2016-02-20T10:00:00Z');
    expect(refusal(await pay(bed, '2016-02-21', paid))).toEqual([409, 'not_ended']);
    expect(refusal(await pay(bed, '2016-02-20', [...paid, ...paid]))).toEqual([422, 'invalid']);
    expect(refusal(await pay(bed, '2016-02-20', [{ kandidaatnummer: 'K1', payout: '-3.00' }]))).toEqual([
      422,
      'invalid',
    ]);
    expect(refusal(await bed.post('premies/2016-02-20/overname', { perKandidaat: paid }))).toEqual([
      403,
      'forbidden',
    ]);
    expect((await run(bed, '2016-02-28')).totals.paidBefore).toBe('0.00');
  });
});
