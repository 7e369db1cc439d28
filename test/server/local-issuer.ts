import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type CryptoKey, exportJWK, generateKeyPair, importJWK, type JWK, SignJWT } from 'jose';
import Provider from 'oidc-provider';

export const AUDIENCE = 'https://flex.test/api';
export const SCOPE = 'toegang';
export const TENANT = '6f9b2c1e-3a54-4d7b-9c0e-0d1f6a2b8c33';
export const OID = '0b7e4a52-8f1d-4c36-a9d4-5e2c7b19f608';
/** Of the public client that stands for the pane. */
export const PANE_CLIENT = 'paneel';

interface IssuerOptions {
  /** How the tokens and the browser name it, where that is not the address on which it listens. */
  publicUrl?: string;
  /** Where the pane's sign-in page is. */
  redirectUri?: string;
  /** Of an access token, in seconds. */
  lifetime?: number;
  /** What `roles` of an access token says. */
  roles?: string[];
}

/** A real OpenID provider on loopback, whose keys the test knows too. */
export class LocalIssuer {
  readonly #options: IssuerOptions;
  readonly #server: Server;
  #port = 0;
  #answer: RequestListener = () => {};
  /** Its signing keys, by algorithm. */
  keys: Record<string, JWK> = {};
  /** The paths that were asked for. */
  readonly requests: string[] = [];

  private constructor(options: IssuerOptions) {
    this.#options = options;
    this.#server = createServer((request, response) => {
      this.requests.push((request.url ?? '').replace(/\?.*/, ''));
      this.#answer(request, response);
    });
  }

  static async start(options: IssuerOptions = {}): Promise<LocalIssuer> {
    const issuer = new LocalIssuer(options);
    await issuer.resume();
    await issuer.rotate();
    return issuer;
  }

  /** Where it listens. */
  get address(): string {
    return `http://127.0.0.1:${this.#port}`;
  }
  /** As its tokens name it. */
  get url(): string {
    return this.#options.publicUrl ?? this.address;
  }

  /** New keys, and no more of the old ones. */
  async rotate(): Promise<void> {
    const made = await Promise.all(
      ['RS256', 'PS256', 'ES256'].map(async (alg) => {
        const { privateKey } = await generateKeyPair(alg, { extractable: true });
        return [
          alg,
          { ...(await exportJWK(privateKey)), alg, use: 'sig', kid: crypto.randomUUID() },
        ] as const;
      }),
    );
    this.keys = Object.fromEntries(made);
    const provider = new Provider(this.url, this.#configuration());
    provider.proxy = this.#options.publicUrl !== undefined;
    this.#answer = provider.callback();
  }

  #configuration(): Record<string, unknown> {
    const { redirectUri, lifetime = 600, roles = ['ALM-2015-01:schrijven'] } = this.#options;
    return {
      jwks: { keys: Object.values(this.keys) },
      cookies: { keys: ['a key of the test'] },
      scopes: ['openid', 'offline_access', SCOPE],
      issueRefreshToken: () => true,
      clients: [
        {
          client_id: 'koppeling',
          client_secret: 'geheim',
          grant_types: ['client_credentials'],
          redirect_uris: [],
          response_types: [],
        },
        {
          client_id: PANE_CLIENT,
          token_endpoint_auth_method: 'none',
          application_type: 'web',
          grant_types: ['authorization_code', 'refresh_token'],
          redirect_uris: redirectUri === undefined ? ['https://flex.test/aanmelden.html'] : [redirectUri],
        },
      ],
      extraTokenClaims: () => ({ tid: TENANT, oid: OID, name: 'Anna de Vries', roles }),
      features: {
        clientCredentials: { enabled: true },
        resourceIndicators: {
          enabled: true,
          defaultResource: () => AUDIENCE,
          useGrantedResource: () => true,
          getResourceServerInfo: () => ({
            scope: SCOPE,
            audience: AUDIENCE,
            accessTokenTTL: lifetime,
            accessTokenFormat: 'jwt',
            jwt: { sign: { alg: 'RS256' } },
          }),
        },
      },
    };
  }

  /** An access token as the provider itself issues it. */
  async issue(): Promise<string> {
    const response = await fetch(`${this.address}/token`, {
      method: 'POST',
      body: new URLSearchParams({
        ...{ grant_type: 'client_credentials', client_id: 'koppeling', client_secret: 'geheim' },
        ...{ resource: AUDIENCE, scope: SCOPE },
      }),
    });
    const { access_token: token } = (await response.json()) as { access_token?: string };
    if (token === undefined) throw new Error(`the provider answers ${response.status}`);
    return token;
  }

  /** Signs with one of its own keys, unless another is given; claims that are undefined are left out. */
  async sign(
    claims: Record<string, unknown>,
    header: { alg?: string; [name: string]: unknown } = {},
    key?: CryptoKey | Uint8Array,
  ): Promise<string> {
    const alg = header.alg ?? 'RS256';
    const own = this.keys[alg] ?? {};
    const all = { kid: own.kid, typ: 'at+jwt', ...header, alg };
    const crit = all['crit' as keyof typeof all];
    return new SignJWT(JSON.parse(JSON.stringify(claims)) as Record<string, unknown>)
      .setProtectedHeader(JSON.parse(JSON.stringify(all)) as { alg: string })
      .sign(
        key ?? (await importJWK(own, alg)),
        Array.isArray(crit) ? { crit: Object.fromEntries(crit.map((name) => [String(name), true])) } : {},
      );
  }

  /** Goes down: who asks gets no connection. */
  async stop(): Promise<void> {
    await new Promise((resolve) => {
      this.#server.close(resolve);
      this.#server.closeAllConnections();
    });
  }

  /** Comes up again, on the same port. */
  async resume(): Promise<void> {
    await new Promise<void>((resolve) => this.#server.listen(this.#port, '127.0.0.1', resolve));
    this.#port = (this.#server.address() as AddressInfo).port;
  }
}
