/** The issuer whose access tokens are accepted, and what the pane needs to get one. */
export interface OidcSettings {
  /** As the tokens name it; may hold `{tenantid}`, which stands for each of `tenants`. */
  issuer: string;
  audience: string;
  /** The `tid` values that are let in; empty: the issuer has no tenants and `tid` is not looked at. */
  tenants: readonly string[];
  /** What `scp` or `scope` of a token must hold. */
  scope?: string;
  /** Of the pane, at the issuer. */
  clientId: string;
  /** What the pane asks for. */
  paneScopes: string[];
}

const TENANT = '{tenantid}';
const MICROSOFT = ['login.microsoftonline.com', 'sts.windows.net'];
const GUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/**
 * OIDC_ISSUER, OIDC_AUDIENCE, OIDC_TENANTS, OIDC_CLIENT_ID and OIDC_SCOPE; undefined where none is set. Throws a Dutch
 * sentence where they cannot work together.
 */
export function readOidc(env: NodeJS.ProcessEnv): OidcSettings | undefined {
  const read = (name: string): string | undefined => env[name]?.trim() || undefined;
  const issuer = read('OIDC_ISSUER');
  const audience = read('OIDC_AUDIENCE');
  const clientId = read('OIDC_CLIENT_ID');
  const scope = read('OIDC_SCOPE');
  const tenants = (read('OIDC_TENANTS') ?? '')
    .split(',')
    .map((tenant) => tenant.trim())
    .filter((tenant) => tenant !== '');
  if (!issuer && !audience && !clientId && !scope && tenants.length === 0) return undefined;
  if (!issuer || !audience || !clientId)
    throw new Error(
      'Geef OIDC_ISSUER, OIDC_AUDIENCE en OIDC_CLIENT_ID samen, of laat alle instellingen met OIDC_ weg.',
    );
  const url = checkIssuer(issuer, tenants);
  if (!MICROSOFT.includes(url.hostname))
    return { issuer, audience, tenants, clientId, paneScopes: scope ? [scope] : [], ...(scope && { scope }) };
  checkMicrosoft(url, tenants, scope);
  return {
    issuer,
    audience,
    tenants: tenants.map(lower),
    clientId,
    ...microsoftScope(audience, scope ?? ''),
  };
}

const lower = (text: string): string => text.toLowerCase();

function checkIssuer(issuer: string, tenants: readonly string[]): URL {
  const url = URL.parse(issuer);
  if (!url || url.search !== '' || url.hash !== '')
    throw new Error('OIDC_ISSUER is geen adres. Geef het adres waarmee de tokens hun uitgever noemen.');
  const loopback = ['127.0.0.1', '[::1]', 'localhost'].includes(url.hostname);
  if (url.protocol !== 'https:' && !(url.protocol === 'http:' && loopback))
    throw new Error(
      'OIDC_ISSUER moet met https:// beginnen; alleen op deze computer zelf mag het http zijn.',
    );
  if (issuer.includes(TENANT) && tenants.length === 0)
    throw new Error(`In OIDC_ISSUER staat ${TENANT}. Geef in OIDC_TENANTS welke organisaties erbij mogen.`);
  return url;
}

function checkMicrosoft(url: URL, tenants: readonly string[], scope: string | undefined): void {
  if (url.hostname === 'sts.windows.net')
    throw new Error(
      'OIDC_ISSUER met sts.windows.net hoort bij tokens van versie 1. Zet requestedAccessTokenVersion in de app-registratie op 2, en geef https://login.microsoftonline.com/TENANT/v2.0.',
    );
  if (tenants.length === 0)
    throw new Error('Bij login.microsoftonline.com hoort OIDC_TENANTS: de tenant-id van uw organisatie.');
  const wrong = tenants.find((tenant) => !GUID.test(lower(tenant)));
  if (wrong !== undefined) throw new Error(`OIDC_TENANTS: ‘${wrong}’ is geen tenant-id van Microsoft Entra.`);
  const [, own = ''] = /^\/([^/]+)\/v2\.0$/.exec(decodeURIComponent(url.pathname)) ?? [];
  if (own !== TENANT && !tenants.map(lower).includes(own))
    throw new Error(
      `OIDC_ISSUER moet https://login.microsoftonline.com/TENANT/v2.0 zijn, met een tenant-id uit OIDC_TENANTS of met ${TENANT} op de plaats van TENANT.`,
    );
  if (scope === undefined)
    throw new Error(
      'Bij login.microsoftonline.com hoort OIDC_SCOPE: de bevoegdheid van uw app-registratie, zoals toegang.',
    );
}

/** Entra's tokens name a scope by its last part only; who asks for it writes it in full. */
function microsoftScope(audience: string, written: string): Pick<OidcSettings, 'scope' | 'paneScopes'> {
  const uri = audience.includes(':') ? audience : `api://${audience}`;
  const full = written.includes('/') ? written : `${uri}/${written}`;
  return { scope: full.slice(full.lastIndexOf('/') + 1), paneScopes: [full] };
}
