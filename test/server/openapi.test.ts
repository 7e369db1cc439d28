import { Validator } from '@seriousme/openapi-schema-validator';
import { beforeAll, describe, expect, it } from 'vitest';
import {
  RIGHTS,
  type Afrekening,
  type DownloadLink,
  type MadeToken,
  type Rechtenbeoordeling,
  type Maandrapport,
} from '../../shared/api.ts';
import { listRoutes, route } from '../../server/access/route.ts';
import { STATUS } from '../../server/app.ts';
import { buildDocument, toTemplate } from '../../server/openapi/document.ts';
import type { ApiDocument } from '../../server/openapi/types.ts';
import { almereContract } from '../almere.ts';
import { createBeds } from './almere-bed.ts';
import { ApiClient, createValidator } from './api-client.ts';
import { Testbed } from './testbed.ts';

const beds = createBeds();
const read = async (bed?: Testbed) =>
  (await (bed ?? (await Testbed.open())).request<ApiDocument>('GET', '/api/openapi.json', '')).body;

describe('the OpenAPI document', () => {
  let document: ApiDocument;
  beforeAll(async () => {
    document = await read();
  });

  it('is one', async () => {
    const { valid, errors } = await new Validator().validate(document as unknown as Record<string, unknown>);
    expect([valid, errors]).toEqual([true, undefined]);
  });

  it('has every route of the app but the files of the add-in, and nothing else', async () => {
    const routes = listRoutes((await Testbed.open()).app).filter(({ path }) => /^\/(api|gezond)/.test(path));
    const expected = routes.flatMap(({ method, path, pdf, csv }) =>
      ['', pdf && '.pdf', csv && '.csv'].flatMap((ending) =>
        ending === undefined ? [] : [`${method} ${toTemplate(path)}${ending}`],
      ),
    );
    const found = Object.entries(document.paths).flatMap(([path, operations]) =>
      Object.keys(operations).map((method) => `${method.toUpperCase()} ${path}`),
    );
    expect(found.sort()).toEqual(expected.sort());
    expect(found).toContain('GET /api/contracten/{contractnummer}/inzage/{kandidaat}.pdf');
  });

  it('names each operation once, by its path', () => {
    const ids = Object.values(document.paths).flatMap((operations) =>
      Object.values(operations).map(({ operationId }) => operationId),
    );
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids).toEqual(
      expect.arrayContaining(['getMaandrapportenDocument', 'getMaandrapportenDocumentPdf', 'postSync']),
    );
  });

  it('tells the right, the article, and where a parameter may hold slashes', () => {
    const { get } =
      document.paths['/api/contracten/{contractnummer}/klantspecificaties/{month}/{klant}'] ?? {};
    expect(get).toMatchObject({ description: 'Recht: lezen. Artikel 5 lid 8.', security: [{ token: [] }] });
    expect(get?.parameters.map(({ description }) => description)).toEqual([
      undefined,
      undefined,
      'Mag schuine strepen bevatten.',
    ]);
    expect(document.paths['/gezond']?.['get']?.security).toEqual([]);
  });

  it('names the issuer of work accounts where there is one, and the address that Excel sees', async () => {
    const issuer = 'https://login.microsoftonline.com/{tenantid}/v2.0';
    const tenants = ['11111111-2222-3333-4444-555555555555'];
    const bed = await Testbed.open({
      publicUrl: 'https://flex.gemeente.nl',
      workAccounts: { issuer, tenants, audience: 'a', clientId: 'c', paneScopes: [] },
    });
    const { servers, components, paths } = await read(bed);
    expect(servers).toEqual([{ url: 'https://flex.gemeente.nl' }]);
    expect(components.securitySchemes['werkaccount']?.['openIdConnectUrl']).toBe(
      `https://login.microsoftonline.com/${tenants[0]}/v2.0/.well-known/openid-configuration`,
    );
    expect(paths['/api/contracten']?.['get']?.security).toEqual([{ token: [] }, { werkaccount: [] }]);
    expect(Object.keys(document.components.securitySchemes)).toEqual(['token']);
  });

  it.each([
    ['an answer that is no type', { answer: 'Onbestaand' }, 'no type Onbestaand'],
    ['a list of what is no type', { answer: 'Onbestaand[]' }, 'no type Onbestaand'],
    ['a body that is no type', { answer: 'Health', body: 'Onbestaand' }, 'no type Onbestaand'],
    ['no answer', {}, 'POST /api/proef does not declare its answer'],
  ])('cannot be made of a route with %s', async (_, info, message) => {
    const bed = await Testbed.open();
    bed.app.post('/api/proef', route({ needs: 'public', action: 'proef', ...info }), (c) => c.json({}));
    expect((await bed.request('GET', '/api/openapi.json', '')).status).toBe(500);
    const { schemas } = document.components;
    const routes = listRoutes(bed.app);
    expect(() => buildDocument({ routes, schemas, statuses: STATUS, version: '0' })).toThrow(message);
  });

  it('is not there before the add-in was built', async () => {
    const { status, body } = await (
      await Testbed.open({ addinDir: 'test/data' })
    ).request('GET', '/api/openapi.json', '');
    expect([status, body]).toMatchObject([
      404,
      { message: expect.stringContaining('npm run build') as string },
    ]);
  });
});

