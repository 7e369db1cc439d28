import { describe, expect, it } from 'vitest';
import type { Afrekening, ContractDetail, Factuur, Maandrapport } from '../../shared/api.ts';
import type { Contract } from '../../shared/contract.ts';
import { removeTarief } from '../../server/contract-changes.ts';
import { almereContract } from '../almere.ts';
import { createBeds, getPdf, type Maybe, refusal } from './almere-bed.ts';
import { CONTRACT, smallTables, type Testbed, Workbook } from './testbed.ts';

const beds = createBeds();
const [FIRST] = almereContract().tarieven;
const wijziging = 'addendum 2 van 1-6-2016';
const tarief = (geldigVanaf: string, changes: object = {}) => ({
  ...FIRST,
  geldigVanaf,
  wijziging,
  ...changes,
});
const add = async (bed: Testbed, body: unknown) =>
  bed.post<Maybe<Contract>>('tarieven', body, await bed.token('Beheer', ['beheer']));
const versions = async (bed: Testbed) =>
  (
    await bed.request<ContractDetail>('GET', `/api/contracten/${CONTRACT}`, bed.writer)
  ).body.contract.tarieven.map(({ geldigVanaf }) => geldigVanaf);

/** 10 hours in June and in July 2016, at the contract's rate. */
async function twoMonths() {
  const bed = await beds.empty();
  const workbook = new Workbook(bed);
  workbook.tables = smallTables();
  workbook.tables.uren = ['2016-06-10', '2016-07-08'].map((day) => ['P1', day, '10.00', null, null]);
  expect((await workbook.sync()).status).toBe(200);
  const month = async (name: string) => (await bed.get<Maandrapport>(`maandrapporten/${name}`)).body.totals;
  return { bed, month };
}

describe('art. 7.1 changed terms', () => {
  it('hold from their month on; the months before keep theirs', async () => {
    const { bed, month } = await twoMonths();
    const before = await month('2016-06');
    expect(before).toMatchObject({
      omzet: '117.50',
      premie: '20.00',
      staffelfee: '14.10',
      minimum: '600.00',
    });
    expect(await month('2016-07')).toEqual(before);
    const answer = await add(
      bed,
      tarief('2016-07-01', {
        uurtarief: '12.00',
        premiePerUur: '2.50',
        staffel: [{ vanaf: '0.00', percentage: '0.20' }],
        minimumMaandbedrag: '10.00',
        licenties: { aantal: 3, bedragPerMaand: '180.00' },
      }),
    );
    expect(answer.status).toBe(200);
    expect(answer.body.tarieven.map((version) => version.geldigVanaf)).toEqual(['2015-12-31', '2016-07-01']);
    expect(answer.body.tarieven[1]?.wijziging).toBe(wijziging);
    expect(await month('2016-06')).toEqual(before);
    // 10 × 12,00; 10 × 2,50; 20% of 120,00; 24,00 − 10,00; 120,00 − 25,00 − 14,00
    expect(await month('2016-07')).toMatchObject({
      omzet: '120.00',
      premie: '25.00',
      staffelfee: '24.00',
      minimum: '10.00',
      kostenBovenMinimum: '14.00',
      saldo: '81.00',
    });
    const { body: h2 } = await bed.get<Afrekening>('afrekeningen/2016-H2');
    expect(h2.months[0]?.tiers).toEqual([
      { vanaf: '0.00', percentage: '0.20', part: '120.00', fee: '24.00' },
    ]);
    const invoice = async (name: string) => (await bed.get<Factuur>(`facturen/${name}`)).body.subtotal;
    expect([await invoice('2016-06'), await invoice('2016-07')]).toEqual(['750.00', '190.00']);
  });

  it('need not come in order; one version between two others', async () => {
    const { bed, month } = await twoMonths();
    await add(bed, tarief('2016-08-01', { premiePerUur: '4.00' }));
    await add(bed, tarief('2016-07-01', { premiePerUur: '3.00' }));
    expect(await versions(bed)).toEqual(['2015-12-31', '2016-07-01', '2016-08-01']);
    expect([(await month('2016-06')).premie, (await month('2016-07')).premie]).toEqual(['20.00', '30.00']);
  });

  it('entered by mistake, are taken out, and the months are as before', async () => {
    const { bed, month } = await twoMonths();
    await add(bed, tarief('2016-07-01', { premiePerUur: '3.00' }));
    await removeTarief(bed.store, bed.by, CONTRACT, '2016-07-01');
    expect((await month('2016-07')).premie).toBe('20.00');
    await expect(removeTarief(bed.store, bed.by, CONTRACT, '2016-07-01')).rejects.toThrow(
      'geen tarieven vanaf',
    );
    await expect(removeTarief(bed.store, bed.by, CONTRACT, '2015-12-31')).rejects.toThrow(
      'ten minste één versie',
    );
  });
});

