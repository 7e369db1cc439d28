import { describe, expect, it } from 'vitest';
import { type ContractSummary, type Right, RIGHTS } from '../../shared/api.ts';
import { listTokens, makeToken, revokeToken } from '../../server/access/tokens.ts';
import { addContract } from '../../server/store/contracten.ts';
import { almereContract } from '../almere.ts';
import { CONTRACT, Testbed } from './testbed.ts';

const code = (answer: { status: number; body: unknown }) => [
  answer.status,
  (answer.body as { code: string }).code,
];

describe('who may do what (SPEC §7)', () => {
  const bed = new Testbed();
  addContract(bed.store, { ...almereContract(), contractnummer: 'UTR-2016-01', gemeente: 'Utrecht' });
  const reader = bed.token('Carla', ['lezen']);
  const path = `/api/contracten/${CONTRACT}`;

  it.each([
    ['no token', ''],
    ['a wrong token', 'flex_x'],
  ])('%s is 401', async (_, token) => {
    expect(code(await bed.request('GET', path, token))).toEqual([401, 'unauthorized']);
    expect(code(await bed.request('GET', '/api/contracten', token))).toEqual([401, 'unauthorized']);
    expect(
      code(await bed.request('POST', '/api/downloads', token, { path: `${path}/afrekeningen/2016-H1.pdf` })),
    ).toEqual([401, 'unauthorized']);
  });

  it('a revoked token is refused at the next request', async () => {
    const token = bed.token('Dirk', ['lezen']);
    expect((await bed.request('GET', path, token)).status).toBe(200);
    const id = listTokens(bed.store).find(({ naam }) => naam === 'Dirk')?.id ?? 0;
    revokeToken(bed.store, bed.by, id);
    expect(code(await bed.request('GET', path, token))).toEqual([401, 'unauthorized']);
  });

  it('lists only contracts that are theirs, with rights', async () => {
    const { body } = await bed.request<ContractSummary[]>('GET', '/api/contracten', reader);
    expect(body).toEqual([{ contractnummer: CONTRACT, gemeente: 'Almere', rechten: ['lezen'] }]);
    const { token: admin } = makeToken(bed.store, bed.by, {
      naam: 'Beheer',
      contractIds: null,
      rights: ['beheer'],
    });
    const all = await bed.request<ContractSummary[]>('GET', '/api/contracten', admin);
    expect(all.body.map(({ contractnummer, rechten }) => [contractnummer, rechten])).toEqual([
      [CONTRACT, ['lezen', 'beheer']],
      ['UTR-2016-01', ['lezen', 'beheer']],
    ]);
  });

  it('stores no token, only its hash', () => {
    const stored = JSON.stringify(bed.store.raw.prepare('SELECT * FROM tokens').all());
    expect(stored).not.toContain(reader);
    expect(stored).not.toContain(reader.slice(5));
  });
});

/** Every route of a contract, with a path that it answers and the right that it takes (SPEC §7). */
const ROUTES: [method: string, route: string, path: string, right: Right][] = [
  ['GET', '', '', 'lezen'],
  // What a sync may write is told by its rows: see sync.test.ts.
  ['POST', '/sync', '/sync', 'lezen'],
  ['POST', '/tarieven', '/tarieven', 'beheer'],
  ['GET', '/geschiedenis/:table/:key{.+}', '/geschiedenis/uren/P1/2016-01-01', 'lezen'],
  ['GET', '/maandrapporten/:document', '/maandrapporten/2016-05', 'lezen'],
  ['GET', '/afrekeningen/:document', '/afrekeningen/2016-H1', 'lezen'],
  ['POST', '/afrekeningen/:document', '/afrekeningen/2016-H1', 'vaststellen'],
  ['POST', '/afrekeningen/:document/overname', '/afrekeningen/2015-H2/overname', 'beheer'],
  ['POST', '/afrekeningen/:document/uitbetaling', '/afrekeningen/2016-H1/uitbetaling', 'vaststellen'],
  ['GET', '/facturen', '/facturen', 'lezen'],
  ['GET', '/facturen/:document', '/facturen/2016-05', 'lezen'],
  ['POST', '/facturen/:document', '/facturen/2016-05', 'vaststellen'],
  ['POST', '/facturen/:document/creditnota', '/facturen/2016-05/creditnota', 'vaststellen'],
  ['GET', '/klantspecificaties/:document', '/klantspecificaties/2016-05', 'lezen'],
  ['GET', '/klantspecificaties/:month/:klant{.+}', '/klantspecificaties/2016-05/KL1', 'lezen'],
  ['GET', '/kwartaaloverzichten/:document', '/kwartaaloverzichten/2016-Q2', 'lezen'],
  ['GET', '/plaatsingsduur/:document', '/plaatsingsduur/2016-06-30', 'lezen'],
  ['GET', '/resultaten/:document', '/resultaten/2016-05-31', 'lezen'],
  ['GET', '/bevestigingen', '/bevestigingen', 'lezen'],
  ['GET', '/bevestigingen/:plaatsing{.+}/:document', '/bevestigingen/P1/klant', 'lezen'],
  ['POST', '/bevestigingen/:plaatsing{.+}/:document', '/bevestigingen/P1/klant', 'schrijven'],
  ['GET', '/premies', '/premies', 'lezen'],
  ['GET', '/premies/:document', '/premies/2016-07-15', 'lezen'],
  ['POST', '/premies/:document', '/premies/2016-07-15', 'vaststellen'],
  ['POST', '/premies/:document/overname', '/premies/2016-06-15/overname', 'beheer'],
  ['GET', '/verlengingen', '/verlengingen', 'lezen'],
  ['POST', '/verlengingen/:plaatsing{.+}', '/verlengingen/P1', 'schrijven'],
];

