import type { VNode } from 'preact';
import { useState } from 'preact/hooks';
import type { ContractDetail } from '../../shared/api.ts';
import { type Day, formatDay } from '../../shared/calendar.ts';
import type { Client } from '../client.ts';
import type { Connection } from '../excel/connection.ts';
import { holdHoursFrom } from '../sync.ts';
import { Button } from './fluent.tsx';
import { TaskStatus, useTask } from './task.tsx';

interface OlderHoursProps {
  client: Client;
  contract: ContractDetail;
  connection: Connection;
  today: Day;
  onExpired: () => void;
  onChanged: () => void;
}

/** Keeps the workbook small: hours of earlier years out of it, or back into it. */
export function OlderHours({
  client,
  contract,
  connection,
  today,
  onExpired,
  onChanged,
}: OlderHoursProps): VNode {
  const task = useTask(onExpired);
  const years = listYears(contract.contract.ingangsdatum, today);
  const [year, setYear] = useState(years.at(-1) ?? '');
  const { from } = connection;
  const hold = (day: Day | null) =>
    task.run('Werkmap lezen', async (options) => {
      await holdHoursFrom(client, contract.contract.contractnummer, day, options);
      onChanged();
    });
  return (
    <details class="stack">
      <summary tabIndex={0}>Oudere uren weglaten</summary>
      <p>
        {from === null
          ? 'Deze werkmap bevat alle uren.'
          : `Deze werkmap bevat de uren vanaf ${formatDay(from)}. Wat ouder is, staat op de server en telt in de rapporten mee.`}
      </p>
      {years.length > 0 && (
        <label class="chooser">
          Uren weglaten van vóór
          <select value={year} onChange={(event) => setYear(event.currentTarget.value)}>
            {years.map((each) => (
              <option key={each} value={each}>
                {formatDay(`${each}-01-01`)}
              </option>
            ))}
          </select>
        </label>
      )}
      <div class="actions">
        {years.length > 0 && (
          <Button disabled={task.step !== null} onClick={() => hold(`${year}-01-01`)}>
            Weglaten
          </Button>
        )}
        {from !== null && (
          <Button disabled={task.step !== null} onClick={() => hold(null)}>
            Alle uren terughalen
          </Button>
        )}
      </div>
      <TaskStatus task={task} cancellable />
    </details>
  );
}

/** The years of which the first day can be the first in the workbook. */
function listYears(start: Day, today: Day): string[] {
  const [first, last] = [Number(start.slice(0, 4)) + 1, Number(today.slice(0, 4))];
  return Array.from({ length: Math.max(0, last - first + 1) }, (_, i) => String(first + i));
}