describe('changed terms that are refused', () => {
  it('in or before a settled half-year, to add and to take out; the day after is not', async () => {
    const { bed } = await beds.almere();
    await add(bed, tarief('2016-05-01'));
    const { body: h1 } = await bed.get<Afrekening>('afrekeningen/2016-H1');
    expect((await bed.post('afrekeningen/2016-H1', { saldo: h1.saldo })).status).toBe(200);
    const bytes = await getPdf(bed, 'afrekeningen/2016-H1.pdf');
    for (const day of ['2016-01-01', '2016-06-01', '2015-12-01']) {
      const answer = await add(bed, tarief(day, { premiePerUur: '3.00' }));
      expect(refusal(answer)).toEqual([422, 'invalid']);
      expect(answer.body.message).toContain('na 30-06-2016');
    }
    await expect(removeTarief(bed.store, bed.by, CONTRACT, '2016-05-01')).rejects.toThrow('al vastgesteld');
    expect((await add(bed, tarief('2016-07-01', { premiePerUur: '3.00' }))).status).toBe(200);
    expect(await versions(bed)).toEqual(['2015-12-31', '2016-05-01', '2016-07-01']);
    expect((await getPdf(bed, 'afrekeningen/2016-H1.pdf')).equals(bytes)).toBe(true);
    const { body: h2 } = await bed.get<Afrekening>('afrekeningen/2016-H2');
    expect(h2.corrections).toEqual([]);
    expect(h2.months[0]?.premie).toBe('3544.50'); // 1.181,50 hours
  });

  it('a half-year that was taken over counts as settled', async () => {
    const { bed } = await beds.almere();
    const { body } = await bed.get<Afrekening>('afrekeningen/2015-H2');
    const taken = { number: 'A-15-2', months: body.months };
    const admin = await bed.token('Beheer', ['beheer']);
    expect((await bed.post('afrekeningen/2015-H2/overname', taken, admin)).status).toBe(200);
    expect(refusal(await add(bed, tarief('2015-12-01')))).toEqual([422, 'invalid']);
    expect((await add(bed, tarief('2016-01-01'))).status).toBe(200);
  });

  it.each([
    ['without the written amendment', tarief('2016-07-01', { wijziging: undefined }), 'art. 7.1 lid 2'],
    ['with an empty amendment', tarief('2016-07-01', { wijziging: ' ' }), 'wijziging'],
    ['not on the first of a month', tarief('2016-07-02'), 'geldigVanaf'],
    ['on a day that does not exist', tarief('2016-13-01'), 'geldigVanaf'],
    ['on the day of another version', tarief('2015-12-31'), 'twee keer'],
    ['with a field misspelt', tarief('2016-07-01', { premie: '3.00' }), 'premie'],
    ['with a number for an amount', tarief('2016-07-01', { uurtarief: 12 }), 'uurtarief'],
    ['with a rate of 0', tarief('2016-07-01', { uurtarief: '0.00' }), 'uurtarief'],
    [
      'with a staffel that does not begin at 0',
      tarief('2016-07-01', { staffel: [{ vanaf: '1.00', percentage: '0.10' }] }),
      'staffel',
    ],
    ['without anything', {}, 'geldigVanaf'],
  ])('%s', async (_, body, words) => {
    const bed = await beds.empty();
    const answer = await add(bed, body);
    expect(refusal(answer)).toEqual([422, 'invalid']);
    expect(answer.body.message).toContain(words);
    expect(await versions(bed)).toEqual(['2015-12-31']);
  });

  it('by whom may do everything but that', async () => {
    const bed = await beds.empty();
    expect(refusal(await bed.post('tarieven', tarief('2016-07-01')))).toEqual([403, 'forbidden']);
    expect(refusal(await bed.post('tarieven', '{', await bed.token('Beheer', ['beheer'])))).toEqual([
      400,
      'bad_request',
    ]);
  });
});
