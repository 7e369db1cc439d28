import type { WorkAccounts } from '../../shared/api.ts';
import { signInByDialog } from './dialog.ts';

/** Someone who signed in with a work account. What it knows stays in memory. */
export interface WorkAccount {
  /** A token that is good now, renewed where it was about to end; throws a `ClientError`. */
  getToken: () => Promise<string>;
}

/**
 * Signs in through Excel where that can, else in a window of its own. `choose`: the user signed out before and may want
 * another account. To be called in the click itself; throws a `ClientError`, `cancelled` where the user stopped it.
 */
export async function signInWithAccount(offer: WorkAccounts, choose: boolean): Promise<WorkAccount> {
  if (!Office.context.requirements.isSetSupported('NestedAppAuth', '1.1'))
    return signInByDialog(offer, choose);
  const nested = await import('./nested.ts');
  return nested.signInThroughExcel(offer, choose);
}
