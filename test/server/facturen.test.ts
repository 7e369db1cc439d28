import { describe, expect, it } from 'vitest';
import type { Facturen, Factuur } from '../../shared/api.ts';
import { addToMonth } from '../../shared/calendar.ts';
import { changeContract, endContract } from '../../server/contract-changes.ts';
import { almereContract } from '../almere.ts';
import { createBeds, getPdf, type Maybe, refusal } from './almere-bed.ts';
import { readPages } from './pdf.ts';
import { CONTRACT, type Testbed } from './testbed.ts';

const beds = createBeds();
const post = (bed: Testbed, path: string, date: unknown) =>
  bed.post<Maybe<Factuur>>(`facturen/${path}`, { date });
const get = (bed: Testbed, path: string) => bed.get<Maybe<Factuur>>(`facturen/${path}`);
const list = async (bed: Testbed) => (await bed.get<Facturen>('facturen')).body;

const PARTIES = (({ uitvoerder, opdrachtgever }) => ({ uitvoerder, opdrachtgever }))(almereContract());

describe('art. 6.1 lid 4 maandfactuur: concept and issue', () => {
  it('a concept has the amounts of the terms and neither number nor date', async () => {
    const { status, body } = await get(await beds.empty(), '2016-05');
    expect(status).toBe(200);
    expect(body).toEqual({
      contractnummer: CONTRACT,
      month: '2016-05',
      kind: 'factuur',
      status: 'concept',
      number: null,
      date: null,
      dueDate: null,
      credits: null,
      ordernummer: null,
      ...PARTIES,
      lines: [
        { omschrijving: 'Minimum maandbedrag mei 2016', bedrag: '600.00' },
        { omschrijving: '2 softwarelicenties mei 2016', bedrag: '150.00' },
      ],
      subtotal: '750.00',
      btwPercentage: '0.21',
      btw: '157.50',
      total: '907.50',
    });
  });

  it('its PDF says that it is a concept; the issued one has number, day and last day to pay', async () => {
    const bed = await beds.empty();
    const concept = (await readPages(await getPdf(bed, 'facturen/2016-05.pdf'))).join(' ');
    expect(concept).toMatch(/concept/i);
    expect(concept).not.toContain('2016-0001');
    await post(bed, '2016-05', '2016-05-31');
    const issued = (await readPages(await getPdf(bed, 'facturen/2016-05.pdf'))).join(' ');
    expect(issued).not.toMatch(/concept/i);
    for (const text of ['2016-0001', '€ 907,50', '€ 157,50', '30 juni 2016'])
      expect(issued.replaceAll('30-06-2016', '30 juni 2016')).toContain(text);
  });

  it('a second POST gives the same, whatever its date; the number finds it too', async () => {
    const bed = await beds.empty();
    const first = await post(bed, '2016-05', '2016-05-31');
    expect(first.status).toBe(200);
    expect(first.body).toMatchObject({
      status: 'vastgesteld',
      number: '2016-0001',
      date: '2016-05-31',
      dueDate: '2016-06-30',
      total: '907.50',
    });
    const bytes = await getPdf(bed, 'facturen/2016-05.pdf');
    expect((await post(bed, '2016-05', '2016-06-15')).body).toEqual(first.body);
    for (const path of ['2016-05', '2016-0001']) {
      expect((await get(bed, path)).body).toEqual(first.body);
      expect((await getPdf(bed, `facturen/${path}.pdf`)).equals(bytes)).toBe(true);
    }
    expect((await list(bed)).issued).toHaveLength(1);
  });

  it('credit, concept again, and anew with the next number', async () => {
    const bed = await beds.empty();
    const { body: factuur } = await post(bed, '2016-05', '2016-05-31');
    const bytes = await getPdf(bed, 'facturen/2016-0001.pdf');
    const { status, body: nota } = await post(bed, '2016-05/creditnota', '2016-06-02');
    expect(status).toBe(200);
    expect(nota).toEqual({
      ...factuur,
      kind: 'creditnota',
      number: '2016-0002',
      date: '2016-06-02',
      dueDate: null,
      credits: '2016-0001',
      lines: [
        { omschrijving: 'Minimum maandbedrag mei 2016', bedrag: '-600.00' },
        { omschrijving: '2 softwarelicenties mei 2016', bedrag: '-150.00' },
      ],
      subtotal: '-750.00',
      btw: '-157.50',
      total: '-907.50',
    });
    const text = (await readPages(await getPdf(bed, 'facturen/2016-0002.pdf'))).join(' ');
    for (const part of ['Creditnota', '2016-0002', '2016-0001', '€ -907,50']) expect(text).toContain(part);
    expect((await get(bed, '2016-05')).body).toMatchObject({ status: 'concept', number: null });

    const { body: anew } = await post(bed, '2016-05', '2016-06-03');
    expect(anew).toMatchObject({ number: '2016-0003', date: '2016-06-03', total: '907.50' });
    expect((await get(bed, '2016-05')).body.number).toBe('2016-0003');
    expect((await get(bed, '2016-0001')).body).toEqual(factuur);
    expect((await getPdf(bed, 'facturen/2016-0001.pdf')).equals(bytes)).toBe(true);
    const { issued, open } = await list(bed);
    expect(issued.map(({ number, creditedBy, credits }) => [number, creditedBy, credits])).toEqual([
      ['2016-0001', '2016-0002', null],
      ['2016-0002', null, '2016-0001'],
      ['2016-0003', null, null],
    ]);
    expect(open).not.toContain('2016-05');
  });

  it('a creditnota is made once, not of a concept or another creditnota, and not before its factuur', async () => {
    const bed = await beds.empty();
    expect(refusal(await post(bed, '2016-05/creditnota', '2016-06-02'))).toEqual([404, 'not_found']);
    await post(bed, '2016-05', '2016-05-31');
    expect(refusal(await post(bed, '2016-05/creditnota', '2016-05-30'))).toEqual([422, 'invalid']);
    const { body } = await post(bed, '2016-0001/creditnota', '2016-05-31');
    expect(body.number).toBe('2016-0002');
    expect((await post(bed, '2016-0001/creditnota', '2016-07-01')).body).toEqual(body);
    expect(refusal(await post(bed, '2016-0002/creditnota', '2016-06-02'))).toEqual([404, 'not_found']);
    expect((await list(bed)).issued).toHaveLength(2);
  });
});

