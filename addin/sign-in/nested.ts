import { AuthError, createNestablePublicClientApplication } from '@azure/msal-browser';
import type { WorkAccounts } from '../../shared/api.ts';
import type { WorkAccount } from './account.ts';
import { toConfiguration } from './configuration.ts';
import { signInAgain, toRefusal } from './refusals.ts';

/** Signs in with the account that Excel has, which renews it too (nested app authentication). */
export async function signInThroughExcel(offer: WorkAccounts, choose: boolean): Promise<WorkAccount> {
  const app = await createNestablePublicClientApplication(toConfiguration(offer));
  const { scopes } = offer;
  const askSilently = () => app.acquireTokenSilent({ scopes });
  const ask = () => app.acquireTokenPopup({ scopes, ...(choose ? { prompt: 'select_account' } : {}) });
  const { account } = await (choose ? ask() : askSilently().catch(ask)).catch((cause: unknown) => {
    throw cause instanceof AuthError ? toRefusal(cause.errorCode) : cause;
  });
  return {
    getToken: async () => {
      try {
        return (await app.acquireTokenSilent({ scopes, account })).accessToken;
      } catch (cause) {
        if (!(cause instanceof AuthError)) throw cause;
        const refusal = toRefusal(cause.errorCode);
        throw refusal.code === 'offline' ? refusal : signInAgain();
      }
    },
  };
}
