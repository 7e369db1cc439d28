import { describe, expect, it } from 'vitest';
import type { Premierun, PremierunSummary } from '../../shared/api.ts';
import { createBeds, getPdf, type Maybe, refusal } from './almere-bed.ts';
import { readPages } from './pdf.ts';
import { smallTables, type Testbed, Workbook } from './testbed.ts';

const beds = createBeds();
const get = async (bed: Testbed, day: string) => (await bed.get<Maybe<Premierun>>(`premies/${day}`)).body;
const post = (bed: Testbed, day: string, body: unknown = {}) =>
  bed.post<Maybe<Premierun & { payout: string }>>(`premies/${day}`, body);
const list = async (bed: Testbed) => (await bed.get<PremierunSummary[]>('premies')).body;

/** Kees worked 8,50 hours on 5 February 2016: € 17,00 of premie, and € 4,00 of travel that is not paid yet. */
async function small() {
  const bed = await beds.empty();
  const workbook = new Workbook(bed);
  workbook.tables = smallTables();
  await workbook.sync();
  const work = async (datum: string, uren: string) => {
    workbook.remove('uren', 'P1', datum);
    workbook.tables.uren.push(['P1', datum, uren, null, null]);
    expect((await workbook.sync()).status).toBe(200);
  };
  return { bed, workbook, work };
}
const KEES = { kandidaatnummer: 'K1', naam: 'Kees' };

describe('art. 5 lid 3 premierun: concept and run', () => {
  it('a concept holds the premie up to and with the day, travel apart', async () => {
    const { bed, work } = await small();
    await work('2016-02-29', '2.00');
    const amounts = { accrued: '17.00', paidBefore: '0.00', toPay: '17.00', payout: '17.00' };
    expect(await get(bed, '2016-02-28')).toEqual({
      contractnummer: 'ALM-2015-01',
      day: '2016-02-28',
      status: 'concept',
      number: null,
      revision: 2,
      perKandidaat: [{ ...KEES, ...amounts }],
      totals: amounts,
      reiskosten: [{ ...KEES, bedrag: '4.00' }],
      reiskostenTotal: '4.00',
      warnings: [],
    });
    expect((await get(bed, '2016-02-29')).totals.payout).toBe('21.00');
    expect((await get(bed, '2016-02-04')).perKandidaat).toEqual([]);
    expect(await list(bed)).toEqual([]);
  });

  it('of the example adds up to the premie of its maandrapporten', async () => {
    const { bed } = await beds.almere();
    const run = await get(bed, '2016-06-30');
    expect(run.totals.accrued).toBe('4734.50'); // 725,50 + 1.866,50 + 2.142,50
    const { body } = await post(bed, '2016-06-30', { payout: '4734.50' });
    const text = (await readPages(await getPdf(bed, 'premies/2016-06-30.pdf'))).join(' ');
    for (const part of ['30 juni 2016', '€ 4.734,50', 'K253', 'Vastgesteld door Anna'])
      expect(text).toContain(part);
    expect(body.perKandidaat).toEqual(run.perKandidaat);
    expect(body.perKandidaat.length).toBeGreaterThan(20);
  });

  it('finalised, it is listed and stays the same, with the same bytes', async () => {
    const { bed, workbook } = await small();
    expect((await readPages(await getPdf(bed, 'premies/2016-02-28.pdf'))).join(' ')).toMatch(/concept/i);
    bed.now = new Date('2016-02-20T10:00:00Z');
    const { status, body } = await post(bed, '2016-02-28', { payout: '17.00' });
    expect([status, body.status, body.number]).toEqual([200, 'vastgesteld', 'PR-2016-02-28']);
    const bytes = await getPdf(bed, 'premies/2016-02-28.pdf');
    expect((await readPages(bytes)).join(' ')).not.toMatch(/concept/i);
    workbook.row('uren', 'P1', '2016-02-05')[2] = '20.00';
    workbook.row('kandidaten', 'K1')[1] = 'Cornelis';
    expect((await workbook.sync()).status).toBe(200);
    expect(await get(bed, '2016-02-28')).toEqual(body);
    expect((await post(bed, '2016-02-28', { payout: '0.01' })).body).toEqual(body);
    expect((await getPdf(bed, 'premies/2016-02-28.pdf')).equals(bytes)).toBe(true);
    expect(await list(bed)).toEqual([
      {
        day: '2016-02-28',
        number: 'PR-2016-02-28',
        payout: '17.00',
        kandidaten: 1,
        at: '2016-02-20T10:00:00.000Z',
        by: 'Anna',
      },
    ]);
  });

  it('20 at once for one day are one run', async () => {
    const { bed } = await small();
    const answers = await Promise.all(Array.from({ length: 20 }, () => post(bed, '2016-02-28')));
    expect(answers.map(({ status, body }) => [status, body])).toEqual(
      answers.map(() => [200, answers[0]?.body]),
    );
    expect(await list(bed)).toHaveLength(1);
  });

  it('two days at once never pay the same hours twice', async () => {
    const { bed } = await small();
    await Promise.all(['2016-02-28', '2016-02-29', '2016-03-01'].map((day) => post(bed, day)));
    const payouts = (await list(bed)).map(({ payout }) => Number(payout));
    expect(payouts.reduce((sum, payout) => sum + payout, 0)).toBe(17);
  });
});

