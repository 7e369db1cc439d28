import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { createOidc, type OidcSettings, readOidc, rightsFromRoles } from '../../server/access/oidc.ts';
import { DomainError } from '../../shared/errors.ts';
import { claimsOf, forgeTokens, seconds } from './bad-tokens.ts';
import { AUDIENCE, LocalIssuer, OID, SCOPE, TENANT } from './local-issuer.ts';

let issuer: LocalIssuer;
beforeAll(async () => {
  issuer = await LocalIssuer.start();
});
afterAll(() => issuer.stop());

const settings = (): OidcSettings => ({
  issuer: issuer.url,
  audience: AUDIENCE,
  tenants: [TENANT],
  scope: SCOPE,
  clientId: 'paneel',
  paneScopes: [SCOPE],
});
const create = (own: Partial<OidcSettings> = {}) => createOidc({ ...settings(), ...own }, () => new Date());
const claims = () => claimsOf(issuer);

describe('a good token', () => {
  it('that the provider issued tells who it speaks for', async () => {
    expect(await create().verify(await issuer.issue())).toEqual({
      issuer: issuer.url,
      subject: `${TENANT}/${OID}`,
      naam: 'Anna de Vries',
      roles: ['ALM-2015-01:schrijven'],
    });
  });

  it.each(['RS256', 'PS256', 'ES256'])('may be signed with %s', async (alg) => {
    expect(await create().verify(await issuer.sign(claims(), { alg }))).toBeDefined();
  });

  it.each([
    ['typ JWT', {}, { typ: 'JWT' }],
    ['typ AT+JWT', {}, { typ: 'AT+JWT' }],
    ['no typ', {}, { typ: undefined }],
    ['its scope in scp', { scope: undefined, scp: `lezen ${SCOPE}` }, {}],
    ['several audiences', { aud: ['andere', AUDIENCE] }, {}],
    ['an end that passed within the minute', { exp: seconds() - 30 }, {}],
    ['a start within the minute', { nbf: seconds() + 30, iat: seconds() + 30 }, {}],
    ['a whole day to go', { exp: seconds() + 86_400, iat: seconds() }, {}],
  ])('may have %s', async (_, change, header) => {
    expect(await create().verify(await issuer.sign({ ...claims(), ...change }, header))).toBeDefined();
  });

  it.each([
    [
      'without a name: the user name',
      { name: undefined, preferred_username: 'anna@almere.nl' },
      'anna@almere.nl',
    ],
    ['without either: the subject', { name: undefined }, `${TENANT}/${OID}`],
    ['a name of control characters', { name: '\u0007\n' }, `${TENANT}/${OID}`],
    ['a name over two lines', { name: ' Anna\r\nde Vries ' }, 'Anna de Vries'],
    ['a name that is no text', { name: { first: 'Anna' } }, `${TENANT}/${OID}`],
    ['a name without end', { name: 'a'.repeat(199) + '😀' }, 'a'.repeat(199)],
  ])('%s', async (_, change, naam) => {
    const person = await create().verify(await issuer.sign({ ...claims(), ...change }));
    expect(person?.naam).toBe(naam);
  });

  it('is good at the time of the server’s clock', async () => {
    const then = new Date('2016-07-15T10:00:00Z');
    const iat = then.getTime() / 1000;
    const token = await issuer.sign({ ...claims(), iat, exp: iat + 600 });
    expect(await createOidc(settings(), () => then).verify(token)).toBeDefined();
    expect(await create().verify(token)).toBeUndefined();
  });

  it('without oid and without tenants is known by its sub', async () => {
    const token = await issuer.sign({ ...claims(), oid: undefined, tid: undefined });
    expect((await create({ tenants: [] }).verify(token))?.subject).toBe('anna');
  });

  it.each([undefined, 'beheer', [1, null, '*:lezen']])('with the roles %j', async (roles) => {
    const person = await create().verify(await issuer.sign({ ...claims(), roles }));
    expect(person?.roles).toEqual(Array.isArray(roles) ? ['*:lezen'] : []);
  });
});

describe('a token that is refused', () => {
  it('each of the ways in which it can be wrong, where the good one is let in', async () => {
    const oidc = create();
    expect(await oidc.verify(await issuer.sign(claims()))).toBeDefined();
    const forged = await forgeTokens(issuer);
    expect(forged.length).toBeGreaterThanOrEqual(17);
    for (const [what, token] of forged) expect([what, await oidc.verify(token)]).toEqual([what, undefined]);
  });

  it('any letter of it changed, but for the last, whose bits are not all in use', async () => {
    const oidc = create();
    const token = await issuer.issue();
    const accepted: number[] = [];
    for (let at = 0; at < token.length - 1; at += 7) {
      const other = token[at] === 'A' ? 'B' : 'A';
      if (await oidc.verify(token.slice(0, at) + other + token.slice(at + 1))) accepted.push(at);
    }
    expect(accepted).toEqual([]);
  });
});

