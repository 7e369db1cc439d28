import { type Configuration, ProtocolMode } from '@azure/msal-browser';
import type { WorkAccounts } from '../../shared/api.ts';

/** Microsoft's own address; elsewhere MSAL speaks plain OpenID Connect. */
export const isMicrosoft = ({ authority }: WorkAccounts): boolean =>
  new URL(authority).hostname === 'login.microsoftonline.com';

/** For MSAL, which then keeps nothing beyond this page. */
export function toConfiguration(offer: WorkAccounts): Configuration {
  const { authority, clientId } = offer;
  const { hostname } = new URL(authority);
  return {
    auth: { clientId, authority, ...(isMicrosoft(offer) ? {} : { knownAuthorities: [hostname] }) },
    cache: { cacheLocation: 'memoryStorage' },
    system: { protocolMode: isMicrosoft(offer) ? ProtocolMode.AAD : ProtocolMode.OIDC },
  };
}
