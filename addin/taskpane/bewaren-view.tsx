import type { VNode } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import type { Bewaartermijnen, Wisverklaring } from '../../shared/api.ts';
import { formatDay } from '../../shared/calendar.ts';
import type { BeheerProps } from './beheer-view.tsx';
import { Message } from './message.tsx';
import { Facts } from './second-look.tsx';
import { TaskStatus, useTask } from './task.tsx';
import { Wissen } from './wissen.tsx';
import { Wisverklaringen } from './wisverklaringen.tsx';

/** How long what is kept, who is due to be erased, and the proof of what was (contract art. 7.7). */
export function BewarenView(props: BeheerProps): VNode {
  const { client, contract, onExpired, onChanged } = props;
  const { contractnummer } = contract.contract;
  const [loaded, setLoaded] = useState<{ terms: Bewaartermijnen; proofs: Wisverklaring[] } | null>(null);
  const [done, setDone] = useState<Wisverklaring | null>(null);
  const task = useTask(onExpired);
  useEffect(
    () =>
      task.run('Bewaartermijnen ophalen', async ({ signal }) => {
        const [terms, proofs] = await Promise.all([
          client.read<Bewaartermijnen>(contractnummer, 'bewaartermijnen'),
          client.read<Wisverklaring[]>(contractnummer, 'wisverklaringen'),
        ]);
        if (!signal.aborted) setLoaded({ terms, proofs });
      }),
    [client, contractnummer, contract.revision],
  );
  return (
    <>
      {loaded && <Terms {...loaded.terms} />}
      {done && (
        <Message kind="done">
          Gewist. Het bewijs is <span class="whole">{done.number}</span>, hieronder. Synchroniseer, dan
          verdwijnen de gegevens ook uit deze werkmap.
        </Message>
      )}
      <TaskStatus task={task} />
      {loaded && (
        <>
          <Wissen
            key={contract.revision}
            {...props}
            due={loaded.terms.due}
            onErased={(proof) => {
              setDone(proof);
              onChanged();
            }}
          />
          <Wisverklaringen proofs={loaded.proofs} client={client} onExpired={onExpired} />
        </>
      )}
    </>
  );
}

const Terms = ({ terms, contractDueOn }: Bewaartermijnen): VNode => (
  <>
    <Facts
      lines={[
        ['Wie iemand is', `${terms.kandidaten} maanden na het laatste dat er gebeurde`],
        ['Bedragen', `${terms.bedragen} maanden na het jaar waarin het contract eindigde`],
        [
          'Dit contract',
          contractDueOn === null ? 'loopt nog' : `mag geheel worden gewist vanaf ${formatDay(contractDueOn)}`,
        ],
      ]}
    />
    <p class="quiet">De gemeente bepaalt deze termijnen. Er wordt niets vanzelf gewist.</p>
  </>
);
