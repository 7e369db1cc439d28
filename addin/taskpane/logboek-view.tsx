import type { VNode } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import type { AuditLine, AuditLog } from '../../shared/api.ts';
import { type Day, firstDayOf, isDay, monthOf } from '../../shared/calendar.ts';
import { formatNumber } from '../../shared/format.ts';
import { addressOf } from '../client.ts';
import type { BeheerProps } from './beheer-view.tsx';
import { CopyButton } from './copy.tsx';
import { Download } from './download.tsx';
import { Button } from './fluent.tsx';
import { Message } from './message.tsx';
import { DayInput } from './second-look.tsx';
import { TaskStatus, useTask } from './task.tsx';
import { count, showInstant, showResult } from './words.ts';

/** How many lines at first, and how many more at a time. */
const SHOWN = 50;
const FAULTS = 20;

/** Who did what in a period, and whether the log of it is whole (processor agreement, art. 3 and 5). */
export function LogboekView({ client, contract, today, onExpired }: BeheerProps): VNode {
  const { contractnummer } = contract.contract;
  const [from, setFrom] = useState<Day>(firstDayOf(monthOf(today)));
  const [until, setUntil] = useState(today);
  const [loaded, setLoaded] = useState<{ period: string; log: AuditLog } | null>(null);
  const task = useTask(onExpired);
  const period = `${from}_${until}`;
  const isWhole = isDay(from) && isDay(until);
  useEffect(() => {
    if (!isWhole || until < from) return;
    task.run('Logboek ophalen', async ({ signal }) => {
      const log = await client.read<AuditLog>(contractnummer, 'logboek', period);
      if (!signal.aborted) setLoaded({ period, log });
    });
  }, [client, contractnummer, period]);
  return (
    <>
      <div class="choosers">
        <DayInput label="Van" value={from} max={today} onChange={setFrom} />
        <DayInput label="Tot en met" value={until} max={today} onChange={setUntil} />
      </div>
      {isWhole && until < from && <p>Kies bij Tot en met dezelfde dag als bij Van, of een latere.</p>}
      <TaskStatus task={task} />
      {loaded?.period === period && (
        <>
          <Wholeness {...loaded.log} />
          <Download
            key={period}
            client={client}
            path={`/${addressOf(contractnummer, 'logboek', `${period}.csv`)}`}
            label="Csv maken"
            file="Het csv-bestand"
            onExpired={onExpired}
          />
          <Lines key={period} lines={loaded.log.lines} />
        </>
      )}
    </>
  );
}

/** Whether the log as a whole is sound, and its end to note elsewhere. */
const Wholeness = ({ faults, end }: AuditLog): VNode => (
  <>
    {faults.length === 0 ? (
      <Message kind="done">
        Het logboek is heel: er ontbreekt geen regel en er is niets aan veranderd.
      </Message>
    ) : (
      <Message kind="error">
        <p>Het logboek is niet heel. Waarschuw wie de server beheert.</p>
        <ul class="lines">
          {faults.slice(0, FAULTS).map((fault) => (
            <li key={fault}>{fault}</li>
          ))}
          {faults.length > FAULTS && <li>En nog {faults.length - FAULTS}.</li>}
        </ul>
      </Message>
    )}
    {end !== null && (
      <section class="card stack" aria-label="Einde van het logboek">
        <p>
          Het einde is nu <code>{end}</code>
        </p>
        <CopyButton text={end} label="Kopieer het einde" done="Gekopieerd." />
        <p class="quiet">
          Noteer het elk kwartaal buiten deze server, zoals in het verslag van het overleg. Wie het logboek
          later herschrijft, valt daartegen door de mand.
        </p>
      </section>
    )}
  </>
);

/** The newest first. */
function Lines({ lines }: { lines: readonly AuditLine[] }): VNode {
  const [shown, setShown] = useState(SHOWN);
  if (lines.length === 0) return <p>In deze periode staat er niets in het logboek.</p>;
  return (
    <section class="stack" aria-label="Regels">
      <h2>{count(lines.length, 'regel', 'regels')}</h2>
      <ul class="lines">
        {[...lines]
          .reverse()
          .slice(0, shown)
          .map(({ seq, at, naam, origin, action, object, result }) => (
            <li key={seq} class={result === 'ok' ? '' : 'over'}>
              <strong>{naam}</strong> {action}
              <div>
                {object !== '' && <>{object} · </>}
                {showResult(result)}
              </div>
              <div class="quiet">
                {formatNumber(String(seq))}, {showInstant(at)}, vanaf {origin}
              </div>
            </li>
          ))}
      </ul>
      {lines.length > shown && (
        <div class="actions">
          <Button onClick={() => setShown(shown + SHOWN)}>
            {`Meer tonen (nog ${formatNumber(String(lines.length - shown))})`}
          </Button>
        </div>
      )}
    </section>
  );
}
