import type { VNode } from 'preact';
import { useState } from 'preact/hooks';
import type { Afrekening, SettlementSummary } from '../../shared/api.ts';
import { formatDay } from '../../shared/calendar.ts';
import { Button } from './fluent.tsx';
import { Message } from './message.tsx';
import type { PaperProps } from './papers.tsx';
import { TaskStatus, useTask } from './task.tsx';
import { WithRight } from './with-right.tsx';

/** The municipality's own invoice for a settled half-year and when it was paid (art. 6.1 lid 5, 6.2 lid 4). */
export function Uitbetaald({
  settled,
  report,
  client,
  contract,
  today,
  onExpired,
  onChanged,
}: PaperProps<Afrekening> & { settled: SettlementSummary }): VNode {
  const { uitbetaling, payBy } = settled;
  const [factuurnummer, setFactuurnummer] = useState(uitbetaling?.factuurnummer ?? '');
  const [betaaldOp, setBetaaldOp] = useState(uitbetaling?.betaaldOp ?? '');
  const task = useTask(onExpired);
  const paidOn = uitbetaling?.betaaldOp ?? null;
  return (
    <>
      {paidOn === null && payBy < today && (
        <Message kind="warning">
          Te laat: dit had uiterlijk op {formatDay(payBy)} betaald moeten zijn (art. 6.2 lid 4). Vul de datum
          in als er al is betaald.
        </Message>
      )}
      {paidOn !== null && (
        <p>
          Betaald op {formatDay(paidOn)}
          {uitbetaling?.factuurnummer ? `, factuur ${uitbetaling.factuurnummer}` : ''}.
        </p>
      )}
      <WithRight contract={contract} right="vaststellen" to="factuur en betaling vast te leggen">
        <details class="stack">
          <summary tabIndex={0}>Factuur en betaling vastleggen</summary>
          <form
            class="stack"
            onSubmit={(event) => {
              event.preventDefault();
              task.run('Vastleggen', async () => {
                await client.write(report.contractnummer, ['afrekeningen', report.period, 'uitbetaling'], {
                  factuurnummer: factuurnummer.trim() || null,
                  betaaldOp: betaaldOp || null,
                });
                onChanged();
              });
            }}
          >
            <label class="chooser">
              Factuurnummer van de gemeente
              <input
                value={factuurnummer}
                maxLength={100}
                onInput={(event) => setFactuurnummer(event.currentTarget.value)}
              />
            </label>
            <label class="chooser">
              Betaald op
              <input
                type="date"
                value={betaaldOp}
                min="2000-01-01"
                max={today}
                onInput={(event) => setBetaaldOp(event.currentTarget.value)}
              />
            </label>
            <div class="actions">
              <Button submit disabled={task.step !== null}>
                Vastleggen
              </Button>
            </div>
            <TaskStatus task={task} />
          </form>
        </details>
      </WithRight>
    </>
  );
}
