import type { VNode } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import type { Afrekening } from '../../shared/api.ts';
import { formatDay, formatHalfYear } from '../../shared/calendar.ts';
import { formatEuro } from '../../shared/format.ts';
import type { Client } from '../client.ts';
import { Button } from './fluent.tsx';
import { TaskStatus, useTask } from './task.tsx';

interface FinaliseProps {
  report: Afrekening;
  client: Client;
  onExpired: () => void;
  onSettled: (report: Afrekening) => void;
}

/** Finalising, with a second look at what is fixed for good. */
export function Finalise({ report, client, onExpired, onSettled }: FinaliseProps): VNode {
  const [asking, setAsking] = useState(false);
  const question = useRef<HTMLElement>(null);
  const opener = useRef<HTMLDivElement>(null);
  const task = useTask(onExpired);
  const { contractnummer, period, saldo, payout, payBy, revision } = report;
  useEffect(() => {
    // On what does no harm: there is no way back from the other.
    if (asking) question.current?.querySelector<HTMLElement>('fluent-button:last-of-type')?.focus();
  }, [asking]);
  const cancel = () => {
    setAsking(false);
    requestAnimationFrame(() => opener.current?.querySelector<HTMLElement>('fluent-button')?.focus());
  };
  if (!asking)
    return (
      <div class="actions" ref={opener}>
        <Button onClick={() => setAsking(true)}>Vaststellen…</Button>
      </div>
    );
  return (
    <section
      ref={question}
      class="card stack"
      aria-labelledby="finalise"
      onKeyDown={(event) => {
        if (event.key === 'Escape') cancel();
      }}
    >
      <h2 id="finalise">Het {formatHalfYear(period)} vaststellen?</h2>
      <dl class="facts">
        <dt>Saldo</dt>
        <dd>{formatEuro(saldo)}</dd>
        <dt>Uit te betalen</dt>
        <dd>{formatEuro(payout)}</dd>
        <dt>Uiterlijk</dt>
        <dd>{formatDay(payBy)}</dd>
        <dt>Stand</dt>
        <dd>{revision}</dd>
      </dl>
      <p>
        Dit kan niet ongedaan worden gemaakt. De bedragen en de pdf blijven daarna zoals ze nu zijn; latere
        wijzigingen in dit halfjaar komen als correctie op een volgende afrekening.
      </p>
      <div class="actions">
        <Button
          primary
          disabled={task.step !== null}
          onClick={() =>
            task.run('Vaststellen', async () =>
              onSettled(await client.finalise(contractnummer, period, saldo)),
            )
          }
        >
          Definitief vaststellen
        </Button>
        <Button disabled={task.step !== null} onClick={cancel}>
          Annuleren
        </Button>
      </div>
      <TaskStatus task={task} />
    </section>
  );
}