describe('an issuer with a name for each tenant', () => {
  it('has the tenant of the list in it, not that of the token', async () => {
    const asked: string[] = [];
    const oidc = createOidc(
      { ...settings(), issuer: 'https://login.test/{tenantid}/v2.0' },
      () => new Date(),
      async (url) => {
        asked.push(url);
        const own = `https://login.test/${TENANT}/v2.0`;
        return url.endsWith('openid-configuration')
          ? Response.json({ issuer: own, jwks_uri: `${own}/keys` })
          : fetch(`${issuer.address}/jwks`);
      },
    );
    const sign = (tid: string, iss: string) => issuer.sign({ ...claims(), tid, iss });
    const own = `https://login.test/${TENANT}/v2.0`;
    expect(await oidc.verify(await sign(TENANT, own))).toBeDefined();
    expect(await oidc.verify(await sign(TENANT, 'https://login.test/{tenantid}/v2.0'))).toBeUndefined();
    expect(await oidc.verify(await sign(TENANT, 'https://login.test/andere/v2.0'))).toBeUndefined();
    expect(await oidc.verify(await sign('andere', 'https://login.test/andere/v2.0'))).toBeUndefined();
    expect(asked).toEqual([`${own}/.well-known/openid-configuration`, `${own}/keys`]);
  });
});

describe('the issuer’s keys', () => {
  beforeEach(() => {
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() });
    issuer.requests.length = 0;
  });
  afterEach(() => vi.useRealTimers());
  const wait = (time: number) => vi.setSystemTime(Date.now() + time * 1000);
  const asked = (path: string) => issuer.requests.filter((each) => each === path).length;
  const refusal = (work: Promise<unknown>) =>
    work.then(
      () => 'none',
      (error: unknown) => (error instanceof DomainError ? error.code : error),
    );

  it('are not asked for until a token comes, and then once', async () => {
    const oidc = create();
    expect(issuer.requests).toEqual([]);
    const token = await issuer.sign(claims());
    await Promise.all([oidc.verify(token), oidc.verify(token)]);
    for (let i = 0; i < 20; i++) await oidc.verify(token);
    expect([asked('/.well-known/openid-configuration'), asked('/jwks')]).toEqual([1, 1]);
  });

  it('are asked for again after an hour', async () => {
    const oidc = create();
    await oidc.verify(await issuer.sign(claims()));
    wait(3_601);
    expect(await oidc.verify(await issuer.sign(claims()))).toBeDefined();
    expect([asked('/.well-known/openid-configuration'), asked('/jwks')]).toEqual([1, 2]);
  });

  it('are asked for at most once in half a minute for a kid that is not among them', async () => {
    const oidc = create();
    const unknown = () => issuer.sign(claims(), { kid: crypto.randomUUID() });
    for (let i = 0; i < 10; i++) expect(await oidc.verify(await unknown())).toBeUndefined();
    expect(asked('/jwks')).toBe(1);
    wait(31);
    for (let i = 0; i < 10; i++) expect(await oidc.verify(await unknown())).toBeUndefined();
    expect(asked('/jwks')).toBe(2);
  });

  it('may change while the server runs', async () => {
    const oidc = create();
    const old = await issuer.issue();
    expect(await oidc.verify(old)).toBeDefined();
    await issuer.rotate();
    wait(31);
    expect(await oidc.verify(await issuer.issue())).toBeDefined();
    expect(await oidc.verify(old)).toBeUndefined();
  });

  it('that cannot be had make the server unavailable, and later they can', async () => {
    const oidc = create();
    const token = await issuer.sign(claims());
    await issuer.stop();
    expect(await refusal(oidc.verify(token))).toBe('unavailable');
    await issuer.resume();
    expect(await refusal(oidc.verify(token)), 'within half a minute').toBe('unavailable');
    wait(20);
    expect(await refusal(oidc.verify(token)), 'and asking does not make that longer').toBe('unavailable');
    expect(issuer.requests).toEqual([]);
    wait(11);
    expect(await oidc.verify(token)).toBeDefined();
  });

  it('go on to serve while the issuer is down', async () => {
    const oidc = create();
    const token = await issuer.sign(claims());
    await oidc.verify(token);
    await issuer.stop();
    wait(31);
    expect(await oidc.verify(token)).toBeDefined();
    const unknown = await issuer.sign(claims(), { kid: 'onbekend' });
    expect(await refusal(oidc.verify(unknown))).toBe('unavailable');
    expect(await oidc.verify(token)).toBeDefined();
    await issuer.resume();
  });

  it.each([
    ['of another issuer', { issuer: 'https://elders.test', jwks_uri: 'https://elders.test/jwks' }],
    ['without keys', { issuer: 'https://login.test' }],
    ['with keys over http', { issuer: 'https://login.test', jwks_uri: 'http://login.test/jwks' }],
    ['that is null', null],
  ])('are not taken from a discovery document %s', async (_, document) => {
    const asked: string[] = [];
    const oidc = createOidc(
      { ...settings(), issuer: 'https://login.test' },
      () => new Date(),
      async (url) => {
        asked.push(url);
        return Response.json(document);
      },
    );
    expect(await refusal(oidc.verify(await issuer.sign(claims())))).toBe('unavailable');
    expect(asked).toEqual(['https://login.test/.well-known/openid-configuration']);
  });
});

