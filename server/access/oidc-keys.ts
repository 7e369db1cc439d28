import { createRemoteJWKSet, customFetch, errors, type JWTVerifyGetKey } from 'jose';
import { DomainError } from '../../shared/errors.ts';

/** In milliseconds. */
const TIMEOUT = 5_000;
const COOLDOWN = 30_000;
const MAX_AGE = 3_600_000;

export type Fetch = (url: string, init: RequestInit) => Promise<Response>;

/**
 * The keys with which an issuer signs, fetched when they are first needed and kept for an hour. A key that is not among
 * them, and an issuer that gives no answer, are asked for at most once in half a minute. Throws `unavailable` where the
 * keys cannot be had.
 */
export function createKeys(issuer: string, now: () => Date, send: Fetch): JWTVerifyGetKey {
  let failedAt = -Infinity;
  const fail = (cause: unknown): DomainError => {
    if (cause instanceof DomainError) return cause;
    failedAt = now().getTime();
    return unavailable(cause);
  };
  const patiently: Fetch = async (url, init) => {
    if (now().getTime() < failedAt + COOLDOWN) throw unavailable();
    try {
      const response = await send(url, init);
      if (response.status !== 200) throw new Error(`${url} answers ${response.status}`);
      return response;
    } catch (cause) {
      throw fail(cause);
    }
  };

  let discovered: Promise<JWTVerifyGetKey> | undefined;
  const discover = async (): Promise<JWTVerifyGetKey> => {
    try {
      return await (discovered ??= readDiscovery(issuer, patiently).then((url) =>
        createRemoteJWKSet(url, {
          timeoutDuration: TIMEOUT,
          cooldownDuration: COOLDOWN,
          cacheMaxAge: MAX_AGE,
          [customFetch]: patiently,
        }),
      ));
    } catch (cause) {
      discovered = undefined;
      throw fail(cause);
    }
  };

  return async (header, token) => {
    const keys = await discover();
    try {
      return await keys(header, token);
    } catch (cause) {
      if (cause instanceof errors.JWKSNoMatchingKey || cause instanceof errors.JWKSMultipleMatchingKeys)
        throw cause;
      throw fail(cause);
    }
  };
}

/** Where the keys are, by the issuer's own discovery document. */
async function readDiscovery(issuer: string, send: Fetch): Promise<URL> {
  const response = await send(`${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`, {
    headers: { Accept: 'application/json' },
    redirect: 'manual',
    signal: AbortSignal.timeout(TIMEOUT),
  });
  const found = (await response.json()) as { issuer?: unknown; jwks_uri?: unknown } | null;
  if (found?.issuer !== issuer) throw new Error(`the discovery document of ${issuer} is of another issuer`);
  const url = new URL(String(found.jwks_uri));
  if (url.protocol !== 'https:' && url.protocol !== new URL(issuer).protocol)
    throw new Error(`the keys of ${issuer} do not come over https`);
  return url;
}

const unavailable = (cause?: unknown): DomainError => {
  const error = new DomainError(
    'unavailable',
    'De aanmelddienst van uw organisatie geeft geen antwoord. Probeer het over een minuut opnieuw, of verbind met een token.',
  );
  error.cause = cause;
  return error;
};
