import { useCallback, useEffect, useMemo, useState } from 'preact/hooks';
import type { ContractDetail, ContractSummary, WorkAccounts } from '../../shared/api.ts';
import type { Client, Credential } from '../client.ts';
import { type Connection, readConnection } from '../excel/connection.ts';
import { signInWithAccount, type WorkAccount } from '../sign-in/account.ts';
import { type Task, useTask } from './task.tsx';
import type { TokenStore } from './token-store.ts';

export type SessionState =
  | { kind: 'signed_out' }
  | { kind: 'choose'; contracten: ContractSummary[] }
  | { kind: 'open'; contract: ContractDetail; connection: Connection | null };

export interface Session {
  state: SessionState;
  client: Client;
  /** As it was entered or remembered; empty without. */
  token: string;
  /** Signed in with a work account, not with a token. */
  byAccount: boolean;
  /** The server no longer knows the token; what the user was doing stays as it is. */
  expired: boolean;
  task: Task;
  signIn: (token: string) => void;
  /** Null where the server offers none. */
  signInWithAccount: (() => void) | null;
  signOut: () => void;
  choose: (contractnummer: string) => void;
  /** Asks server and workbook anew how they stand. */
  refresh: () => void;
  expire: () => void;
}

/** As whom the server is asked; at most one of the two. */
interface Identity {
  token: string;
  account: WorkAccount | null;
}

/** Who is signed in, for which contract, and what the workbook says it belongs to. */
export function useSession(
  store: TokenStore,
  connect: (credential: Credential) => Client,
  offer: WorkAccounts | null,
): Session {
  const [identity, setIdentity] = useState<Identity>(() => ({ token: store.load() ?? '', account: null }));
  const [signedOut, setSignedOut] = useState(false);
  const [state, setState] = useState<SessionState>({ kind: 'signed_out' });
  const [expired, setExpired] = useState(false);
  const expire = useCallback(() => setExpired(true), []);
  const task = useTask(expire);
  const connectAs = ({ token, account }: Identity) => connect(account ? account.getToken : token);
  const client = useMemo(() => connectAs(identity), [connect, identity]);
  const { token, account } = identity;

  const open = async (from: Client, contractnummer: string) => {
    const [contract, connection] = await Promise.all([from.getContract(contractnummer), readConnection()]);
    setState({ kind: 'open', contract, connection });
  };
  const enter = async (entered: Identity) => {
    const candidate = connectAs(entered);
    const contracten = await candidate.listContracten();
    const remember = () => {
      store.save(entered.account ? null : entered.token);
      setIdentity(entered);
      setExpired(false);
    };
    if (state.kind === 'open') {
      await open(candidate, state.contract.contract.contractnummer);
      return remember();
    }
    remember();
    const connection = await readConnection();
    const [only] = contracten.length === 1 ? contracten : [];
    const own =
      contracten.find(({ contractnummer }) => contractnummer === connection?.contractnummer) ?? only;
    if (own) return open(candidate, own.contractnummer);
    setState({ kind: 'choose', contracten });
  };
  const signIn = (entered: string) => task.run('Verbinden', () => enter({ token: entered, account: null }));
  useEffect(() => {
    if (token !== '') signIn(token);
    // Only when the pane opens: with the token that was remembered.
  }, []);

  return {
    state,
    client,
    token,
    byAccount: account !== null,
    expired,
    task,
    signIn,
    signInWithAccount:
      offer &&
      (() =>
        task.run('Aanmelden', async () =>
          enter({ token: '', account: await signInWithAccount(offer, signedOut) }),
        )),
    signOut: () => {
      store.save(null);
      setIdentity({ token: '', account: null });
      setSignedOut(account !== null);
      setExpired(false);
      setState({ kind: 'signed_out' });
    },
    choose: (contractnummer) => task.run('Contract openen', () => open(client, contractnummer)),
    refresh: () => {
      if (state.kind === 'open')
        task.run('Bijwerken', () => open(client, state.contract.contract.contractnummer));
    },
    expire,
  };
}
