import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ClientError } from '../../../addin/client.ts';
import type { Issued } from '../../../addin/sign-in/message.ts';
import { createRenewal } from '../../../addin/sign-in/renewal.ts';
import { LocalIssuer, PANE_CLIENT, SCOPE } from '../../server/local-issuer.ts';

let issuer: LocalIssuer;
let now: number;
beforeEach(async () => {
  issuer = await LocalIssuer.start();
  now = 0;
});
afterEach(() => issuer.stop());

const create = (first: Partial<Issued>) =>
  createRenewal(
    { authority: issuer.url, clientId: PANE_CLIENT, scopes: [SCOPE] },
    { accessToken: 'eerste', expiresIn: 3600, tokenEndpoint: `${issuer.url}/token`, ...first },
    () => now,
  );
const codeOf = (work: Promise<string>) =>
  work.catch((error: unknown) => (error instanceof ClientError ? error.code : error));

/** That renewal goes through is seen in the browser, where someone signs in first: work-account.test.ts. */
describe('a token that was issued for an hour', () => {
  it('is used as it is until five minutes before its end', async () => {
    const getToken = create({ refreshToken: 'onbekend' });
    now = 3_299_000;
    expect(await getToken()).toBe('eerste');
    expect(issuer.requests).toEqual([]);
  });

  it('asks to sign in again where it cannot be renewed: no refresh token', async () => {
    const getToken = create({});
    now = 3_300_000;
    expect(await codeOf(getToken())).toBe('unauthorized');
  });

  it('asks to sign in again where it cannot be renewed: the issuer refuses', async () => {
    const getToken = create({ refreshToken: 'onbekend' });
    now = 3_300_000;
    expect(await Promise.all([codeOf(getToken()), codeOf(getToken())])).toEqual([
      'unauthorized',
      'unauthorized',
    ]);
    expect(issuer.requests).toEqual(['/token']);
  });

  it('serves to its end while the issuer is down', async () => {
    const getToken = create({ refreshToken: 'onbekend' });
    await issuer.stop();
    now = 3_400_000;
    expect(await getToken()).toBe('eerste');
    now = 3_600_000;
    expect(await codeOf(getToken())).toBe('offline');
    await issuer.resume();
    expect(await codeOf(getToken())).toBe('unauthorized');
  });
});
