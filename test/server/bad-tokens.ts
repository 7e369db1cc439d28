import { type CryptoKey, exportSPKI, generateKeyPair, importJWK, type JWK, UnsecuredJWT } from 'jose';
import { AUDIENCE, type LocalIssuer, OID, SCOPE, TENANT } from './local-issuer.ts';

export const seconds = () => Math.floor(Date.now() / 1000);

/** What the provider puts in a token. */
export const claimsOf = (issuer: LocalIssuer): Record<string, unknown> => ({
  ...{ iss: issuer.url, aud: AUDIENCE, sub: 'anna', scope: SCOPE, client_id: 'koppeling', jti: 'x' },
  ...{ iat: seconds(), exp: seconds() + 600 },
  ...{ tid: TENANT, oid: OID, name: 'Anna de Vries', roles: ['ALM-2015-01:schrijven'] },
});

interface Forger {
  issuer: LocalIssuer;
  /** A key that is none of the issuer's. */
  stranger: CryptoKey;
}

interface Spoilt {
  claims?: () => Record<string, unknown>;
  header?: () => Promise<Record<string, unknown>> | Record<string, unknown>;
  key?: () => Promise<CryptoKey | Uint8Array> | CryptoKey;
  /** Done to the token. */
  after?: (token: string) => string;
}

/** Every way in which a token can be wrong, with what is wrong with it. */
const spoilt = ({ issuer, stranger }: Forger): Record<string, Spoilt> => ({
  expired: { claims: () => ({ exp: seconds() - 61 }) },
  'not yet valid': { claims: () => ({ nbf: seconds() + 90 }) },
  'other issuer': { claims: () => ({ iss: `${issuer.url}/` }) },
  'no issuer': { claims: () => ({ iss: undefined }) },
  'other audience': { claims: () => ({ aud: 'https://flex.test/' }) },
  'no audience': { claims: () => ({ aud: undefined }) },
  'alg none': {
    after: (token) => new UnsecuredJWT(payloadOf(token)).encode(),
  },
  'alg none with the signature left': {
    after: (token) => withHeader(token, { ...headerOf(token), alg: 'none' }),
  },
  'HS256 with the public key as secret': {
    header: () => ({ alg: 'HS256', kid: issuer.keys['RS256']?.kid }),
    key: async () => new TextEncoder().encode(await exportSPKI(await publicKey(issuer.keys['RS256']))),
  },
  'an algorithm off the list, by the right key': {
    header: () => ({ alg: 'RS512', kid: issuer.keys['RS256']?.kid }),
    key: async () => await importJWK({ ...issuer.keys['RS256'], alg: 'RS512' }),
  },
  'unknown kid': { header: () => ({ kid: 'onbekend' }) },
  'another key under the right kid': { key: () => stranger },
  'altered payload': {
    after: (token) => withPayload(token, { ...payloadOf(token), roles: ['*:beheer'] }),
  },
  'no exp': { claims: () => ({ exp: undefined }) },
  'exp as text': { claims: () => ({ exp: String(seconds() + 600) }) },
  'no iat': { claims: () => ({ iat: undefined }) },
  'no sub': { claims: () => ({ sub: undefined }) },
  'empty sub': { claims: () => ({ sub: '' }) },
  'oid that is no text': { claims: () => ({ oid: 7 }) },
  'oid over two lines': { claims: () => ({ oid: 'a\nb' }) },
  'iat in the future': { claims: () => ({ iat: seconds() + 90 }) },
  'other tenant': { claims: () => ({ tid: 'e4c5a3d0-0000-4000-8000-000000000000' }) },
  'no tenant': { claims: () => ({ tid: undefined }) },
  'lifetime too long': { claims: () => ({ exp: seconds() + 86_401 }) },
  'missing scope': { claims: () => ({ scope: `${SCOPE}.lezen openid` }) },
  'id token by nonce': { claims: () => ({ nonce: 'n' }) },
  'id token by at_hash': { claims: () => ({ at_hash: 'h' }) },
  'wrong typ': { header: () => ({ typ: 'logout+jwt' }) },
  'key in the header': {
    header: async () => ({ kid: undefined, jwk: await publicJwk(stranger) }),
    key: () => stranger,
  },
  'key in the header under the right kid': {
    header: async () => ({ jwk: await publicJwk(stranger) }),
    key: () => stranger,
  },
  'address of keys in the header': {
    header: () => ({ kid: 'elders', jku: `${issuer.url}/elders` }),
    key: () => stranger,
  },
  'unknown crit': { header: () => ({ crit: ['flex'], flex: 1 }) },
  truncated: { after: (token) => token.slice(0, -1) },
  'without a signature': { after: (token) => token.replace(/[^.]*$/, '') },
  'five parts': { after: (token) => `${token}.a.b` },
  'too long': { claims: () => ({ vulling: 'x'.repeat(6_000) }) },
  empty: { after: () => '' },
  'no JWT': { after: () => `flex_${'a'.repeat(43)}` },
});

const part = (token: string, index: number): string => token.split('.')[index] ?? '';
const decode = (text: string) =>
  JSON.parse(Buffer.from(text, 'base64url').toString()) as Record<string, unknown>;
const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
const headerOf = (token: string) => decode(part(token, 0));
const payloadOf = (token: string) => decode(part(token, 1));
const withHeader = (token: string, header: unknown) =>
  [encode(header), part(token, 1), part(token, 2)].join('.');
const withPayload = (token: string, payload: unknown) =>
  [part(token, 0), encode(payload), part(token, 2)].join('.');

async function publicKey({ d, p, q, dp, dq, qi, ...jwk }: JWK = {}): Promise<CryptoKey> {
  void [d, p, q, dp, dq, qi];
  return (await importJWK({ ...jwk, ext: true }, 'RS256')) as CryptoKey;
}
async function publicJwk(key: CryptoKey): Promise<JsonWebKey> {
  const { kty, n, e } = await crypto.subtle.exportKey('jwk', key);
  return { kty, n, e } as JsonWebKey;
}

/** A token of each kind, good but for what its name says; `claims` are what it says beside that. */
export async function forgeTokens(
  issuer: LocalIssuer,
  claims: Record<string, unknown> = {},
): Promise<[what: string, token: string][]> {
  const { privateKey: stranger } = await generateKeyPair('RS256', { extractable: true });
  return Promise.all(
    Object.entries(spoilt({ issuer, stranger })).map(
      async ([what, { claims: change, header, key, after }]) => {
        const all = { ...claimsOf(issuer), ...claims, ...change?.() };
        const token = await issuer.sign(all, await header?.(), await key?.());
        return [what, after?.(token) ?? token] as [string, string];
      },
    ),
  );
}
