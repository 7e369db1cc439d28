import { decodeJwt, errors, type JWTPayload, type JWTVerifyGetKey, jwtVerify } from 'jose';
import { type Right, RIGHTS } from '../../shared/api.ts';
import { toCleanText } from '../../shared/text.ts';
import { createKeys, type Fetch } from './oidc-keys.ts';
import type { OidcSettings } from './oidc-settings.ts';

export { type OidcSettings, readOidc } from './oidc-settings.ts';

const ALGORITHMS = ['RS256', 'PS256', 'ES256'];
const TYPES = [undefined, 'jwt', 'at+jwt'];
const MAX_LENGTH = 8_000;
const MAX_SUBJECT = 255;
/** In seconds. */
const TOLERANCE = 60;
const MAX_LIFETIME = 24 * 60 * 60;

/** Who a good token speaks for. */
export interface OidcPerson {
  issuer: string;
  /** `oid` where there is one, else `sub`; with the tenant and a slash in front where there are tenants. */
  subject: string;
  naam: string;
  roles: readonly string[];
}

export interface Oidc {
  /**
   * Undefined where the token is not a good one, whatever is wrong with it. Throws `unavailable` where the issuer's keys
   * cannot be fetched.
   */
  verify(jwt: string): Promise<OidcPerson | undefined>;
}

/** Checks the access tokens of one issuer. `now` is the time that they must be good at. */
export function createOidc(
  settings: OidcSettings,
  now: () => Date,
  send: Fetch = (url, init) => fetch(url, init),
): Oidc {
  const keys = new Map<string, JWTVerifyGetKey>();
  const keysOf = (issuer: string): JWTVerifyGetKey => {
    const found = keys.get(issuer) ?? createKeys(issuer, now, send);
    keys.set(issuer, found);
    return found;
  };

  const check = async (jwt: string): Promise<OidcPerson | undefined> => {
    const { tid } = decodeJwt(jwt);
    const tenant = settings.tenants.find((each) => each === tid);
    if (settings.tenants.length > 0 && tenant === undefined) return undefined;
    // Built from the list, not from the token.
    const issuer = settings.issuer.replace('{tenantid}', tenant ?? '');
    const { payload, protectedHeader } = await jwtVerify(jwt, keysOf(issuer), {
      issuer,
      audience: settings.audience,
      algorithms: ALGORITHMS,
      requiredClaims: ['exp', 'iat', 'sub'],
      clockTolerance: TOLERANCE,
      currentDate: now(),
    });
    if (!TYPES.includes(protectedHeader.typ?.toLowerCase())) return undefined;
    if (!isAccessToken(payload, settings.scope) || !isTimely(payload, now())) return undefined;
    return toPerson(payload, issuer, tenant);
  };

  return {
    verify: async (jwt) => {
      if (jwt.length > MAX_LENGTH) return undefined;
      try {
        return await check(jwt);
      } catch (error) {
        if (error instanceof errors.JOSEError) return undefined;
        throw error;
      }
    },
  };
}

function isAccessToken(payload: JWTPayload, scope: string | undefined): boolean {
  if (payload['nonce'] !== undefined || payload['at_hash'] !== undefined) return false;
  const granted = [payload['scp'], payload['scope']].flatMap((each) =>
    typeof each === 'string' ? each.split(' ') : [],
  );
  return scope === undefined || granted.includes(scope);
}

/** Not issued in the future, and not for longer than a day. */
const isTimely = ({ iat, exp }: JWTPayload, now: Date): boolean =>
  typeof iat === 'number' &&
  typeof exp === 'number' &&
  iat <= now.getTime() / 1000 + TOLERANCE &&
  exp - iat <= MAX_LIFETIME;

function toPerson(payload: JWTPayload, issuer: string, tenant: string | undefined): OidcPerson | undefined {
  const { sub, oid = sub, name, preferred_username: username, roles } = payload;
  if (!isSubject(sub) || !isSubject(oid)) return undefined;
  const subject = tenant === undefined ? oid : `${tenant}/${oid}`;
  const [naam = subject] = [name, username]
    .map((each) => (typeof each === 'string' ? toCleanText(each) : ''))
    .filter((each) => each !== '');
  return {
    issuer,
    subject,
    naam: naam === subject ? toCleanText(subject) : naam,
    roles: Array.isArray(roles) ? roles.filter((role) => typeof role === 'string') : [],
  };
}

const isSubject = (value: unknown): value is string =>
  typeof value === 'string' && value.length <= MAX_SUBJECT && /^[^\p{Cc}]*\S[^\p{Cc}]*$/u.test(value);

/**
 * What the roles in a token allow on a contract: `ALM-2015-01:schrijven` that one, `*:lezen` every contract. A role that
 * names no contract, or is not one of ours, allows nothing. Every right includes reading.
 */
export function rightsFromRoles(roles: readonly string[], contractnummer: string): Right[] {
  const granted = new Set(
    roles.flatMap((role) => {
      const colon = role.lastIndexOf(':');
      const contract = role.slice(0, Math.max(colon, 0)).toLowerCase();
      const right = RIGHTS.find((each) => each === role.slice(colon + 1));
      return right && (contract === '*' || contract === contractnummer.toLowerCase()) ? [right] : [];
    }),
  );
  return RIGHTS.filter((right) => granted.has(right) || (right === 'lezen' && granted.size > 0));
}