describe('rights by roles', () => {
  it.each([
    [['ALM-2015-01:schrijven'], ['lezen', 'schrijven']],
    [['alm-2015-01:VASTSTELLEN'], []],
    [['alm-2015-01:vaststellen'], ['lezen', 'vaststellen']],
    [['*:lezen'], ['lezen']],
    [
      ['*:beheer', 'ALM-2015-01:schrijven'],
      ['lezen', 'schrijven', 'beheer'],
    ],
    [['lezen', 'schrijven', 'vaststellen', 'beheer'], []],
    [[':beheer', '*beheer', '*:', 'ALM-2015-01', 'ALM-2015-01:', '*:root', ''], []],
    [['UTR-2016-01:beheer', 'ALM-2015-0:beheer', 'ALM-2015-01 :beheer'], []],
  ])('%j', (roles, rights) => expect(rightsFromRoles(roles, 'ALM-2015-01')).toEqual(rights));
});

describe('the settings', () => {
  const GOOD = { OIDC_ISSUER: 'https://login.test', OIDC_AUDIENCE: 'api://flex', OIDC_CLIENT_ID: 'paneel' };
  const MICROSOFT = {
    OIDC_ISSUER: `https://login.microsoftonline.com/${TENANT}/v2.0`,
    OIDC_AUDIENCE: OID,
    OIDC_CLIENT_ID: OID,
    OIDC_TENANTS: TENANT.toUpperCase(),
    OIDC_SCOPE: 'toegang',
  };

  it('are none where none is set', () => {
    expect(readOidc({})).toBeUndefined();
    expect(readOidc({ OIDC_ISSUER: ' ', OIDC_TENANTS: '' })).toBeUndefined();
  });

  it('of any issuer', () => {
    expect(readOidc({ ...GOOD, OIDC_SCOPE: 'toegang', OIDC_TENANTS: 'a, b,' })).toEqual({
      issuer: 'https://login.test',
      audience: 'api://flex',
      tenants: ['a', 'b'],
      scope: 'toegang',
      clientId: 'paneel',
      paneScopes: ['toegang'],
    });
    expect(readOidc(GOOD)).toMatchObject({ tenants: [], paneScopes: [] });
  });

  it.each([
    ['toegang', [`api://${OID}/toegang`]],
    ['api://flex.almere.nl/toegang', ['api://flex.almere.nl/toegang']],
  ])('of Entra, whose tokens name the scope %s by its last part', (OIDC_SCOPE, paneScopes) => {
    const read = readOidc({ ...MICROSOFT, OIDC_SCOPE });
    expect(read).toMatchObject({ scope: 'toegang', paneScopes, tenants: [TENANT] });
  });

  it.each(['http://127.0.0.1:9000', 'http://localhost:9000', 'http://[::1]:9000'])(
    'may name %s, on this very machine',
    (OIDC_ISSUER) => expect(readOidc({ ...GOOD, OIDC_ISSUER })).toBeDefined(),
  );

  it.each([
    [{ OIDC_SCOPE: 'toegang' }, 'samen'],
    [{ ...GOOD, OIDC_AUDIENCE: '' }, 'samen'],
    [{ ...GOOD, OIDC_CLIENT_ID: '' }, 'samen'],
    [{ ...GOOD, OIDC_ISSUER: 'login.test' }, 'geen adres'],
    [{ ...GOOD, OIDC_ISSUER: 'https://login.test/?a' }, 'geen adres'],
    [{ ...GOOD, OIDC_ISSUER: 'http://login.test' }, 'https://'],
    [{ ...GOOD, OIDC_ISSUER: 'ftp://localhost' }, 'https://'],
    [{ ...GOOD, OIDC_ISSUER: 'https://login.test/{tenantid}' }, 'OIDC_TENANTS'],
    [{ ...MICROSOFT, OIDC_TENANTS: '' }, 'OIDC_TENANTS'],
    [{ ...MICROSOFT, OIDC_TENANTS: 'almere.nl' }, 'geen tenant-id'],
    [{ ...MICROSOFT, OIDC_TENANTS: OID }, 'OIDC_ISSUER'],
    [{ ...MICROSOFT, OIDC_ISSUER: 'https://login.microsoftonline.com/common/v2.0' }, '{tenantid}'],
    [{ ...MICROSOFT, OIDC_ISSUER: `https://sts.windows.net/${TENANT}/` }, 'versie 1'],
    [{ ...MICROSOFT, OIDC_SCOPE: '' }, 'OIDC_SCOPE'],
  ])('%j cannot work', (env, words) => expect(() => readOidc(env)).toThrow(words));
});
