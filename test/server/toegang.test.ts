import { beforeEach, describe, expect, it } from 'vitest';
import type { ContractSummary, MadeToken, Toegang } from '../../shared/api.ts';
import { checkAudit } from '../../server/access/audit-check.ts';
import { SERVER_CHAIN } from '../../server/access/audit.ts';
import { createOidc } from '../../server/access/oidc.ts';
import { setBlocked } from '../../server/access/persons.ts';
import { listTokens, revokeToken } from '../../server/access/tokens.ts';
import { getContract } from '../../server/store/contracten.ts';
import { AccessBed, OTHER } from './access-bed.ts';
import { refusal } from './almere-bed.ts';
import { AUDIENCE, LocalIssuer, SCOPE, TENANT } from './local-issuer.ts';
import { CONTRACT } from './testbed.ts';

let bed: AccessBed;
beforeEach(async () => {
  bed = await AccessBed.open();
});

const bea = () => bed.tokenOf('Bea');
const change = (naam: string, rechten: unknown, token = bea()) =>
  bed.post<Toegang[]>(`toegang/${bed.idOf(naam)}/rechten`, { rechten }, token);
const renew = (naam: string, until = '2027-01-31', token = bea()) =>
  bed.post<MadeToken>(`toegang/${bed.idOf(naam)}/token`, { until }, token);
const reads = async (token: string, contractnummer = CONTRACT) =>
  (await bed.request('GET', `/api/contracten/${contractnummer}`, token)).status;
async function isSound(): Promise<boolean> {
  const chains = [
    SERVER_CHAIN,
    (await getContract(bed.store, CONTRACT)).id,
    (await getContract(bed.store, OTHER)).id,
  ];
  for (const chain of chains) if ((await checkAudit(bed.store, chain)).faults.length > 0) return false;
  return true;
}

describe('who has access', () => {
  it('is told with rights, since when, from whom, last use and the token’s last day', async () => {
    await bed.add('Root', ['beheer'], null);
    const list = await bed.list();
    expect(list.map(({ naam, rechten, everyContract }) => [naam, rechten.join(), everyContract])).toEqual([
      ['Anna', 'lezen,schrijven,vaststellen', false],
      ['Bea', 'lezen,beheer', false],
      ['Lex', 'lezen', false],
      ['Root', 'lezen,beheer', true],
      ['Twee', 'lezen,schrijven', false],
    ]);
    expect(list.find(({ naam }) => naam === 'Bea')).toEqual({
      personId: bed.idOf('Bea'),
      naam: 'Bea',
      source: 'token',
      rechten: ['lezen', 'beheer'],
      everyContract: false,
      since: '2026-11-23T10:00:00.000Z',
      grantedBy: 'Beheer',
      lastUsedAt: '2026-11-23T10:00:00.000Z',
      expiresAt: '2027-11-23T10:00:00.000Z',
      blockedAt: null,
    });
  });

  it('a revoked token has no last day, and who is blocked is told to be', async () => {
    const lex = (await listTokens(bed.store)).find(({ naam }) => naam === 'Lex');
    await revokeToken(bed.store, bed.by, lex?.id ?? 0);
    await setBlocked(bed.store, bed.by, bed.idOf('Twee'), true);
    const list = await bed.list();
    expect(list.find(({ naam }) => naam === 'Lex')?.expiresAt).toBeNull();
    expect(list.find(({ naam }) => naam === 'Twee')?.blockedAt).toBe('2026-11-23T10:00:00.000Z');
  });
});

describe('someone new', () => {
  it('gets a token that is shown once and works', async () => {
    const { status, body } = await bed.post<MadeToken>(
      'toegang',
      { naam: ' Nico ', rechten: ['vaststellen', 'lezen'], until: '2027-01-31' },
      bea(),
    );
    expect([status, body.token]).toEqual([200, expect.stringMatching(/^flex_[\w-]{43}$/)]);
    expect(await reads(body.token)).toBe(200);
    expect(await reads(body.token, OTHER)).toBe(404);
    const added = (await bed.list()).find(({ naam }) => naam === 'Nico');
    expect(added).toMatchObject({
      personId: body.personId,
      rechten: ['lezen', 'vaststellen'],
      grantedBy: 'Bea',
      expiresAt: '2027-01-31T23:59:59.999Z',
    });
    expect(JSON.stringify(await bed.list())).not.toContain(body.token);
    bed.now = new Date('2027-02-01T00:00:00Z');
    expect(await reads(body.token)).toBe(401);
    expect(await isSound()).toBe(true);
  });

  it.each([
    ['no name', { naam: ' ', rechten: ['lezen'] }],
    ['a bsn for a name', { naam: 'Jan 111222333', rechten: ['lezen'] }],
    ['no rights', { naam: 'Nico', rechten: [] }],
    ['a right that is none', { naam: 'Nico', rechten: ['lezen', 'alles'] }],
    ['rights in one text', { naam: 'Nico', rechten: 'lezen' }],
    ['a day that has passed', { naam: 'Nico', rechten: ['lezen'], until: '2026-11-22' }],
    ['a day beyond a year', { naam: 'Nico', rechten: ['lezen'], until: '2027-11-24' }],
    ['a day that is none', { naam: 'Nico', rechten: ['lezen'], until: '2027-02-30' }],
    ['another contract beside it', { naam: 'Nico', rechten: ['lezen'], contract: OTHER }],
  ])('is refused with %s', async (_, body) => {
    const before = await bed.dump();
    expect(refusal(await bed.post('toegang', body, bea()))).toEqual([422, 'invalid']);
    expect(await bed.dump()).toBe(before);
  });
});

