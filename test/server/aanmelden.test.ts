import { describe, expect, it } from 'vitest';
import { readOidc } from '../../server/access/oidc.ts';
import { createAanmelden } from '../../server/routes/aanmelden.ts';

const ask = async (env: Record<string, string>): Promise<unknown> => {
  const response = await createAanmelden(readOidc(env)).request('/');
  expect(response.status).toBe(200);
  return response.json();
};
const ONE = '6f9b2c1e-3a54-4d7b-9c0e-0d1f6a2b8c33';
const OTHER = '0b7e4a52-8f1d-4c36-a9d4-5e2c7b19f608';
const microsoft = (tenant: string, tenants: string) => ({
  OIDC_ISSUER: `https://login.microsoftonline.com/${tenant}/v2.0`,
  OIDC_TENANTS: tenants,
  ...{ OIDC_AUDIENCE: OTHER, OIDC_CLIENT_ID: OTHER, OIDC_SCOPE: 'toegang' },
});

describe('how one signs in, told without a token', () => {
  it('is by token only where no issuer is set', async () => {
    expect(await ask({})).toEqual({ oidc: null });
  });

  it('is at any issuer', async () => {
    const env = { OIDC_ISSUER: 'https://login.test', OIDC_AUDIENCE: 'api://flex', OIDC_CLIENT_ID: 'paneel' };
    expect(await ask({ ...env, OIDC_SCOPE: 'toegang' })).toEqual({
      oidc: { authority: 'https://login.test', clientId: 'paneel', scopes: ['toegang'] },
    });
  });

  it.each([
    [ONE, ONE, ONE],
    ['{tenantid}', ONE, ONE],
    ['{tenantid}', `${ONE},${OTHER}`, 'organizations'],
  ])('is at Entra, of the tenant %s among %s', async (tenant, tenants, own) => {
    expect(await ask(microsoft(tenant, tenants))).toEqual({
      oidc: {
        authority: `https://login.microsoftonline.com/${own}`,
        clientId: OTHER,
        scopes: [`api://${OTHER}/toegang`],
      },
    });
  });
});
