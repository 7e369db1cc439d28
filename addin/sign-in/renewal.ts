import type { WorkAccounts } from '../../shared/api.ts';
import { ClientError } from '../client.ts';
import type { Issued } from './message.ts';
import { signInAgain, toRefusal } from './refusals.ts';

/** In milliseconds; a short-lived token is renewed halfway. */
const MARGIN = 5 * 60_000;
const TIMEOUT = 10_000;

/** Gives the access token, renewed shortly before it ends. What it holds goes nowhere but to the issuer. */
export function createRenewal(
  { clientId }: WorkAccounts,
  first: Issued,
  now: () => number,
  send: (url: string, init: RequestInit) => Promise<Response> = (url, init) => fetch(url, init),
): () => Promise<string> {
  const toHeld = (issued: Issued) => {
    const lifetime = issued.expiresIn * 1000;
    return {
      ...issued,
      endsAt: now() + lifetime,
      renewAt: now() + lifetime - Math.min(MARGIN, lifetime / 2),
    };
  };
  let held = toHeld(first);
  let renewing: Promise<void> | undefined;

  const renew = async (): Promise<void> => {
    const { refreshToken, tokenEndpoint } = held;
    if (refreshToken === undefined) throw signInAgain();
    const response = await send(tokenEndpoint, {
      method: 'POST',
      body: new URLSearchParams({
        grant_type: 'refresh_token',
        client_id: clientId,
        refresh_token: refreshToken,
      }),
      signal: AbortSignal.timeout(TIMEOUT),
    }).catch(() => {
      throw toRefusal('network_error');
    });
    if (response.status >= 500) throw toRefusal('network_error');
    if (!response.ok) throw signInAgain();
    const answer = (await response.json()) as TokenAnswer;
    held = toHeld(toIssued(answer, tokenEndpoint, refreshToken));
  };

  return async () => {
    if (now() >= held.renewAt)
      try {
        await (renewing ??= renew().finally(() => (renewing = undefined)));
      } catch (cause) {
        // While the token is still good, an issuer that does not answer may be asked later.
        if (now() >= held.endsAt || !(cause instanceof ClientError) || cause.code !== 'offline') throw cause;
      }
    return held.accessToken;
  };
}

/** The answer of a token endpoint (RFC 6749, 5.1). */
export interface TokenAnswer {
  access_token: string;
  refresh_token?: string;
  expires_in?: number | string;
}

/** `earlier`: the refresh token, which an issuer that does not replace it leaves out. */
export const toIssued = (answer: TokenAnswer, tokenEndpoint: string, earlier?: string): Issued => ({
  accessToken: answer.access_token,
  refreshToken: answer.refresh_token ?? earlier,
  expiresIn: Number(answer.expires_in ?? 0),
  tokenEndpoint,
});