describe('the rights of every route (SPEC §7)', () => {
  const bed = new Testbed();
  addContract(bed.store, { ...almereContract(), contractnummer: 'UTR-2016-01', gemeente: 'Utrecht' });
  const send = (method: string, contractnummer: string, path: string, token: string) =>
    bed.request(
      method,
      `/api/contracten/${contractnummer}${path}`,
      token,
      method === 'POST' ? { from: 'a test of rights' } : undefined,
    );

  it('the list above has all of them', () => {
    const prefix = '/api/contracten/:contractnummer';
    const routes = bed.app.routes.filter(({ path }) => path.startsWith(prefix));
    expect(
      [...new Set(routes.map(({ method, path }) => `${method} ${path.slice(prefix.length)}`))].sort(),
    ).toEqual(ROUTES.map(([method, route]) => `${method} ${route}`).sort());
  });

  it.each(ROUTES)('%s %s', async (method, _, path, right) => {
    expect(code(await send(method, CONTRACT, path, 'flex_x'))).toEqual([401, 'unauthorized']);

    const others = RIGHTS.filter((other) => other !== right);
    const answer = await send(method, CONTRACT, path, bed.token('Els', others));
    if (right === 'lezen') expect([401, 403]).not.toContain(answer.status);
    else {
      expect(code(answer)).toEqual([403, 'forbidden']);
      expect((answer.body as { message: string }).message).toContain(`het recht ${right}`);
    }

    const own = bed.token('Anna', [right]);
    expect([401, 403]).not.toContain((await send(method, CONTRACT, path, own)).status);

    const other = await send(method, 'UTR-2016-01', path, own);
    expect(code(other)).toEqual([404, 'not_found']);
    expect(other.body).toEqual((await send(method, 'XXX', path, own)).body);
    const foreign = bed.token('Bob', [...RIGHTS], 'UTR-2016-01');
    expect((await send(method, CONTRACT, path, foreign)).body).toEqual(other.body);
  });

  it('nothing was kept or changed by a refusal', () => {
    const count = (table: string) => bed.store.raw.prepare(`SELECT count(*) FROM ${table}`).pluck().get();
    for (const table of ['papers', 'uitbetalingen', 'akkoorden', 'kandidaten', 'uren'])
      expect([table, count(table)]).toEqual([table, 0]);
  });
});

describe('every answer', () => {
  const bed = new Testbed();

  it.each([
    '/gezond',
    `/api/contracten/${CONTRACT}`,
    '/api/contracten',
    '/nergens',
    '/api/nergens',
    '/taskpane.html',
  ])('%s has nosniff and names no software', async (path) => {
    const { headers } = await bed.request('GET', path, bed.writer);
    expect(headers.get('X-Content-Type-Options')).toBe('nosniff');
    expect(headers.get('Server') ?? headers.get('X-Powered-By')).toBeNull();
  });
  it('data are not stored on the way', async () => {
    for (const path of ['/gezond', `/api/contracten/${CONTRACT}`, '/api/nergens'])
      expect((await bed.request('GET', path, bed.writer)).headers.get('Cache-Control')).toBe('no-store');
  });
  it('a bug is one sentence, and its words go to the log alone', async () => {
    bed.store.raw.exec('DROP TABLE uren');
    const answer = await bed.get('resultaten/2016-05-31');
    expect(code(answer)).toEqual([500, 'bug']);
    expect(JSON.stringify(answer.body)).not.toContain('uren');
    expect(bed.logged).toHaveLength(1);
  });
});
