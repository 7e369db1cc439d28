import type { VNode } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import type { Afrekening, ContractDetail, Maandrapport, Resultaten } from '../../shared/api.ts';
import { type Day, isDay } from '../../shared/calendar.ts';
import type { Client } from '../client.ts';
import { writeServerFigures } from '../excel/afrekening-sheet.ts';
import { AfrekeningView } from './afrekening-view.tsx';
import { Download } from './download.tsx';
import { MaandrapportView } from './maandrapport-view.tsx';
import { halfYearToSettle, lastEndedDay, lastEndedMonth, listHalfYears, listMonths } from './periods.ts';
import { ResultatenView } from './resultaten-view.tsx';
import { TaskStatus, useTask } from './task.tsx';

const REPORTS = {
  maandrapporten: 'Maandrapport',
  afrekeningen: 'Afrekening',
  resultaten: 'Resultaten',
} as const;
type ReportName = keyof typeof REPORTS;

type Loaded =
  | { name: 'maandrapporten'; period: string; report: Maandrapport }
  | { name: 'afrekeningen'; period: string; report: Afrekening }
  | { name: 'resultaten'; period: string; report: Resultaten };

interface ReportsViewProps {
  client: Client;
  contract: ContractDetail;
  today: Day;
  /** Whether it is on view; it asks the server for nothing before that. */
  active: boolean;
  onExpired: () => void;
  onChanged: () => void;
}

/** Choose a report and its period: the main figures at once, the PDF by a button. */
export function ReportsView({
  client,
  contract,
  today,
  active,
  onExpired,
  onChanged,
}: ReportsViewProps): VNode {
  const [name, setName] = useState<ReportName>('maandrapporten');
  const [periods, setPeriods] = useState<Record<ReportName, string>>(() => ({
    maandrapporten: lastEndedMonth(contract.contract, today),
    afrekeningen: halfYearToSettle(contract, today),
    resultaten: lastEndedDay(contract.contract, today),
  }));
  const [loaded, setLoaded] = useState<Loaded | null>(null);
  const task = useTask(onExpired);
  const { contractnummer } = contract.contract;
  const period = periods[name];

  useEffect(() => {
    if (!active) return;
    setLoaded(null);
    task.run('Cijfers ophalen', async () => {
      const next = await load(client, contractnummer, name, period);
      setLoaded(next);
      if (next?.name === 'afrekeningen') await writeServerFigures(period, next.report);
    });
  }, [client, contractnummer, contract.revision, name, period, active]);

  const shown = loaded?.name === name && loaded.period === period ? loaded : null;
  return (
    <div class="stack">
      <div class="choosers">
        <label class="chooser">
          Rapport
          <select value={name} onChange={(event) => setName(event.currentTarget.value as ReportName)}>
            {Object.entries(REPORTS).map(([value, label]) => (
              <option key={value} value={value}>
                {label}
              </option>
            ))}
          </select>
        </label>
        <PeriodChooser
          name={name}
          contract={contract}
          today={today}
          period={period}
          onChange={(chosen) => setPeriods({ ...periods, [name]: chosen })}
        />
      </div>
      <TaskStatus task={task} />
      {shown && (
        <>
          <Download
            key={`${name} ${period} ${shown.name === 'afrekeningen' ? shown.report.status : ''}`}
            client={client}
            path={`/api/contracten/${encodeURIComponent(contractnummer)}/${name}/${period}.pdf`}
            onExpired={onExpired}
          />
          <Figures
            loaded={shown}
            client={client}
            contract={contract}
            today={today}
            onExpired={onExpired}
            onSettled={(report) => {
              setLoaded({ name: 'afrekeningen', period: report.period, report });
              onChanged();
            }}
          />
        </>
      )}
    </div>
  );
}

async function load(
  client: Client,
  contractnummer: string,
  name: ReportName,
  period: string,
): Promise<Loaded | null> {
  switch (name) {
    case 'maandrapporten':
      return { name, period, report: await client.getMaandrapport(contractnummer, period) };
    case 'afrekeningen':
      return { name, period, report: await client.getAfrekening(contractnummer, period) };
    case 'resultaten':
      // While a date is being typed the browser gives an empty text.
      return isDay(period)
        ? { name, period, report: await client.getResultaten(contractnummer, period) }
        : null;
  }
}

interface PeriodChooserProps {
  name: ReportName;
  contract: ContractDetail;
  today: Day;
  period: string;
  onChange: (period: string) => void;
}

function PeriodChooser({ name, contract, today, period, onChange }: PeriodChooserProps): VNode {
  if (name === 'resultaten')
    return (
      <label class="chooser">
        Tot en met
        <input
          type="date"
          value={period}
          min={contract.contract.ingangsdatum}
          max={today}
          onChange={(event) => onChange(event.currentTarget.value)}
        />
      </label>
    );
  const choices =
    name === 'maandrapporten'
      ? listMonths(contract.contract, today)
      : listHalfYears(contract.contract, today);
  return (
    <label class="chooser">
      {name === 'maandrapporten' ? 'Maand' : 'Halfjaar'}
      <select value={period} onChange={(event) => onChange(event.currentTarget.value)}>
        {choices.map(({ value, label }) => (
          <option key={value} value={value}>
            {label}
          </option>
        ))}
      </select>
    </label>
  );
}

interface FiguresProps {
  loaded: Loaded;
  client: Client;
  contract: ContractDetail;
  today: Day;
  onExpired: () => void;
  onSettled: (report: Afrekening) => void;
}

function Figures({ loaded, client, contract, today, onExpired, onSettled }: FiguresProps): VNode {
  switch (loaded.name) {
    case 'maandrapporten':
      return <MaandrapportView report={loaded.report} />;
    case 'afrekeningen':
      return (
        <AfrekeningView
          report={loaded.report}
          client={client}
          contract={contract}
          today={today}
          onExpired={onExpired}
          onSettled={onSettled}
        />
      );
    case 'resultaten':
      return <ResultatenView report={loaded.report} />;
  }
}
