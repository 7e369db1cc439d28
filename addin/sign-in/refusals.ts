import { ClientError } from '../client.ts';

/** What the user can do about a sign-in that did not go through; `code` is that of the issuer, MSAL or Excel. */
export function toRefusal(code: string): ClientError {
  switch (code) {
    case 'user_cancelled':
    case 'user_canceled':
    case 'access_denied':
      return new ClientError('cancelled', 'U hebt het aanmelden afgebroken.');
    case 'no_network_connectivity':
    case 'post_request_failed':
    case 'get_request_failed':
    case 'network_error':
    case 'endpoints_resolution_error':
    case 'openid_config_error':
      return new ClientError(
        'offline',
        'De aanmelddienst van uw organisatie is niet bereikbaar. Controleer uw internetverbinding en probeer het opnieuw.',
      );
    case 'consent_required':
    case 'unauthorized_client':
    case 'invalid_client':
    case 'invalid_scope':
      return new ClientError(
        'forbidden',
        'Uw organisatie laat Flextensie nog niet toe. Vraag uw beheerder om toestemming, of verbind met een token.',
      );
    default:
      return new ClientError(
        'unauthorized',
        `Aanmelden is niet gelukt (${code}). Probeer het opnieuw; blijft dit zo, verbind dan met een token of vraag uw beheerder.`,
      );
  }
}

/** What is thrown where an account cannot be renewed without the user. */
export const signInAgain = (): ClientError =>
  new ClientError('unauthorized', 'Uw aanmelding is verlopen. Meld u opnieuw aan; wat u deed, blijft staan.');
