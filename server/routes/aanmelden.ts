import { Hono } from 'hono';
import type { Aanmelden, WorkAccounts } from '../../shared/api.ts';
import { route } from '../access/route.ts';
import type { OidcSettings } from '../access/oidc.ts';
import type { Env } from '../env.ts';

/** Tells the pane how one signs in, before there is a token. */
export function createAanmelden(settings: OidcSettings | undefined): Hono<Env> {
  const answer: Aanmelden = { oidc: settings ? toWorkAccounts(settings) : null };
  return new Hono<Env>().get(
    '/',
    route({ needs: 'public', action: 'zien hoe men zich aanmeldt', answer: 'Aanmelden' }),
    (c) => c.json(answer),
  );
}

const toWorkAccounts = (settings: OidcSettings): WorkAccounts => ({
  authority: toAuthority(settings),
  clientId: settings.clientId,
  scopes: settings.paneScopes,
});

/** Entra's address for signing in is that of its tokens without the version; one of all organisations serves several. */
function toAuthority(settings: OidcSettings): string {
  const named = toNamed(settings);
  return new URL(named).hostname === 'login.microsoftonline.com' ? named.replace(/\/v2\.0$/, '') : named;
}

/** The issuer's address, of the one organisation that there is, else of all. */
export function toNamed({ issuer, tenants }: OidcSettings): string {
  const [tenant, ...others] = tenants;
  const own = tenant !== undefined && others.length === 0 ? tenant : 'organizations';
  return issuer.replace('{tenantid}', own);
}
