import { beforeAll, describe, expect, it } from 'vitest';
import { createBeds, getPdf, refusal } from './almere-bed.ts';
import { readPages } from './pdf.ts';
import { CONTRACT, type Testbed, Workbook } from './testbed.ts';

const beds = createBeds();
const make = (bed: Testbed, path: string, token = bed.writer) =>
  bed.request<{ url: string }>('POST', '/api/downloads', token, {
    path: `/api/contracten/${CONTRACT}/${path}`,
  });

/** The PDF behind a new link, as a browser gets it: without a token. */
async function follow(bed: Testbed, path: string): Promise<{ bytes: Buffer; name: string }> {
  const { status, body } = await make(bed, path);
  expect([path, status]).toEqual([path, 200]);
  const response = await bed.app.request(body.url);
  expect([path, response.status, response.headers.get('Content-Type')]).toEqual([
    path,
    200,
    'application/pdf',
  ]);
  expect((await bed.app.request(body.url)).status).toBe(404);
  return {
    bytes: Buffer.from(await response.arrayBuffer()),
    name: response.headers.get('Content-Disposition') ?? '',
  };
}

describe('links to every kind of PDF', () => {
  let bed: Testbed;
  beforeAll(async () => {
    ({ bed } = await beds.almere());
    for (const [path, body] of [
      ['afrekeningen/2016-H1', { saldo: '20970.04' }],
      ['facturen/2016-05', { date: '2016-05-31' }],
      ['facturen/2016-05/creditnota', { date: '2016-06-01' }],
      ['bevestigingen/PL001/klant', { date: '2016-04-01' }],
      ['premies/2016-07-15', {}],
    ] as const)
      expect((await bed.post(path, body)).status).toBe(200);
  });

  it.each([
    ['maandrapporten/2016-05', `maandrapport-${CONTRACT}-2016-05`],
    ['afrekeningen/2016-H1', `afrekening-${CONTRACT}-2016-H1`],
    ['afrekeningen/2016-H2', `afrekening-${CONTRACT}-2016-H2-concept`],
    ['facturen/2016-0001', `factuur-${CONTRACT}-2016-0001`],
    ['facturen/2016-0002', `factuur-${CONTRACT}-2016-0002`],
    ['facturen/2016-05', `factuur-${CONTRACT}-2016-05-concept`],
    ['klantspecificaties/2016-05', `klantspecificatie-${CONTRACT}-2016-05`],
    ['klantspecificaties/2016-05/KL05', `klantspecificatie-${CONTRACT}-2016-05`],
    ['kwartaaloverzichten/2016-Q2', `kwartaaloverzicht-${CONTRACT}-2016-Q2`],
    ['resultaten/2017-04-30', `resultaten-${CONTRACT}-2017-04-30`],
    ['resultaten/2016-04-01_2016-09-30', `resultaten-${CONTRACT}-2016-04-01_2016-09-30`],
    ['resultaten/2016-H1', `resultaten-${CONTRACT}-2016-H1`],
    ['bevestigingen/PL001/kandidaat', `bevestiging-kandidaat-${CONTRACT}-concept`],
    ['bevestigingen/PL001/klant', `bevestiging-klant-${CONTRACT}`],
    ['premies/2016-07-15', `premies-${CONTRACT}-2016-07-15`],
    ['premies/2016-09-15', `premies-${CONTRACT}-2016-09-15-concept`],
  ])('%s.pdf, named %s.pdf', async (path, fileName) => {
    const { bytes, name } = await follow(bed, `${path}.pdf`);
    expect(name).toBe(`inline; filename="${fileName}.pdf"`);
    const direct = await getPdf(bed, `${path}.pdf`);
    expect(await readPages(bytes)).toEqual(await readPages(direct));
  });

  it.each([
    'afrekeningen/2016-H3.pdf',
    'facturen/2015-12.pdf',
    'facturen/2016-0009.pdf',
    'klantspecificaties/2016-05/KL99.pdf',
    'kwartaaloverzichten/2016-Q5.pdf',
    'resultaten/2016-05-02_2016-05-01.pdf',
    'bevestigingen/PL001/gemeente.pdf',
    'bevestigingen/PL999/klant.pdf',
    'premies/2016-02-30.pdf',
  ])('%s is refused when the link is asked for', async (path) => {
    expect(refusal(await make(bed, path))).toEqual([404, 'not_found']);
  });

  it('a reader may, who has no rights here may not', async () => {
    const path = 'bevestigingen/PL001/klant.pdf';
    expect((await make(bed, path, await bed.token('Carla', ['lezen']))).status).toBe(200);
    expect(refusal(await make(bed, path, 'flex_x'))).toEqual([401, 'unauthorized']);
  });

  it('the log as csv, to who has the right beheer', async () => {
    const path = 'logboek/2026-11-23.csv';
    expect(refusal(await make(bed, path))).toEqual([403, 'forbidden']);
    const admin = await bed.token('Bea', ['beheer']);
    const { body } = await make(bed, path, admin);
    const response = await bed.app.request(body.url);
    expect(response.headers.get('Content-Type')).toBe('text/csv; charset=utf-8');
    const text = await response.text();
    expect(text).toContain(';Anna;');
    expect(text).not.toContain(admin);
    expect((await bed.app.request(body.url)).status).toBe(404);
    expect(refusal(await make(bed, 'logboek/2026-11-31.csv', admin))).toEqual([404, 'not_found']);
  });

  it.each([
    'sync',
    'maandrapporten/2016-05.csv',
    'logboek/2026-11-23.csv/x',
    'facturen',
    'bevestigingen/PL001/klant',
    'facturen/2016-05.pdf?x=1',
    'facturen/%2e%2e/x.pdf',
  ])('%s is no path of a file', async (path) => {
    expect(refusal(await make(bed, path))).toEqual([422, 'invalid']);
  });
});

describe('links with any number of a row', () => {
  it.each(['HDN/2016/001', 'P.1', 'P-1_x', 'kandidaat', '2016/klant'])('%s', async (nummer) => {
    const bed = await beds.empty();
    const workbook = new Workbook(bed);
    workbook.tables = {
      kandidaten: [['K1', 'Kees', '2016-01-04', null, true, null]],
      klanten: [[nummer, 'Bakker', null]],
      plaatsingen: [[nummer, 'K1', nummer, '2016-02-01', null, '12.00', null, null, null]],
      uren: [[nummer, '2016-02-05', '8.50', null, null]],
    };
    expect((await workbook.sync()).status).toBe(200);
    for (const aan of ['kandidaat', 'klant']) {
      const { bytes } = await follow(bed, `bevestigingen/${nummer}/${aan}.pdf`);
      expect((await readPages(bytes)).join(' ')).toContain('Bakker');
    }
    const { bytes } = await follow(bed, `klantspecificaties/2016-02/${nummer}.pdf`);
    expect((await readPages(bytes)).join(' ')).toContain('99,88');
  });
});
