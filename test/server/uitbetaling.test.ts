import { beforeAll, describe, expect, it } from 'vitest';
import type { ContractDetail, Uitbetaling } from '../../shared/api.ts';
import { createBeds, getPdf, type Maybe, refusal } from './almere-bed.ts';
import { CONTRACT, type Testbed } from './testbed.ts';

const beds = createBeds();
const post = (bed: Testbed, body: unknown, period = '2016-H1', token = bed.writer) =>
  bed.post<Maybe<Uitbetaling>>(`afrekeningen/${period}/uitbetaling`, body, token);
const recorded = async (bed: Testbed) =>
  (await bed.request<ContractDetail>('GET', `/api/contracten/${CONTRACT}`, bed.writer)).body.afrekeningen.map(
    ({ period, uitbetaling }) => [period, uitbetaling],
  );

/** The first half-year of the example, settled. */
async function settled() {
  const { bed } = await beds.almere();
  expect((await bed.post('afrekeningen/2016-H1', { saldo: '20970.04' })).status).toBe(200);
  return bed;
}

describe('art. 6.1 lid 5, 6.2 lid 4 the municipality’s invoice and payment', () => {
  it('are recorded, changed and cleared; the afrekening and its PDF stay', async () => {
    const bed = await settled();
    const { body: figures } = await bed.get('afrekeningen/2016-H1');
    const bytes = await getPdf(bed, 'afrekeningen/2016-H1.pdf');
    expect(await recorded(bed)).toEqual([['2016-H1', null]]);
    for (const uitbetaling of [
      { factuurnummer: 'G-16-77', betaaldOp: null },
      { factuurnummer: 'G-16-77', betaaldOp: '2016-07-20' },
      { factuurnummer: 'G-16-78', betaaldOp: '2016-07-21' },
      { factuurnummer: null, betaaldOp: null },
    ]) {
      const answer = await post(bed, uitbetaling);
      expect([answer.status, answer.body]).toEqual([200, uitbetaling]);
      expect(await recorded(bed)).toEqual([['2016-H1', uitbetaling]]);
    }
    expect((await bed.get('afrekeningen/2016-H1')).body).toEqual(figures);
    expect((await getPdf(bed, 'afrekeningen/2016-H1.pdf')).equals(bytes)).toBe(true);
  });

  it('belong to their half-year', async () => {
    const bed = await settled();
    await bed.post('afrekeningen/2016-H2', { saldo: '51905.73' });
    const first = { factuurnummer: 'G-1', betaaldOp: '2016-07-20' };
    const second = { factuurnummer: 'G-2', betaaldOp: null };
    await post(bed, second, '2016-H2');
    await post(bed, first);
    expect(await recorded(bed)).toEqual([
      ['2016-H1', first],
      ['2016-H2', second],
    ]);
  });
});

describe('a payment that is refused', () => {
  let bed: Testbed;
  beforeAll(async () => {
    bed = await settled();
  });
  const paid = { factuurnummer: 'G-1', betaaldOp: '2016-07-20' };

  it('of a concept or a half-year that does not exist', async () => {
    for (const period of ['2016-H2', '2016-H3', '2015-H1'])
      expect(refusal(await post(bed, paid, period))).toEqual([404, 'not_found']);
  });

  it.each([
    ['a number that is no text', { factuurnummer: 77 }],
    ['an empty number', { factuurnummer: ' ' }],
    ['a number of 201 characters', { factuurnummer: 'x'.repeat(201) }],
    ['a number over two lines', { factuurnummer: 'G\n1' }],
    ['a day that does not exist', { betaaldOp: '2016-02-30' }],
    ['a Dutch date', { betaaldOp: '20-07-2016' }],
  ])('%s', async (_, body) => {
    expect(refusal(await post(bed, body))).toEqual([422, 'invalid']);
    expect(await recorded(bed)).toEqual([['2016-H1', null]]);
  });

  it('without the right vaststellen', async () => {
    const writer = await bed.token('Els', ['lezen', 'schrijven']);
    expect(refusal(await post(bed, paid, '2016-H1', writer))).toEqual([403, 'forbidden']);
    expect(await recorded(bed)).toEqual([['2016-H1', null]]);
  });
});