describe('rights', () => {
  it('that are changed count from the next request on', async () => {
    const lex = bed.tokenOf('Lex');
    const write = () => bed.post('bevestigingen/P1/klant', {}, lex);
    expect(refusal(await write())).toEqual([403, 'forbidden']);
    const { status, body } = await change('Lex', ['schrijven']);
    expect([status, body.find(({ naam }) => naam === 'Lex')?.rechten]).toEqual([200, ['lezen', 'schrijven']]);
    expect((await write()).status).not.toBe(403);
    await change('Lex', ['lezen']);
    expect(refusal(await write())).toEqual([403, 'forbidden']);
    expect(await isSound()).toBe(true);
  });

  it('that are withdrawn end with the next request, and the person is no longer listed', async () => {
    expect(await reads(bed.tokenOf('Lex'))).toBe(200);
    expect((await change('Lex', [])).status).toBe(200);
    expect(await reads(bed.tokenOf('Lex'))).toBe(404);
    expect((await bed.list()).map(({ naam }) => naam)).not.toContain('Lex');
    expect(refusal(await change('Lex', ['lezen']))).toEqual([404, 'not_found']);
  });

  it('that stay as they are keep the day since when they are so', async () => {
    bed.now = new Date('2026-12-24T10:00:00Z');
    await change('Lex', ['lezen']);
    await change('Twee', ['lezen']);
    const since = Object.fromEntries((await bed.list()).map((line) => [line.naam, line.since.slice(0, 10)]));
    expect(since).toMatchObject({ Lex: '2026-11-23', Twee: '2026-12-24' });
  });

  it('leave who, what and whose in the log of the contract', async () => {
    await change('Lex', ['schrijven']);
    const [line] = await bed.rows("SELECT * FROM audit WHERE action = 'rechten wijzigen'");
    expect(line).toMatchObject({
      contract_id: (await getContract(bed.store, CONTRACT)).id,
      person_id: bed.idOf('Bea'),
      object: `toegang/${bed.idOf('Lex')}/rechten`,
      subject: `rights/${bed.idOf('Lex')}`,
      result: 'ok',
    });
  });
});

describe('a contract is not locked out', () => {
  it('the last who manages it keeps the right', async () => {
    const before = await bed.dump();
    for (const rechten of [[], ['lezen']]) {
      const answer = await change('Bea', rechten);
      expect(refusal(answer)).toEqual([422, 'invalid']);
      expect(JSON.stringify(answer.body)).toContain('kan niemand dit contract nog beheren');
    }
    expect(await bed.dump()).toBe(before);
    expect(await isSound()).toBe(true);
  });

  it('with another who manages it they may go', async () => {
    await bed.add('Cor', ['beheer'], [CONTRACT]);
    expect((await change('Bea', [])).status).toBe(200);
    expect(await reads(bea())).toBe(404);
    expect((await bed.list(bed.tokenOf('Cor'))).length).toBe(4);
  });

  it('who manages every contract counts', async () => {
    await bed.add('Root', ['beheer'], null);
    expect((await change('Bea', ['lezen'])).status).toBe(200);
  });

  it.each<[string, (personId: number) => Promise<unknown>]>([
    ['is blocked', (personId) => setBlocked(bed.store, bed.by, personId, true)],
    [
      'has a revoked token',
      async (personId) =>
        revokeToken(
          bed.store,
          bed.by,
          (await listTokens(bed.store)).find((line) => line.personId === personId)?.id ?? 0,
        ),
    ],
    [
      'has an expired token',
      (personId) => bed.change(`UPDATE tokens SET expires_at = '2026-11-01' WHERE person_id = ${personId}`),
    ],
  ])('another who %s does not', async (_, end) => {
    await bed.add('Cor', ['beheer'], [CONTRACT]);
    await end(bed.idOf('Cor'));
    expect(refusal(await change('Bea', []))).toEqual([422, 'invalid']);
  });
});