describe('factuurnummers', () => {
  it('run on per year of the date, gapless', async () => {
    const bed = await beds.empty();
    const numbers: (string | null)[] = [];
    for (const [month, date] of [
      ['2016-11', '2016-12-31'],
      ['2016-12', '2017-01-02'],
      ['2016-10', '2016-12-31'],
      ['2017-01', '2017-01-31'],
    ] as const)
      numbers.push((await post(bed, month, date)).body.number);
    expect(numbers).toEqual(['2016-0001', '2017-0001', '2016-0002', '2017-0002']);
  });

  it('20 months at once get 20 numbers without a gap', async () => {
    const bed = await beds.empty();
    const months = Array.from({ length: 20 }, (_, i) => addToMonth('2016-01', i));
    const answers = await Promise.all(months.map((month) => post(bed, month, '2017-08-31')));
    expect(answers.map(({ status }) => status)).toEqual(months.map(() => 200));
    expect(answers.map(({ body }) => body.number).sort()).toEqual(
      months.map((_, i) => `2017-${String(i + 1).padStart(4, '0')}`),
    );
    for (const [i, month] of months.entries()) {
      const { number } = (await get(bed, month)).body;
      expect(number).toBe(answers[i]?.body.number);
      expect((await readPages(await getPdf(bed, `facturen/${month}.pdf`))).join(' ')).toContain(number);
    }
  }, 60_000);

  it('20 times the same month at once is one number', async () => {
    const bed = await beds.empty();
    const answers = await Promise.all(Array.from({ length: 20 }, () => post(bed, '2016-05', '2016-05-31')));
    expect(new Set(answers.map(({ status, body }) => `${status} ${body.number}`))).toEqual(
      new Set(['200 2016-0001']),
    );
    expect((await list(bed)).issued).toHaveLength(1);
  });
});

