import type { VNode } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import type { ContractDetail } from '../../shared/api.ts';
import { type Day, formatDay, isDay } from '../../shared/calendar.ts';
import { addressOf, type Client } from '../client.ts';
import { Download } from './download.tsx';
import { PAPERS } from './papers.tsx';
import { RangeChooser, Select } from './period-chooser.tsx';
import { lastDayIn } from './periods.ts';
import { DayInput } from './second-look.tsx';
import { TaskStatus, useTask } from './task.tsx';

interface ReportsViewProps {
  client: Client;
  contract: ContractDetail;
  today: Day;
  /** Whether it is on view; it asks the server for nothing before that. */
  active: boolean;
  onExpired: () => void;
  onChanged: () => void;
}

const GROUPS = [...new Set(Object.values(PAPERS).map(({ group }) => group))];

/** Choose a paper and its period: the main figures at once, the PDF by a button. */
export function ReportsView({
  client,
  contract,
  today,
  active,
  onExpired,
  onChanged,
}: ReportsViewProps): VNode {
  const [name, setName] = useState('maandrapporten');
  const [periods, setPeriods] = useState<Record<string, string>>(() =>
    Object.fromEntries(Object.entries(PAPERS).map(([each, { first }]) => [each, first(contract, today)])),
  );
  const [loaded, setLoaded] = useState<{ name: string; period: string; report: unknown } | null>(null);
  /** Counts what was fixed here, so that the paper is fetched anew after it. */
  const [changes, setChanges] = useState(0);
  const task = useTask(onExpired);
  const { contractnummer, einddatum } = contract.contract;
  const paper = PAPERS[name];
  if (!paper) throw new Error(`no paper ${name}`);
  const { View, hasPdf } = paper;
  const period = periods[name] ?? '';
  const choose = (chosen: string) => setPeriods({ ...periods, [name]: chosen });

  useEffect(() => {
    if (!active || !isWhole(paper, period)) return;
    task.run('Cijfers ophalen', async ({ signal }) => {
      const report = await paper.load(client, contractnummer, period);
      // Another one may have been chosen since, and be there already.
      if (!signal.aborted) setLoaded({ name, period, report });
    });
  }, [client, contractnummer, contract.revision, name, period, active, changes]);

  const shown = loaded?.name === name && loaded.period === period ? loaded : null;
  const until = lastDayIn(period);
  return (
    <div class="stack">
      <div class="choosers">
        <label class="chooser">
          Rapport
          <select value={name} onChange={(event) => setName(event.currentTarget.value)}>
            {GROUPS.map((group) => (
              <optgroup key={group} label={group}>
                {Object.entries(PAPERS)
                  .filter(([, other]) => other.group === group)
                  .map(([value, { label }]) => (
                    <option key={value} value={value}>
                      {label}
                    </option>
                  ))}
              </optgroup>
            ))}
          </select>
        </label>
        {paper.period === 'range' ? (
          <RangeChooser contract={contract} today={today} period={period} onChange={choose} />
        ) : paper.period?.choices ? (
          <Select
            label={paper.period.label}
            value={period}
            choices={paper.period.choices(contract, today)}
            onChange={choose}
          />
        ) : (
          paper.period && <DayInput label={paper.period.label} value={period} onChange={choose} />
        )}
      </div>
      {isBackwards(period) && <p>Kies bij Tot en met dezelfde dag als bij Van, of een latere.</p>}
      {hasLength(paper) && isDay(until) && until >= today && (
        <p class="quiet">Voorlopig: deze periode loopt nog tot en met {formatDay(until)}.</p>
      )}
      {einddatum !== null && until > einddatum && (
        <p class="quiet">
          Het contract eindigt op {formatDay(einddatum)}; daarna wordt alleen nog afgewikkeld (art. 7.5).
        </p>
      )}
      <TaskStatus task={task} />
      {shown && (
        <>
          {hasPdf && (
            <Download
              key={`${name} ${period} ${changes}`}
              client={client}
              path={`/${addressOf(contractnummer, name, `${period}.pdf`)}`}
              onExpired={onExpired}
            />
          )}
          <View
            key={`${name} ${period}`}
            report={shown.report}
            period={period}
            client={client}
            contract={contract}
            today={today}
            onExpired={onExpired}
            onPeriod={choose}
            onChanged={() => {
              setChanges((count) => count + 1);
              onChanged();
            }}
          />
        </>
      )}
    </div>
  );
}

type Paper = (typeof PAPERS)[string];

/** Whether its period is more than the day that is looked at. */
const hasLength = ({ period }: Paper): boolean => period === 'range' || period?.choices !== undefined;

const isBackwards = (period: string): boolean => {
  const [from = '', until = from] = period.split('_');
  return isDay(from) && isDay(until) && until < from;
};

/** While a date is being typed the browser gives an empty text, or a year of long ago. */
const isWhole = ({ period: kind }: Paper, period: string): boolean =>
  kind === null || (!isBackwards(period) && period.split('_').every((part) => isDay(lastDayIn(part))));
