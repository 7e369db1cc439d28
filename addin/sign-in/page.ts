import {
  AuthError,
  createStandardPublicClientApplication,
  type INetworkModule,
  type NetworkRequestOptions,
  type NetworkResponse,
} from '@azure/msal-browser';
import { readWorkAccounts } from '../client.ts';
import { waitForHost } from '../taskpane/office.ts';
import { isMicrosoft, toConfiguration } from './configuration.ts';
import { CHOOSE, type Issued, PAGE, type SignInMessage } from './message.ts';
import { type TokenAnswer, toIssued } from './renewal.ts';

/** Asks as MSAL does by itself, and keeps what the token endpoint gave: MSAL does not tell the refresh token. */
class ListeningNetwork implements INetworkModule {
  issued: Issued | undefined;

  sendGetRequestAsync = <T>(url: string, options?: NetworkRequestOptions) =>
    this.#send<T>(url, 'GET', options);

  async sendPostRequestAsync<T>(url: string, options?: NetworkRequestOptions): Promise<NetworkResponse<T>> {
    const response = await this.#send<T>(url, 'POST', options);
    const answer = response.body as Partial<TokenAnswer>;
    if (answer.access_token !== undefined) this.issued = toIssued(answer as TokenAnswer, url);
    return response;
  }

  async #send<T>(
    url: string,
    method: string,
    { headers = {}, body }: NetworkRequestOptions = {},
  ): Promise<NetworkResponse<T>> {
    const response = await fetch(url, { method, headers, ...(body === undefined ? {} : { body }) }).catch(
      () => {
        throw new AuthError('network_error', '');
      },
    );
    return {
      status: response.status,
      headers: Object.fromEntries(response.headers),
      body: (await response.json()) as T,
    };
  }
}

/** Goes to the issuer's page, or comes back from it. Undefined: on the way there. */
async function signIn(): Promise<SignInMessage | undefined> {
  const offer = await readWorkAccounts(location.origin);
  if (!offer) return { refused: 'network_error' };
  const networkClient = new ListeningNetwork();
  const configuration = toConfiguration(offer);
  const app = await createStandardPublicClientApplication({
    auth: { ...configuration.auth, redirectUri: `${location.origin}/${PAGE}` },
    // What is needed to come back must survive the way to the issuer; it ends with this window.
    cache: { cacheLocation: 'sessionStorage' },
    system: { ...configuration.system, networkClient },
  });
  const returned = await app.handleRedirectPromise({ navigateToLoginRequestUrl: false });
  const { issued } = networkClient;
  if (returned && issued) return { issued };
  const choose = new URLSearchParams(location.search).has(CHOOSE);
  await app.acquireTokenRedirect({
    scopes: offer.scopes,
    ...(choose ? { prompt: isMicrosoft(offer) ? 'select_account' : 'login' } : {}),
  });
  return undefined;
}

const tell = (message: SignInMessage): void =>
  Office.context.ui.messageParent(JSON.stringify(message), { targetOrigin: location.origin });

const status = document.getElementById('status');
if ((await waitForHost()) === 'excel')
  try {
    const message = await signIn();
    if (message) tell(message);
  } catch (cause) {
    tell({ refused: cause instanceof AuthError ? cause.errorCode : 'onbekend' });
    throw cause;
  }
else if (status) status.textContent = 'Deze pagina hoort bij het deelvenster van Flextensie in Excel.';
