import { mkdirSync, writeFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { monthsOfHalfYear } from '../../shared/calendar.ts';
import type { Afrekening, ContractDetail, Maandrapport, Resultaten } from '../../shared/api.ts';
import { formatEuro, formatNumber } from '../../shared/format.ts';
import { createDrawer } from '../../server/reports/draw.ts';
import { almereExpected } from '../almere.ts';
import { drawPage, readPages } from './pdf.ts';
import { almereTables, CONTRACT, Testbed, Workbook } from './testbed.ts';

const drawer = createDrawer();
afterAll(() => drawer.close());
const expected = almereExpected();
const plain = (text: string) => text.replaceAll('\u00a0', ' ');

async function almereBed() {
  const bed = await Testbed.open({ draw: drawer.draw });
  const workbook = new Workbook(bed);
  workbook.tables = almereTables();
  expect((await workbook.sync()).status).toBe(200);
  return { bed, workbook };
}

async function getPdf(bed: Testbed, path: string): Promise<Uint8Array> {
  const response = await bed.app.request(`/api/contracten/${CONTRACT}/${path}`, {
    headers: { Authorization: `Bearer ${bed.writer}` },
  });
  expect(response.status).toBe(200);
  expect(response.headers.get('Content-Type')).toBe('application/pdf');
  return new Uint8Array(await response.arrayBuffer());
}

describe('reports over HTTP', () => {
  let bed: Testbed;
  beforeAll(async () => {
    ({ bed } = await almereBed());
  });

  it('every month, half-year and the results of the example', async () => {
    for (const month of expected.months)
      expect((await bed.get<Maandrapport>(`maandrapporten/${month.month}`)).body).toMatchObject(month);
    for (const { period, saldo } of expected.afrekeningen)
      expect((await bed.get<Afrekening>(`afrekeningen/${period}`)).body).toMatchObject({
        period,
        saldo,
        status: 'concept',
        number: null,
      });
    const { to } = expected.resultaten;
    expect((await bed.get<Resultaten>(`resultaten/${to}`)).body).toEqual(expected.resultaten);
  });

  it('results on a day inside a month count the hours to that day', async () => {
    const [whole, half] = await Promise.all(
      ['2016-05-31', '2016-05-15'].map((day) => bed.get<Resultaten>(`resultaten/${day}`)),
    );
    expect(Number(half?.body.urenPerMaand)).not.toBe(Number(whole?.body.urenPerMaand));
  });

  it('a month without data has zeros; one that ended before ingangsdatum is not found', async () => {
    const { body } = await bed.get<Maandrapport>('maandrapporten/2020-01');
    expect(body.totals).toMatchObject({ omzet: '0.00', minimum: '600.00' });
    expect((await bed.get('maandrapporten/2015-12')).status).toBe(200);
    for (const path of ['maandrapporten/2015-11', 'afrekeningen/2015-H1', 'resultaten/2015-12-30'])
      expect((await bed.get(path)).status).toBe(404);
    for (const path of [
      'maandrapporten/2016-13',
      'maandrapporten/mei',
      'afrekeningen/2016-H3',
      'resultaten/2016-02-30',
    ])
      expect((await bed.get(path)).status).toBe(404);
  });

  it('the PDF of a month holds the amounts of the API', async () => {
    const { body } = await bed.get<Maandrapport>('maandrapporten/2016-05');
    const text = (await readPages(await getPdf(bed, 'maandrapporten/2016-05.pdf'))).join(' ');
    const { uren, omzet, premie, reiskosten, staffelfee, kostenBovenMinimum, saldo } = body.totals;
    for (const amount of [omzet, premie, reiskosten, staffelfee, kostenBovenMinimum, saldo])
      expect(text).toContain(plain(formatEuro(amount)));
    expect(text).toContain(formatNumber(uren));
    for (const line of body.perKandidaat)
      expect(text).toContain(
        plain(
          `${line.kandidaatnummer} ${line.naam} ${line.plaatsingen} ${formatNumber(line.uren)} ${formatEuro(line.omzet)} ${formatEuro(line.premie)} ${formatEuro(line.reiskosten)}`,
        ),
      );
    expect(text).toContain('pagina 1 van 2');
    expect(text).toContain('stand 1, 23 november 2026 11:00');
  });

  it('the PDF of the results holds its figures', async () => {
    const text = (await readPages(await getPdf(bed, 'resultaten/2017-04-30.pdf'))).join(' ');
    for (const figure of [
      '288 kandidaten',
      '118',
      '55% (65)',
      '26% (31)',
      '107 plaatsingen',
      '51 van de 107',
      '4 van de 107',
      '27 van de 107',
      '11,91',
      '39,26',
      '2,53 maanden',
      '85 unieke kandidaten',
      '24 kandidaten',
    ])
      expect(text).toContain(figure);
  });
});

describe('finalising (SPEC §6)', () => {
  it('keeps number, figures and bytes; refuses out of turn and a saldo that changed', async () => {
    const { bed, workbook } = await almereBed();
    const post = (period: string, saldo: string) =>
      bed.post<Afrekening & { code: string; saldo: string }>(`afrekeningen/${period}`, { saldo });

    bed.now = new Date('2016-06-30T20:00:00Z');
    expect((await post('2016-H1', '20970.04')).body.code).toBe('not_ended');
    bed.now = new Date('2016-06-30T22:30:00Z'); // half past midnight on 1 July in the Netherlands
    expect((await post('2016-H1', '20970.03')).body.code).toBe('changed');
    expect((await post('2016-H2', '51905.73')).body.code).toBe('not_ended');
    const concept = await readPages(await getPdf(bed, 'afrekeningen/2016-H1.pdf'));
    expect(concept.join(' ')).toContain('concept, nog niet vastgesteld');

    bed.now = new Date('2017-07-03T08:12:00Z');
    expect((await post('2016-H2', '51905.73')).body.code).toBe('earlier_open');
    const { status, body } = await post('2016-H1', '20970.04');
    expect([status, body.status, body.number, body.revision]).toEqual([200, 'vastgesteld', 'AFR-2016-H1', 1]);
    const bytes = await getPdf(bed, 'afrekeningen/2016-H1.pdf');
    const text = (await readPages(bytes)).join(' ');
    mkdirSync('test/output', { recursive: true });
    writeFileSync('test/output/afrekening.png', await drawPage(bytes, 1, 1.5));
    expect(text).toContain('AFR-2016-H1');
    expect(text).toContain('Vastgesteld door Anna, stand 1, 3 juli 2017 10:12');
    expect(text).not.toContain('concept, nog');
    for (const month of body.months) {
      expect(text).toContain(plain(formatEuro(month.saldo)));
      for (const tier of month.tiers.filter(({ part }) => part !== '0.00'))
        expect(text).toContain(`€ ${formatNumber(tier.fee)}`);
    }
    expect((await post('2016-H1', '0.00')).body).toEqual(body);

    // 20 hours less in May touches what is settled: it must be named, and becomes a correction.
    const row = workbook.tables.uren.find(([, day]) => String(day).startsWith('2016-05')) ?? [];
    row[2] = (Number(row[2]) - 1).toFixed(2);
    const refused = await workbook.sync();
    expect([refused.status, refused.body.settled]).toEqual([409, ['2016-H1']]);
    const preview = await workbook.send({ dryRun: true });
    expect([preview.status, preview.body.settled]).toEqual([409, ['2016-H1']]);
    expect((await workbook.sync({ settled: ['2016-H1'] })).status).toBe(200);
    expect((await bed.get<Afrekening>('afrekeningen/2016-H1')).body).toEqual(body);
    expect(Buffer.compare(await getPdf(bed, 'afrekeningen/2016-H1.pdf'), bytes)).toBe(0);
    const next = await bed.get<Afrekening>('afrekeningen/2016-H2');
    expect(next.body.corrections).toMatchObject([
      {
        month: '2016-05',
        uren: '-1.00',
        omzet: '-11.75',
        premie: '-2.00',
        staffelfee: '-0.94',
        saldo: '-8.81',
      },
    ]);
    expect(next.body.saldo).toBe('51896.92');
    const correction = (await readPages(await getPdf(bed, 'afrekeningen/2016-H2.pdf'))).join(' ');
    expect(correction).toContain('correctie mei 2016');
    expect(correction).toContain('€ -8,81');

    expect((await post('2016-H2', '51896.92')).status).toBe(200);
    const { body: detail } = await bed.request<ContractDetail>(
      'GET',
      `/api/contracten/${CONTRACT}`,
      bed.writer,
    );
    expect(detail.afrekeningen).toMatchObject([
      { period: '2016-H1', number: 'AFR-2016-H1', saldo: '20970.04', revision: 1, by: 'Anna' },
      { period: '2016-H2', number: 'AFR-2016-H2', saldo: '51896.92', revision: 2 },
    ]);
  });
});

describe('download links', () => {
  it('open a PDF once, for a minute, for who may read it', async () => {
    const { bed } = await almereBed();
    const path = `/api/contracten/${CONTRACT}/afrekeningen/2016-H1.pdf`;
    const make = async () =>
      (await bed.request<{ url: string }>('POST', '/api/downloads', bed.writer, { path })).body.url;
    const url = await make();
    expect(url).not.toContain(bed.writer);
    const response = await bed.app.request(url);
    expect(response.status).toBe(200);
    expect(
      Buffer.from(await response.arrayBuffer())
        .subarray(0, 5)
        .toString(),
    ).toBe('%PDF-');
    expect((await bed.app.request(url)).status).toBe(404);

    const late = await make();
    bed.now = new Date(bed.now.getTime() + 60_001);
    expect((await bed.app.request(late)).status).toBe(404);

    for (const wrong of ['/gezond', '/api/contracten', `${path}/../x.pdf`, '/etc/passwd.pdf', '', null])
      expect((await bed.request('POST', '/api/downloads', bed.writer, { path: wrong })).status).toBe(422);
    const other = '/api/contracten/UTR-1/afrekeningen/2016-H1.pdf';
    expect((await bed.request('POST', '/api/downloads', bed.writer, { path: other })).status).toBe(404);
  });
});

describe('names in papers', () => {
  it('a name that the font lacks is told, not left blank; a name cannot open a file', async () => {
    const bed = await Testbed.open({ draw: drawer.draw });
    const workbook = new Workbook(bed);
    workbook.tables = almereTables();
    const [first, second, third] = ['K004', 'K013', 'K034'].map((number) =>
      workbook.row('kandidaten', number),
    );
    if (!first || !second || !third) throw new Error('no kandidaten');
    first[1] = '王小明';
    second[1] = 'Łukasz Žižek-Ünal';
    third[1] = '{"image":"/etc/passwd"}';
    await workbook.sync();
    const text = (await readPages(await getPdf(bed, 'maandrapporten/2016-05.pdf'))).join(' ');
    expect(text).toContain('De naam van kandidaat K004 bevat tekens');
    expect(text).toContain('K004 ���');
    expect(text).toContain('Łukasz Žižek-Ünal');
    expect(text).toContain('{"image":"/etc/passwd"}');
  });
});

describe('months of a half-year', () => {
  it('are all in the PDF, also without omzet', async () => {
    const { bed } = await almereBed();
    const text = (await readPages(await getPdf(bed, 'afrekeningen/2016-H1.pdf'))).join(' ');
    expect(monthsOfHalfYear('2016-H1')).toHaveLength(6);
    for (const month of [
      'januari 2016',
      'februari 2016',
      'maart 2016',
      'april 2016',
      'mei 2016',
      'juni 2016',
    ])
      expect(text).toContain(month);
  });
});