describe('a new token', () => {
  it('takes the place of the former ones', async () => {
    const { status, body } = await renew('Lex');
    expect([status, body.personId]).toEqual([200, bed.idOf('Lex')]);
    expect(await reads(body.token)).toBe(200);
    expect(await reads(bed.tokenOf('Lex'))).toBe(401);
    expect((await bed.list()).find(({ naam }) => naam === 'Lex')?.expiresAt).toBe('2027-01-31T23:59:59.999Z');
    const lines = await bed.values(
      "SELECT contract_id FROM audit WHERE action = 'token vervangen' ORDER BY contract_id",
    );
    expect(lines).toEqual([SERVER_CHAIN, SERVER_CHAIN, (await getContract(bed.store, CONTRACT)).id]);
    expect(await isSound()).toBe(true);
  });

  it('is not made for who may do something elsewhere, so that it opens nothing that its maker may not', async () => {
    await bed.add('Root', ['beheer'], null);
    const before = await bed.dump();
    for (const naam of ['Twee', 'Root']) expect(refusal(await renew(naam))).toEqual([422, 'invalid']);
    expect(await bed.dump()).toBe(before);
    expect(await reads(bed.tokenOf('Twee'), OTHER)).toBe(200);
  });

  it('has to say until when', async () => {
    expect(refusal(await bed.post(`toegang/${bed.idOf('Lex')}/token`, {}, bea()))).toEqual([422, 'invalid']);
    expect(refusal(await renew('Lex', '2030-01-01'))).toEqual([422, 'invalid']);
  });
});

describe('an administrator of one contract', () => {
  it('finds nobody of another', async () => {
    const before = await bed.dump();
    const unknown = (await bed.post('toegang/999999/rechten', { rechten: [] }, bea())).body;
    for (const person of [bed.idOf('Ursula'), 'x', '-1', '1.5', '1e0', `${bed.idOf('Ursula')}%20`]) {
      const answer = await bed.post(`toegang/${person}/rechten`, { rechten: [] }, bea());
      expect([person, answer.status, answer.body]).toEqual([person, 404, unknown]);
      const token = await bed.post(`toegang/${person}/token`, { until: '2027-01-31' }, bea());
      expect([person, token.status, token.body]).toEqual([person, 404, unknown]);
    }
    expect(await bed.dump()).toBe(before);
    expect((await bed.list()).map(({ naam }) => naam)).not.toContain('Ursula');
  });

  it('touches no right on another', async () => {
    expect((await change('Twee', [])).status).toBe(200);
    expect(await reads(bed.tokenOf('Twee'))).toBe(404);
    expect(await reads(bed.tokenOf('Twee'), OTHER)).toBe(200);
    const { body } = await bed.request<ContractSummary[]>('GET', '/api/contracten', bed.tokenOf('Twee'));
    expect(body.map(({ contractnummer, rechten }) => [contractnummer, rechten])).toEqual([
      [OTHER, ['lezen', 'schrijven']],
    ]);
  });

  it('leaves who has rights on every contract to the server', async () => {
    await bed.add('Root', ['beheer'], null);
    const before = await bed.dump();
    expect(refusal(await change('Root', []))).toEqual([422, 'invalid']);
    expect(refusal(await change('Root', ['lezen']))).toEqual([422, 'invalid']);
    expect(await bed.dump()).toBe(before);
  });
});

describe('a work account', () => {
  it('that came in by a role is listed once it was here, and what is withdrawn here goes before its role', async () => {
    const issuer = await LocalIssuer.start();
    const settings = {
      issuer: issuer.url,
      audience: AUDIENCE,
      tenants: [TENANT],
      scope: SCOPE,
      clientId: 'paneel',
      paneScopes: [SCOPE],
    };
    bed = await AccessBed.open({ oidc: createOidc(settings, () => new Date()) });
    const token = await issuer.issue();
    expect((await bed.get('maandrapporten/2016-05', token)).status).toBe(200);
    const seen = (await bed.list()).find(({ source }) => source === 'werkaccount');
    expect(seen).toMatchObject({
      rechten: [],
      grantedBy: 'rol bij de organisatie',
      since: '2026-11-23T10:00:00.000Z',
      expiresAt: null,
    });
    const at = `toegang/${seen?.personId}`;
    expect(refusal(await bed.post(`${at}/token`, { until: '2027-01-31' }, bea()))).toEqual([422, 'invalid']);
    expect((await bed.post(`${at}/rechten`, { rechten: [] }, bea())).status).toBe(200);
    expect((await bed.get('maandrapporten/2016-05', token)).status).toBe(404);
    expect((await bed.list()).filter(({ source }) => source === 'werkaccount')).toEqual([]);
    await issuer.stop();
  });

  it('that was last here more than a year ago is not', async () => {
    const { id } = await getContract(bed.store, CONTRACT);
    await bed.change(
      "INSERT INTO persons (id, naam, issuer, subject, created_at) VALUES (77, 'Wim', 'https://i.test', 'wim', '2020-01-01')",
    );
    const line = (at: string, seq: number) =>
      bed.change(
        `INSERT INTO audit VALUES (${id}, ${seq}, '${at}', 77, 'x', 'x', 'ok', 'x', 'x', 'x', NULL, NULL, NULL, 'x')`,
      );
    await line('2025-11-01T10:00:00.000Z', 9_001);
    expect((await bed.list()).map(({ naam }) => naam)).not.toContain('Wim');
    await line('2026-01-01T10:00:00.000Z', 9_002);
    expect((await bed.list()).find(({ naam }) => naam === 'Wim')?.since).toBe('2025-11-01T10:00:00.000Z');
  });
});