describe('facturen that are refused', () => {
  it.each([
    ['in the future', '2026-11-24', 'toekomst'],
    ['before ingangsdatum', '2015-12-30', 'ingangsdatum'],
    ['no day', '2016-02-30', 'datum'],
    ['no text', 20160531, 'datum'],
    ['absent', undefined, 'datum'],
  ])('a date %s', async (_, date, words) => {
    const bed = await beds.empty();
    const answer = await post(bed, '2016-05', date);
    expect(refusal(answer)).toEqual([422, 'invalid']);
    expect(answer.body.message).toContain(words);
    expect((await list(bed)).issued).toEqual([]);
  });

  it('today counts in the Netherlands', async () => {
    const bed = await beds.empty();
    bed.now = new Date('2016-06-30T21:59:00Z');
    expect((await post(bed, '2016-06', '2016-07-01')).status).toBe(422);
    bed.now = new Date('2016-06-30T22:01:00Z');
    expect((await post(bed, '2016-06', '2016-07-01')).status).toBe(200);
  });

  it.each(['2015-12', '2016-13', 'mei', '2016-H1', '2016-0001', '2016'])(
    '%s is no month with a factuur, to see or to issue',
    async (path) => {
      const bed = await beds.empty();
      expect(refusal(await get(bed, path))).toEqual([404, 'not_found']);
      expect(refusal(await post(bed, path, '2016-05-31'))).toEqual([404, 'not_found']);
    },
  );

  it('a month after that of the einddatum; the month of it still is (art. 7.5 lid 4)', async () => {
    const bed = await beds.empty();
    await endContract(bed.store, bed.by, CONTRACT, '2016-06-10');
    expect((await get(bed, '2016-06')).status).toBe(200);
    expect(refusal(await post(bed, '2016-07', '2016-07-31'))).toEqual([404, 'not_found']);
    expect((await list(bed)).open).toEqual([
      '2016-01',
      '2016-02',
      '2016-03',
      '2016-04',
      '2016-05',
      '2016-06',
    ]);
  });
});

describe('facturen after the contract changed', () => {
  it('an issued one keeps the parties of its day; a new one has the new', async () => {
    const bed = await beds.empty();
    const { body: factuur } = await post(bed, '2016-05', '2016-05-31');
    const bytes = await getPdf(bed, 'facturen/2016-05.pdf');
    const wanted = almereContract();
    wanted.opdrachtgever = { ...wanted.opdrachtgever, naam: 'Gemeente Nieuwe Naam', adres: 'Nieuweweg 2' };
    await changeContract(bed.store, bed.by, CONTRACT, { ...wanted, ordernummer: 'ORD-77' });
    expect((await get(bed, '2016-05')).body).toEqual(factuur);
    expect((await getPdf(bed, 'facturen/2016-05.pdf')).equals(bytes)).toBe(true);
    expect((await list(bed)).issued[0]?.differs).toBe(false);
    const { body: next } = await post(bed, '2016-06', '2016-06-30');
    expect([next.opdrachtgever.naam, next.ordernummer]).toEqual(['Gemeente Nieuwe Naam', 'ORD-77']);
    const { body: nota } = await post(bed, '2016-05/creditnota', '2016-07-01');
    expect([nota.opdrachtgever.naam, nota.ordernummer]).toEqual(['Gemeente Voorbeeld', null]);
  });

  it('differs tells which ones other terms would make other; what was credited no longer does', async () => {
    const bed = await beds.empty();
    for (const month of ['2016-05', '2016-06', '2016-07']) await post(bed, month, '2016-07-31');
    const [tarief] = almereContract().tarieven;
    const added = await bed.post(
      'tarieven',
      { ...tarief, geldigVanaf: '2016-06-01', minimumMaandbedrag: '650.00', wijziging: 'addendum 1' },
      await bed.token('Beheer', ['beheer']),
    );
    expect(added.status).toBe(200);
    const differing = async () =>
      (await list(bed)).issued.filter(({ differs }) => differs).map(({ number }) => number);
    expect(await differing()).toEqual(['2016-0002', '2016-0003']);
    expect((await get(bed, '2016-06')).body.total).toBe('907.50');
    await post(bed, '2016-06/creditnota', '2016-08-01');
    expect(await differing()).toEqual(['2016-0003']);
    expect((await post(bed, '2016-06', '2016-08-01')).body).toMatchObject({
      number: '2016-0005',
      total: '968.00',
    });
    expect(await differing()).toEqual(['2016-0003']);
  });

  it('open lists the months up to this one without a factuur', async () => {
    const bed = await beds.empty();
    bed.now = new Date('2016-04-15T10:00:00Z');
    await post(bed, '2016-02', '2016-02-29');
    expect((await list(bed)).open).toEqual(['2016-01', '2016-03', '2016-04']);
  });
});