describe('premieruns after one another', () => {
  it('the next one pays only the rest', async () => {
    const { bed, work } = await small();
    await post(bed, '2016-02-28');
    await work('2016-03-04', '5.00');
    const { body } = await post(bed, '2016-03-15', { payout: '10.00' });
    expect(body.perKandidaat).toEqual([
      { ...KEES, accrued: '27.00', paidBefore: '17.00', toPay: '10.00', payout: '10.00' },
    ]);
    expect((await get(bed, '2016-03-31')).totals).toMatchObject({ paidBefore: '27.00', payout: '0.00' });
  });

  it('hours taken back are told and set off against later ones', async () => {
    const { bed, work } = await small();
    await post(bed, '2016-02-28');
    await work('2016-02-05', '6.00');
    const run = await get(bed, '2016-03-15');
    expect(run.perKandidaat).toEqual([
      { ...KEES, accrued: '12.00', paidBefore: '17.00', toPay: '-5.00', payout: '0.00' },
    ]);
    expect(run.warnings.map(({ key, message }) => [key, message.replaceAll('\u00a0', ' ')])).toEqual([
      [['K1'], expect.stringContaining('€ 5,00')],
    ]);
    await post(bed, '2016-03-15', { payout: '0.00' });
    expect((await list(bed)).at(-1)).toMatchObject({ payout: '0.00', kandidaten: 0 });
    await work('2016-03-18', '4.00');
    expect((await get(bed, '2016-03-31')).totals).toMatchObject({ toPay: '3.00', payout: '3.00' });
  });

  it('a kandidaat paid too much takes nothing off what another gets', async () => {
    const { bed, workbook, work } = await small();
    await post(bed, '2016-02-28');
    workbook.tables.kandidaten.push(['K2', 'Piet', '2016-01-04', null, true, null]);
    workbook.tables.plaatsingen.push(['P2', 'K2', 'KL1', '2016-03-01', null, '12.00', null, null, null]);
    workbook.tables.uren.push(['P2', '2016-03-04', '10.00', null, null]);
    await work('2016-02-05', '6.00');
    expect((await get(bed, '2016-03-15')).totals).toEqual({
      accrued: '32.00',
      paidBefore: '17.00',
      toPay: '15.00',
      payout: '20.00',
    });
  });

  it('all hours of a kandidaat gone: what was paid stays in the run', async () => {
    const { bed, workbook } = await small();
    await post(bed, '2016-02-28');
    workbook.tables.uren = [];
    workbook.tables.plaatsingen = [];
    workbook.tables.kandidaten = [];
    const remove = { kandidaten: [['K1']], plaatsingen: [['P1']], uren: [['P1', '2016-02-05']] };
    expect((await workbook.sync({ remove })).status).toBe(200);
    expect((await get(bed, '2016-03-15')).perKandidaat).toEqual([
      { ...KEES, naam: '', accrued: '0.00', paidBefore: '17.00', toPay: '-17.00', payout: '0.00' },
    ]);
  });
});

describe('premieruns that are refused', () => {
  it('another payout than was seen, telling what it is now', async () => {
    const { bed } = await small();
    const answer = await post(bed, '2016-02-28', { payout: '16.99' });
    expect(refusal(answer)).toEqual([409, 'changed']);
    expect(answer.body.payout).toBe('17.00');
    expect(answer.body.message.replaceAll('\u00a0', ' ')).toContain('€ 17,00');
    expect(refusal(await post(bed, '2016-02-28', { payout: 17 }))).toEqual([409, 'changed']);
    expect(await list(bed)).toEqual([]);
  });

  it('a day before a run that was finalised', async () => {
    const { bed } = await small();
    await post(bed, '2016-02-28');
    const answer = await post(bed, '2016-02-27');
    expect(refusal(answer)).toEqual([409, 'earlier_open']);
    expect(answer.body.message).toContain('28-02-2016');
  });

  it('a day more than 31 days ahead; 31 days is not', async () => {
    const { bed } = await small();
    bed.now = new Date('2016-02-15T22:59:00Z');
    expect(refusal(await post(bed, '2016-03-18'))).toEqual([409, 'not_ended']);
    expect((await post(bed, '2016-03-17')).status).toBe(200);
  });

  it.each(['2015-12-30', '2016-02-30', '2016-02', 'morgen'])('%s, as no day to see or fix', async (day) => {
    const { bed } = await small();
    expect(refusal(await bed.get(`premies/${day}`))).toEqual([404, 'not_found']);
    expect(refusal(await post(bed, day))).toEqual([404, 'not_found']);
  });
});
