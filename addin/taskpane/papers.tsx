import type { VNode } from 'preact';
import type {
  Afrekening,
  Bevestigingen,
  ContractDetail,
  Factuur,
  Facturen,
  Klantspecificaties,
  Kwartaaloverzicht,
  Maandrapport,
  NearLimit,
  Premierun,
  PremierunSummary,
  Resultaten,
  Verlenging,
} from '../../shared/api.ts';
import type { Day } from '../../shared/calendar.ts';
import type { Client } from '../client.ts';
import { writeServerFigures } from '../excel/afrekening-sheet.ts';
import { AfrekeningView } from './afrekening-view.tsx';
import { BevestigingenView } from './bevestigingen-view.tsx';
import { DuurView } from './duur-view.tsx';
import { FactuurView } from './factuur-view.tsx';
import { KlantspecificatieView } from './klantspecificatie-view.tsx';
import { KwartaalView } from './kwartaal-view.tsx';
import { MaandrapportView } from './maandrapport-view.tsx';
import {
  type Choice,
  dayToLookAt,
  halfYearToSettle,
  lastEndedDay,
  lastEndedMonth,
  lastEndedQuarter,
  listHalfYears,
  listInvoiced,
  listMonths,
  listQuarters,
  monthToInvoice,
} from './periods.ts';
import { PremieView } from './premie-view.tsx';
import { ResultatenView } from './resultaten-view.tsx';

/** What every view of a paper gets. */
export interface PaperProps<Report> {
  report: Report;
  period: string;
  client: Client;
  contract: ContractDetail;
  today: Day;
  onExpired: () => void;
  /** Something was fixed or recorded: the paper is fetched anew, and what else the pane shows of it. */
  onChanged: () => void;
  /** Shows another period of the same paper. */
  onPeriod: (period: string) => void;
}

interface PaperKind<Report> {
  label: string;
  group: string;
  /** What its period is called, and from which it is chosen, any day without choices; `range`: any period or two days, null: none. */
  period: { label: string; choices?: (contract: ContractDetail, today: Day) => Choice[] } | 'range' | null;
  /** Which period is shown first. */
  first: (contract: ContractDetail, today: Day) => string;
  load: (client: Client, contractnummer: string, period: string) => Promise<Report>;
  /** Whether the period as a whole is one PDF; else the view offers its own. */
  hasPdf: boolean;
  View: (props: PaperProps<Report>) => VNode;
}

const kind = <Report,>(paper: PaperKind<Report>) => paper as unknown as PaperKind<unknown>;

const MONTHS = {
  label: 'Maand',
  choices: ({ contract }: ContractDetail, today: Day) => listMonths(contract, today),
};

/** Every paper of the contract, by its path on the server. */
export const PAPERS: Record<string, PaperKind<unknown>> = {
  maandrapporten: kind<Maandrapport>({
    label: 'Maandrapport',
    group: 'Overzichten',
    period: MONTHS,
    first: ({ contract }, today) => lastEndedMonth(contract, today),
    load: (client, nr, period) => client.read(nr, 'maandrapporten', period),
    hasPdf: true,
    View: MaandrapportView,
  }),
  kwartaaloverzichten: kind<Kwartaaloverzicht>({
    label: 'Kwartaaloverzicht',
    group: 'Overzichten',
    period: { label: 'Kwartaal', choices: ({ contract }, today) => listQuarters(contract, today) },
    first: ({ contract }, today) => lastEndedQuarter(contract, today),
    load: (client, nr, period) => client.read(nr, 'kwartaaloverzichten', period),
    hasPdf: true,
    View: KwartaalView,
  }),
  resultaten: kind<Resultaten>({
    label: 'Resultaten',
    group: 'Overzichten',
    period: 'range',
    first: ({ contract }, today) => lastEndedDay(contract, today),
    load: (client, nr, period) => client.read(nr, 'resultaten', period),
    hasPdf: true,
    View: ResultatenView,
  }),
  facturen: kind<{ factuur: Factuur; facturen: Facturen }>({
    label: 'Maandfactuur',
    group: 'Facturen en betalingen',
    period: { label: 'Maand', choices: ({ contract }, today) => listInvoiced(contract, today) },
    first: ({ contract }, today) => monthToInvoice(contract, today),
    load: async (client, nr, period) => {
      const [factuur, facturen] = await Promise.all([
        client.read<Factuur>(nr, 'facturen', period),
        client.read<Facturen>(nr, 'facturen'),
      ]);
      return { factuur, facturen };
    },
    hasPdf: true,
    View: FactuurView,
  }),
  klantspecificaties: kind<Klantspecificaties>({
    label: 'Klantspecificatie',
    group: 'Facturen en betalingen',
    period: MONTHS,
    first: ({ contract }, today) => lastEndedMonth(contract, today),
    load: (client, nr, period) => client.read(nr, 'klantspecificaties', period),
    hasPdf: true,
    View: KlantspecificatieView,
  }),
  premies: kind<{ premierun: Premierun; earlier: PremierunSummary[] }>({
    label: 'Premie-uitbetaling',
    group: 'Facturen en betalingen',
    period: { label: 'Dag van betaling' },
    first: ({ contract }, today) => dayToLookAt(contract, today),
    load: async (client, nr, period) => {
      const [premierun, earlier] = await Promise.all([
        client.read<Premierun>(nr, 'premies', period),
        client.read<PremierunSummary[]>(nr, 'premies'),
      ]);
      return { premierun, earlier };
    },
    hasPdf: true,
    View: PremieView,
  }),
  afrekeningen: kind<Afrekening>({
    label: 'Afrekening',
    group: 'Facturen en betalingen',
    period: { label: 'Halfjaar', choices: ({ contract }, today) => listHalfYears(contract, today) },
    first: halfYearToSettle,
    load: async (client, nr, period) => {
      const afrekening = await client.read<Afrekening>(nr, 'afrekeningen', period);
      await writeServerFigures(period, afrekening);
      return afrekening;
    },
    hasPdf: true,
    View: AfrekeningView,
  }),
  bevestigingen: kind<Bevestigingen>({
    label: 'Bevestigingen',
    group: 'Plaatsingen',
    period: null,
    first: () => '',
    load: (client, nr) => client.read(nr, 'bevestigingen'),
    hasPdf: false,
    View: BevestigingenView,
  }),
  plaatsingsduur: kind<{ nearLimit: NearLimit[]; verlengingen: Verlenging[] }>({
    label: 'Plaatsingsduur',
    group: 'Plaatsingen',
    period: { label: 'Bekeken op' },
    first: ({ contract }, today) => dayToLookAt(contract, today),
    load: async (client, nr, period) => {
      const [nearLimit, verlengingen] = await Promise.all([
        client.read<NearLimit[]>(nr, 'plaatsingsduur', period),
        client.read<Verlenging[]>(nr, 'verlengingen'),
      ]);
      return { nearLimit, verlengingen };
    },
    hasPdf: false,
    View: DuurView,
  }),
};
