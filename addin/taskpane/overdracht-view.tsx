import type { VNode } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import type { ContractDetail, Overdracht } from '../../shared/api.ts';
import type { Day } from '../../shared/calendar.ts';
import { TABLES } from '../../shared/tables.ts';
import { addressOf, type Client } from '../client.ts';
import { Download } from './download.tsx';
import { Figures } from './figures.tsx';
import { Message } from './message.tsx';
import { TaskStatus, useTask } from './task.tsx';

interface OverdrachtViewProps {
  client: Client;
  contract: ContractDetail;
  today: Day;
  onExpired: () => void;
  onChanged: () => void;
}

const count = (n: number): string => n.toLocaleString('nl-NL');

/** Everything of the contract as one file (art. 7.5 lid 2): what is in it, and the button that makes it. */
export function OverdrachtView({ client, contract, onExpired }: OverdrachtViewProps): VNode {
  const { contractnummer } = contract.contract;
  const [overdracht, setOverdracht] = useState<Overdracht | null>(null);
  const task = useTask(onExpired);
  useEffect(
    () =>
      task.run('Overdracht bekijken', async ({ signal }) => {
        const answer = await client.read<Overdracht>(contractnummer, 'overdracht');
        if (!signal.aborted) setOverdracht(answer);
      }),
    [client, contractnummer, contract.revision],
  );
  return (
    <div class="stack">
      <p>
        Alles wat van dit contract is bewaard, in één zip-bestand voor de gemeente (art. 7.5 lid 2): een
        werkmap, csv en json, de geschiedenis, het logboek en elk vastgesteld stuk als pdf. In LEESMIJ.html
        staat wat elk bestand is, en hoe een andere server het inleest.
      </p>
      <TaskStatus task={task} />
      {overdracht && (
        <>
          <Figures
            caption={`Wat erin zit, op stand ${overdracht.revision}`}
            lines={[
              ...TABLES.map(({ name, label }) => [label, count(overdracht.rows[name])] as const),
              ['Vastgestelde stukken', count(overdracht.papers)],
            ]}
          />
          <Message kind="warning">
            Er staan gegevens in van mensen met een uitkering. Bewaar het bestand versleuteld en geef het
            alleen aan wie het nodig heeft.
          </Message>
          <Download
            client={client}
            path={`/${addressOf(contractnummer, 'overdracht.zip')}`}
            label="Overdracht maken"
            file="De overdracht"
            onExpired={onExpired}
          />
        </>
      )}
    </div>
  );
}
