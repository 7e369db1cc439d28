import type { WorkAccounts } from '../../shared/api.ts';
import { ClientError } from '../client.ts';
import type { WorkAccount } from './account.ts';
import { CHOOSE, type Issued, PAGE, type SignInMessage } from './message.ts';
import { toRefusal } from './refusals.ts';
import { createRenewal } from './renewal.ts';

/** Percentages of the screen; Microsoft's own page wants some 500 pixels. */
const SIZE = { height: 70, width: 35 };
const CLOSED_BY_USER = 12006;

/** Signs in on a page of ours in a window that Excel opens, and from then on renews the tokens itself. */
export async function signInByDialog(offer: WorkAccounts, choose: boolean): Promise<WorkAccount> {
  const url = `${location.origin}/${PAGE}${choose ? `?${CHOOSE}=1` : ''}`;
  return { getToken: createRenewal(offer, await askDialog(url), Date.now) };
}

const askDialog = (url: string): Promise<Issued> =>
  new Promise((resolve, reject) => {
    Office.context.ui.displayDialogAsync(url, { ...SIZE, promptBeforeOpen: false }, (opened) => {
      if (opened.status === Office.AsyncResultStatus.Failed) {
        reject(notOpened(opened.error.code));
        return;
      }
      const dialog = opened.value;
      dialog.addEventHandler(Office.EventType.DialogMessageReceived, (event) => {
        // An older Excel does not tell the origin, and lets only pages of ours through.
        if (!('message' in event) || (event.origin ?? location.origin) !== location.origin) return;
        dialog.close();
        const message = JSON.parse(event.message) as SignInMessage;
        if ('issued' in message) resolve(message.issued);
        else reject(toRefusal(message.refused));
      });
      dialog.addEventHandler(Office.EventType.DialogEventReceived, (event) => {
        const code = 'error' in event ? event.error : 0;
        reject(toRefusal(code === CLOSED_BY_USER ? 'user_cancelled' : String(code)));
      });
    });
  });

const notOpened = (code: number): ClientError =>
  new ClientError(
    'unavailable',
    `Het venster om aan te melden ging niet open (${code}). Sluit een venster dat er nog staat, sta pop-ups van ${location.host} toe en probeer het opnieuw.`,
  );