describe('the app answers as the document says', () => {
  let api: ApiClient;
  let bed: Testbed;
  let all: string;
  let workbook: Awaited<ReturnType<typeof beds.almere>>['workbook'];
  const post = <T>(id: string, body: unknown, parameters: Record<string, string> = {}) =>
    api.ask<T>(id, all, parameters, body);

  beforeAll(async () => {
    ({ bed, workbook } = await beds.almere());
    all = await bed.token('Alles', [...RIGHTS]);
    api = new ApiClient(bed, await read(bed));
  });

  /** What is there only after something was sent. */
  const LATER = /Wisverklaringen|Downloads/;
  const askEach = async (which: (id: string) => boolean) => {
    for (const [id, { method }] of api.operations) if (method === 'GET' && which(id)) await api.ask(id, all);
  };

  it('to every GET of what is open still', () => askEach((id) => !LATER.test(id) && !/(Pdf|Csv)$/.test(id)));

  it('to every POST', async () => {
    const whole = { remove: {}, restore: {}, mine: {}, seen: null, settled: [], dryRun: true };
    await post('postSync', workbook.body(whole));
    const { months } = await api.ask<Afrekening>('getAfrekeningenDocument', all, { document: '2015-H2' });
    await post('postAfrekeningenDocumentOvername', { number: 'A-15-2', months });
    await post('postPremiesDocumentOvername', {
      perKandidaat: [{ kandidaatnummer: 'K253', payout: '1.00' }],
    });
    await post('postAfrekeningenDocument', { saldo: '20970.04' });
    await post('postAfrekeningenDocumentUitbetaling', { factuurnummer: 'G-1', betaaldOp: '2016-07-20' });
    await post('postFacturenDocument', { date: '2016-05-31' });
    await post('postFacturenDocumentCreditnota', { date: '2016-06-01' });
    for (const document of ['klant', 'kandidaat'])
      await post('postBevestigingenPlaatsingDocument', { date: '2016-04-01' }, { document });
    await post('postPremiesDocument', {});
    await post('postVerlengingenPlaatsing', { akkoordDoor: 'A. de Boer', kenmerk: 'brief 12' });
    const terms = { ...almereContract().tarieven[0], geldigVanaf: '2027-01-01', wijziging: 'addendum 1' };
    await post('postTarieven', terms);
    await post('postWissen', { kandidaten: ['K253'], reason: 'termijn verstreken' });
    const { personId } = await post<MadeToken>('postToegang', { naam: 'Nel', rechten: ['lezen'] });
    const person = { person: String(personId) };
    await post('postToegangPersonRechten', { rechten: ['lezen', 'schrijven'] }, person);
    await post('postToegangPersonToken', { until: '2027-06-30' }, person);
    const { lines } = await api.ask<Rechtenbeoordeling>('getRechtenbeoordelingenDocument', all);
    await post('postRechtenbeoordelingenDocument', {
      decisions: Object.fromEntries(lines.map((line) => [line.personId, 'behouden'])),
    });
    const path = '/api/contracten/ALM-2015-01/facturen/2016-0001.pdf';
    const { url } = await post<DownloadLink>('postDownloads', { path });
    await api.ask('getDownloadsTicket', '', { ticket: url.split('/').at(-1) ?? '' });
  }, 120_000);

  it(
    'to every GET of what is kept, as a PDF and as csv too',
    () => askEach((id) => !/Downloads/.test(id)),
    120_000,
  );

  it('for each operation that there is', () => {
    expect([...api.answered].sort()).toEqual([...api.operations.keys()].sort());
  });

  it('where it refuses', async () => {
    await api.ask('getContracten', 'flex_x', {}, undefined, 401);
    await api.ask('getInzageKandidaat', bed.writer, {}, undefined, 403);
    await api.ask('getMaandrapportenDocument', all, { document: '2016-13' }, undefined, 404);
    await api.ask('getDownloadsTicket', '', {}, undefined, 404);
    await api.ask('postWissen', all, {}, '{', 400);
    await api.ask('postAfrekeningenDocument', all, { document: '2016-H2' }, { saldo: '0.00' }, 409);
    await api.ask('postTarieven', all, {}, {}, 422);
  });

  it('where a sync has faults and conflicts', async () => {
    workbook.row('uren', 'PL002', '2016-04-08')[2] = '99.99';
    const faults = await api.ask('postSync', all, {}, workbook.body(), 422);
    expect(createValidator(await read())({ $ref: '#/components/schemas/SyncFaults' }, faults)).toEqual([]);
    workbook.row('uren', 'PL002', '2016-04-08')[2] = '4.25';
    workbook.remove('uren', 'PL003', '2016-04-08');
    const conflict = await api.ask('postSync', all, {}, workbook.body(), 409);
    expect(createValidator(await read())({ $ref: '#/components/schemas/SyncConflict' }, conflict)).toEqual(
      [],
    );
  });

  it('and a field too many, too few or of another kind is found', async () => {
    const faultsOf = createValidator(await read());
    const schema = { $ref: '#/components/schemas/Maandrapport' };
    const good = await api.ask<Maandrapport>('getMaandrapportenDocument', all);
    expect(faultsOf(schema, good)).toEqual([]);
    expect(faultsOf(schema, { ...good, bsn: '1' })).toEqual([' should NOT have additional properties']);
    expect(faultsOf(schema, { ...good, month: '2016-13' })).toHaveLength(1);
    expect(faultsOf(schema, { ...good, totals: { ...good.totals, saldo: 1 } })).toEqual([
      '.totals.saldo should be string',
    ]);
    expect(faultsOf(schema, { ...good, totals: undefined })).toHaveLength(1);
    expect(faultsOf({ type: 'array', items: schema }, [good, {}]).length).toBeGreaterThan(5);
  });
});
