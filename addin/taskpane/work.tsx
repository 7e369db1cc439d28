import type { ComponentChildren, VNode } from 'preact';
import { useState } from 'preact/hooks';
import type { ContractDetail } from '../../shared/api.ts';
import type { Day } from '../../shared/calendar.ts';
import type { Connection } from '../excel/connection.ts';
import { OtherIdentity, SignInForm } from './connect-view.tsx';
import { Tabs } from './fluent.tsx';
import { useModule } from './lazy.ts';
import { Message } from './message.tsx';
import { ReportsView } from './reports-view.tsx';
import type { Session } from './session.ts';
import { SyncView } from './sync-view.tsx';
import { WorkbookView } from './workbook-view.tsx';

const TABS = [
  { name: 'sync', label: 'Synchroniseren' },
  { name: 'reports', label: 'Rapporten' },
  { name: 'workbook', label: 'Werkmap' },
  { name: 'beheer', label: 'Beheer', right: 'beheer' },
] as const;
type TabName = (typeof TABS)[number]['name'];

interface WorkProps {
  session: Session;
  contract: ContractDetail;
  connection: Connection | null;
  today: Day;
}

/** The views of one contract. All of them stay mounted, so that a half-made choice survives a look at another tab. */
export function Work({ session, contract, connection, today }: WorkProps): VNode {
  const [chosen, setTab] = useState<TabName>('sync');
  const isAdministrator = contract.rechten.includes('beheer');
  // Fetched by administrators only.
  const beheer = useModule(() => import('./beheer-view.tsx'), isAdministrator);
  const { client, byAccount, expired, task, expire, refresh } = session;
  const { contractnummer, gemeente } = contract.contract;
  const view = { client, contract, onExpired: expire, onChanged: refresh };
  const tabs = TABS.filter((each) => !('right' in each) || contract.rechten.includes(each.right));
  // The right may be gone since.
  const tab = tabs.some(({ name }) => name === chosen) ? chosen : 'sync';
  const workbook = (
    <WorkbookView
      {...view}
      connection={connection}
      today={today}
      task={task}
      byAccount={byAccount}
      onSignOut={session.signOut}
    />
  );
  return (
    <main class="page">
      <h1>
        {gemeente} <span class="quiet">{contractnummer}</span>
      </h1>
      {expired && <SignInForm session={session} again />}
      {connection === null ? (
        workbook
      ) : connection.contractnummer !== contractnummer ? (
        <OtherContract connection={connection} session={session} />
      ) : (
        <>
          <Tabs label="Onderdelen" tabs={tabs} active={tab} onChange={setTab} />
          <Panel name="sync" active={tab}>
            <SyncView {...view} connection={connection} />
          </Panel>
          <Panel name="reports" active={tab}>
            <ReportsView {...view} today={today} active={tab === 'reports'} />
          </Panel>
          <Panel name="workbook" active={tab}>
            {workbook}
          </Panel>
          {isAdministrator && (
            <Panel name="beheer" active={tab}>
              {beheer && <beheer.BeheerView {...view} today={today} active={tab === 'beheer'} />}
            </Panel>
          )}
        </>
      )}
    </main>
  );
}

const Panel = ({
  name,
  active,
  children,
}: {
  name: TabName;
  active: TabName;
  children: ComponentChildren;
}): VNode => (
  <div id={`panel-${name}`} role="tabpanel" aria-labelledby={`tab-${name}`} hidden={name !== active}>
    {children}
  </div>
);

const OtherContract = ({ connection, session }: { connection: Connection; session: Session }): VNode => (
  <div class="stack">
    <Message kind="error">
      Deze werkmap hoort bij contract {connection.contractnummer}.{' '}
      {session.byAccount ? 'Uw werkaccount' : 'Uw token'} geeft daar geen toegang toe. Vraag uw beheerder om
      rechten, of open een lege werkmap.
    </Message>
    <OtherIdentity session={session} />
  </div>
);
