import type { DeclaredRoute } from '../../server/access/route.ts';
import type { SyncTable } from '../../shared/api.ts';
import { TABLES, type TableName } from '../../shared/tables.ts';
import { almereContract } from '../almere.ts';
import { CONTRACT } from './testbed.ts';

/** The rows of a small administration: their numbers, and the texts in them. */
export interface Rows {
  kandidaat: string;
  klant: string;
  plaatsing: string;
  naam: string;
  plaats: string;
}
export const ROWS: Rows = { kandidaat: 'K1', klant: 'KL1', plaatsing: 'P1', naam: 'Kees', plaats: 'Almere' };

/** What a path may hold in the place of a parameter. Throws for one that it does not know, so that no route is left out. */
const PARAMETERS: Record<string, (path: string, rows: Rows) => string> = {
  document: (path) => {
    if (/klantspecificaties|facturen/.test(path)) return '2016-05';
    if (/bevestigingen/.test(path)) return 'klant';
    if (/afrekeningen/.test(path)) return '2016-H1';
    if (/kwartaal/.test(path)) return '2016-Q2';
    if (/maandrapporten/.test(path)) return '2016-05';
    return '2016-07-15';
  },
  table: () => 'uren',
  key: (_, { plaatsing }) => `${plaatsing}/2016-02-05`,
  month: () => '2016-02',
  klant: (_, { klant }) => klant,
  plaatsing: (_, { plaatsing }) => plaatsing,
  kandidaat: (_, { kandidaat }) => kandidaat,
  person: () => '1',
  ticket: () => 'x',
};

/** A path of a route; `value` may give another value for a parameter. */
export function fillPath(
  pattern: string,
  contractnummer: string,
  rows = ROWS,
  value: (name: string, usual: string) => string = (_, usual) => usual,
): string {
  return pattern
    .replace(/:(\w+)(?:\{[^}]+\})?/g, (_, name: string) => {
      const usual = name === 'contractnummer' ? contractnummer : PARAMETERS[name]?.(pattern, rows);
      if (usual === undefined) throw new Error(`test/server/paths.ts knows no :${name} of ${pattern}`);
      return value(name, usual);
    })
    .replace('*', 'index.html');
}

const MONTHS = ['2016-01', '2016-02', '2016-03', '2016-04', '2016-05', '2016-06'].map((month) => ({
  ...{ month, uren: '10.00', omzet: '117.50', premie: '20.00', reiskosten: '0.00', staffelfee: '14.10' },
  ...{ minimum: '600.00', kostenBovenMinimum: '0.00', saldo: '97.50' },
}));

/** A sync of a small administration, by someone who never synced; `more` are kandidaten beside the one who works. */
export const syncBody = ({ kandidaat, klant, plaatsing, naam, plaats }: Rows, ...more: string[]) => {
  const rows = {
    kandidaten: [kandidaat, ...more].map((nummer) => [nummer, naam, '2016-01-04', '2014-05-01', true, null]),
    klanten: [[klant, naam, plaats]],
    plaatsingen: [
      [plaatsing, kandidaat, klant, '2016-02-01', '2016-06-30', '12.00', null, '2016-06-30', '2016-02-01'],
    ],
    uren: [[plaatsing, '2016-02-05', '8.50', '4.00', null]],
  };
  const tables = TABLES.map(({ name, columns }) => [
    name,
    { columns: columns.map((column) => column.name), rows: rows[name] },
  ]);
  return {
    lineage: null,
    revision: null,
    tables: Object.fromEntries(tables) as Record<TableName, SyncTable>,
  };
};

/** What {@link syncBody} comes to in its half-year: 8,50 hours at 11,75 less 2,00. */
const SALDO = '82.88';

/** A body that a route takes, by its type. Throws for one that it does not know, so that no route is left out. */
const BODIES: Record<string, (rows: Rows, contractnummer: string) => unknown> = {
  SyncRequest: (rows) => syncBody(rows, `${rows.kandidaat}-NIEUW`),
  Tarief: () => ({
    ...almereContract().tarieven[0],
    ...{ geldigVanaf: '2027-01-01', wijziging: 'addendum 2 van 1-6-2026' },
  }),
  Finalising: () => ({ saldo: SALDO }),
  Overname: () => ({ number: 'AFR-OUD-1', months: MONTHS }),
  Uitbetaling: () => ({ factuurnummer: 'F-1', betaaldOp: '2016-07-20' }),
  Dated: () => ({ date: '2016-07-01' }),
  PremierunSeen: () => ({}),
  PremiesOvername: ({ kandidaat }) => ({ perKandidaat: [{ kandidaatnummer: kandidaat, payout: '40.00' }] }),
  Akkoord: () => ({ akkoordDoor: 'J. Jansen', kenmerk: 'brief 12' }),
  Wissen: ({ kandidaat }) => ({ kandidaten: [kandidaat], reason: 'op verzoek' }),
  DownloadRequest: (_, contractnummer) => ({
    path: `/api/contracten/${contractnummer}/maandrapporten/2016-05.pdf`,
  }),
  NewToegang: () => ({ naam: 'Nieuw', rechten: ['lezen'] }),
  ChangedRights: () => ({ rechten: ['lezen'] }),
  RenewedToken: () => ({ until: '2027-06-30' }),
  // Of the two that a bed has: its writer, and who asks.
  Decisions: () => ({ decisions: { 1: 'behouden', 2: 'behouden' } }),
};

export function bodyOf(
  { method, path, body }: DeclaredRoute,
  contractnummer = CONTRACT,
  rows = ROWS,
): unknown {
  if (body === undefined) return method === 'POST' ? {} : undefined;
  const make = BODIES[body];
  if (!make) throw new Error(`test/server/paths.ts knows no body ${body} of ${path}`);
  return make(rows, contractnummer);
}
