import { describe, expect, it } from 'vitest';
import type { ContractSummary } from '../../shared/api.ts';
import { listTokens, makeToken, revokeToken } from '../../server/access/tokens.ts';
import { addContract } from '../../server/store/contracten.ts';
import { almereContract } from '../almere.ts';
import { CONTRACT, Testbed } from './testbed.ts';

const code = (answer: { status: number; body: unknown }) => [
  answer.status,
  (answer.body as { code: string }).code,
];

describe('who may do what (SPEC §7)', async () => {
  const bed = await Testbed.open();
  await bed.store.transaction(() =>
    addContract(bed.store, { ...almereContract(), contractnummer: 'UTR-2016-01', gemeente: 'Utrecht' }),
  );
  const reader = await bed.token('Carla', ['lezen']);
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
    const token = await bed.token('Dirk', ['lezen']);
    expect((await bed.request('GET', path, token)).status).toBe(200);
    const id = (await listTokens(bed.store)).find(({ naam }) => naam === 'Dirk')?.id ?? 0;
    await revokeToken(bed.store, bed.by, id);
    expect(code(await bed.request('GET', path, token))).toEqual([401, 'unauthorized']);
  });

  it('lists only contracts that are theirs, with rights', async () => {
    const { body } = await bed.request<ContractSummary[]>('GET', '/api/contracten', reader);
    expect(body).toEqual([{ contractnummer: CONTRACT, gemeente: 'Almere', rechten: ['lezen'] }]);
    const { token: admin } = await makeToken(bed.store, bed.by, {
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

  it('stores no token, only its hash', async () => {
    const stored = JSON.stringify(await bed.rows('SELECT * FROM tokens'));
    expect(stored).not.toContain(reader);
    expect(stored).not.toContain(reader.slice(5));
  });
});

describe('every answer', async () => {
  const bed = await Testbed.open();

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
    await bed.change('DROP TABLE uren');
    const answer = await bed.get('resultaten/2016-05-31');
    expect(code(answer)).toEqual([500, 'bug']);
    expect(JSON.stringify(answer.body)).not.toContain('uren');
    expect(bed.logged).toHaveLength(1);
  });
});
