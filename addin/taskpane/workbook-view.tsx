import type { VNode } from 'preact';
import type { ContractDetail } from '../../shared/api.ts';
import type { Day } from '../../shared/calendar.ts';
import type { Client } from '../client.ts';
import type { Connection } from '../excel/connection.ts';
import { writeContract } from '../excel/contract-sheet.ts';
import { setUpPrinting, setUpWorkbook } from '../excel/set-up.ts';
import { DailyHelps } from './daily-helps.tsx';
import { Button } from './fluent.tsx';
import { HealthView } from './health-view.tsx';
import { Message } from './message.tsx';
import { OlderHours } from './older-hours.tsx';
import { RenameForm } from './rename-form.tsx';
import { RowHistory } from './row-history.tsx';
import { type Task, TaskStatus, useTask } from './task.tsx';

interface WorkbookViewProps {
  client: Client;
  contract: ContractDetail;
  /** Null in a workbook that is not set up. */
  connection: Connection | null;
  today: Day;
  /** The session's own work, such as asking anew how things stand. */
  task: Task;
  /** Signed in with a work account, not with a token. */
  byAccount: boolean;
  onExpired: () => void;
  onChanged: () => void;
  onSignOut: () => void;
}

/** What the workbook is: to be set up, or for which contract and at which state. */
export function WorkbookView(props: WorkbookViewProps): VNode {
  const { client, contract, connection, today, task: session, byAccount } = props;
  const { onExpired, onChanged, onSignOut } = props;
  const task = useTask(onExpired);
  const busy = task.step !== null || session.step !== null;
  const { contractnummer, gemeente } = contract.contract;
  const setUp = () =>
    task.run('Werkmap inrichten', async () => {
      await setUpWorkbook(await client.getContract(contractnummer));
      onChanged();
      await setUpPrinting();
    });
  const signOut = (
    <div class="actions apart">
      <Button onClick={onSignOut} disabled={busy}>
        {byAccount ? 'Afmelden' : 'Verbreken'}
      </Button>
    </div>
  );
  if (connection === null)
    return (
      <div class="stack">
        <p>
          Deze werkmap is nog leeg voor Flextensie. Inrichten maakt de bladen Kandidaten, Klanten,
          Plaatsingen, Uren, Contract, Maand en Afrekening. Bladen die er al staan, blijven zoals zij zijn.
        </p>
        <div class="actions">
          <Button primary onClick={setUp} disabled={busy}>
            Werkmap inrichten
          </Button>
        </div>
        <TaskStatus task={task} />
        <TaskStatus task={session} />
        {signOut}
      </div>
    );
  return (
    <div class="stack">
      <h2>Deze werkmap</h2>
      <dl class="facts">
        <dt>Contract</dt>
        <dd>
          {gemeente}, {contractnummer}
        </dd>
        <dt>Gesynchroniseerd</dt>
        <dd>{connection.revision === null ? 'nog niet' : `stand ${connection.revision}`}</dd>
        <dt>Server</dt>
        <dd>stand {contract.revision}</dd>
        <dt>Uw rechten</dt>
        <dd>{contract.rechten.join(', ')}</dd>
      </dl>
      {connection.revision !== null && contract.revision > connection.revision && (
        <Message kind="note">Op de server staan nieuwere gegevens. Synchroniseer om ze op te halen.</Message>
      )}
      <div class="actions">
        <Button
          disabled={busy}
          onClick={() =>
            task.run('Tarieven ophalen', async () => {
              await writeContract(await client.getContract(contractnummer));
              onChanged();
            })
          }
        >
          Tarieven ophalen
        </Button>
        <Button onClick={setUp} disabled={busy}>
          Werkmap inrichten
        </Button>
      </div>
      <p class="quiet">Inrichten zet terug wat ontbreekt. Wat er staat, blijft staan.</p>
      <TaskStatus task={task} />
      <TaskStatus task={session} />
      <DailyHelps contract={contract} today={today} onExpired={onExpired} />
      <RowHistory client={client} contract={contract} onExpired={onExpired} />
      <RenameForm onExpired={onExpired} />
      {connection.revision !== null && (
        <OlderHours
          client={client}
          contract={contract}
          connection={connection}
          today={today}
          onExpired={onExpired}
          onChanged={onChanged}
        />
      )}
      <HealthView client={client} contract={contract} connection={connection} onExpired={onExpired} />
      {signOut}
      <p class="quiet">
        {byAccount
          ? 'Afmelden vergeet uw werkaccount in dit deelvenster.'
          : 'Verbreken vergeet het token op deze computer.'}{' '}
        De werkmap blijft zoals die is.
      </p>
    </div>
  );
}
