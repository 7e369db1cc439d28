import type { ComponentChildren, VNode } from 'preact';
import type { WorkAccounts } from '../../shared/api.ts';
import type { Day } from '../../shared/calendar.ts';
import type { Client, Credential } from '../client.ts';
import { ContractChoice, SignInForm } from './connect-view.tsx';
import { useModule } from './lazy.ts';
import { useSession } from './session.ts';
import { TaskStatus } from './task.tsx';
import type { TokenStore } from './token-store.ts';

interface AppProps {
  store: TokenStore;
  connect: (credential: Credential) => Client;
  /** How one signs in without a token; null: not. */
  workAccounts: WorkAccounts | null;
  today: Day;
}

/** The pane: sign in, choose a contract, then the views. */
export function App({ store, connect, workAccounts, today }: AppProps): VNode {
  const session = useSession(store, connect, workAccounts);
  // The views behind the door, fetched while the user stands before it.
  const work = useModule(() => import('./work.tsx'));
  const { state, task } = session;
  if (state.kind === 'signed_out')
    return (
      <Page title="Flextensie">
        {task.step ? <TaskStatus task={task} /> : <SignInForm session={session} />}
      </Page>
    );
  if (state.kind === 'choose')
    return (
      <Page title="Flextensie">
        <ContractChoice contracten={state.contracten} session={session} />
      </Page>
    );
  if (!work) return <Page title="Flextensie">{null}</Page>;
  return (
    <work.Work session={session} contract={state.contract} connection={state.connection} today={today} />
  );
}

const Page = ({ title, children }: { title: string; children: ComponentChildren }): VNode => (
  <main class="page">
    <h1>{title}</h1>
    {children}
  </main>
);
