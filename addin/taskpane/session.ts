import { useCallback, useEffect, useMemo, useState } from 'preact/hooks';
import type { ContractDetail, ContractSummary } from '../../shared/api.ts';
import type { Client } from '../client.ts';
import { type Connection, readConnection } from '../excel/connection.ts';
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
  /** The server no longer knows the token; what the user was doing stays as it is. */
  expired: boolean;
  task: Task;
  signIn: (token: string) => void;
  signOut: () => void;
  choose: (contractnummer: string) => void;
  /** Asks server and workbook anew how they stand. */
  refresh: () => void;
  expire: () => void;
}

/** Who is signed in, for which contract, and what the workbook says it belongs to. */
export function useSession(store: TokenStore, connect: (token: string) => Client): Session {
  const [token, setToken] = useState(() => store.load() ?? '');
  const [state, setState] = useState<SessionState>({ kind: 'signed_out' });
  const [expired, setExpired] = useState(false);
  const expire = useCallback(() => setExpired(true), []);
  const task = useTask(expire);
  const client = useMemo(() => connect(token), [connect, token]);

  const open = async (from: Client, contractnummer: string) => {
    const [contract, connection] = await Promise.all([from.getContract(contractnummer), readConnection()]);
    setState({ kind: 'open', contract, connection });
  };
  const signIn = (entered: string) => {
    const candidate = connect(entered);
    task.run('Verbinden', async () => {
      const contracten = await candidate.listContracten();
      const remember = () => {
        store.save(entered);
        setToken(entered);
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
    });
  };
  useEffect(() => {
    if (token !== '') signIn(token);
    // Only when the pane opens: with the token that was remembered.
  }, []);

  return {
    state,
    client,
    token,
    expired,
    task,
    signIn,
    signOut: () => {
      store.save(null);
      setToken('');
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
