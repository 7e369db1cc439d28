import type { ComponentChildren, VNode } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import type { Day } from '../../shared/calendar.ts';
import type { Client } from '../client.ts';
import { ContractChoice, TokenForm } from './connect-view.tsx';
import { useSession } from './session.ts';
import { TaskStatus } from './task.tsx';
import type { TokenStore } from './token-store.ts';
import type * as WorkModule from './work.tsx';

interface AppProps {
  store: TokenStore;
  connect: (token: string) => Client;
  today: Day;
}

/** The pane: sign in, choose a contract, then the views. */
export function App({ store, connect, today }: AppProps): VNode {
  const session = useSession(store, connect);
  const work = useWork();
  const { state, task } = session;
  if (state.kind === 'signed_out')
    return (
      <Page title="Flextensie">
        {task.step ? (
          <TaskStatus task={task} />
        ) : (
          <TokenForm task={task} initial={session.token} onToken={session.signIn} />
        )}
      </Page>
    );
  if (state.kind === 'choose')
    return (
      <Page title="Flextensie">
        <ContractChoice
          contracten={state.contracten}
          task={task}
          onChoose={session.choose}
          onSignOut={session.signOut}
        />
      </Page>
    );
  if (!work) return <Page title="Flextensie">{null}</Page>;
  return (
    <work.Work session={session} contract={state.contract} connection={state.connection} today={today} />
  );
}

/** The views behind the door, fetched while the user stands before it; null until they are there. */
function useWork(): typeof WorkModule | null {
  const [work, setWork] = useState<typeof WorkModule | null>(null);
  useEffect(() => {
    import('./work.tsx').then(setWork, (cause: unknown) =>
      setWork(() => {
        throw cause;
      }),
    );
  }, []);
  return work;
}

const Page = ({ title, children }: { title: string; children: ComponentChildren }): VNode => (
  <main class="page">
    <h1>{title}</h1>
    {children}
  </main>
);
