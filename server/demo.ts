import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Afrekening, Bevestigingen, Maandrapport, Resultaten, SyncResult } from '../shared/api.ts';
import { ADDRESSEES } from '../shared/bevestiging.ts';
import { parseContract } from '../shared/parse-contract.ts';
import { formatEuro, formatNumber } from '../shared/format.ts';
import { formatHalfYear, formatMonth, lastDayOf, lastDayOfHalfYear, quarterOf } from '../shared/calendar.ts';
import { TABLES } from '../shared/tables.ts';
import { byCommand } from './access/audit.ts';
import { makeToken } from './access/tokens.ts';
import { beginContract } from './contract-changes.ts';
import { readTables } from './beheer/import.ts';
import { start, stopOnSignal } from './main.ts';
import { getContract } from './store/contracten.ts';

/**
 * `npm run demo`: the main job from nothing. Serves on a database of its own, syncs the example administration over HTTP
 * as the pane does, fetches the reports, and compares every figure with those of the real results table.
 */
const example = fileURLToPath(new URL('../test/data/almere/', import.meta.url));
const folder = fileURLToPath(new URL('../demo/', import.meta.url));
const once = process.argv.includes('--once');

interface Expected {
  months: (Partial<Maandrapport> & { month: string })[];
  afrekeningen: { period: string; saldo: string }[];
  resultaten: Resultaten;
}
const expected = JSON.parse(readFileSync(join(example, 'expected.json'), 'utf8')) as Expected;

rmSync(folder, { recursive: true, force: true });
mkdirSync(folder, { recursive: true });
const running = await start({
  port: once ? 0 : Number(process.env['PORT'] ?? 3000),
  host: '127.0.0.1',
  dataDir: join(folder, 'data'),
});
const contract = parseContract(JSON.parse(readFileSync(join(example, 'contract.json'), 'utf8')));
await beginContract(running.store, byCommand('contract toevoegen', new Date()), contract);
const { id } = await getContract(running.store, contract.contractnummer);
const { token } = await makeToken(running.store, byCommand('token maken', new Date()), {
  naam: 'Demo',
  contractIds: [id],
  rights: ['lezen', 'schrijven', 'vaststellen'],
});
const base = `${running.url}/api/contracten/${contract.contractnummer}`;

async function call(path: string, body?: unknown): Promise<Response> {
  const response = await fetch(`${base}/${path}`, {
    method: body === undefined ? 'GET' : 'POST',
    headers: { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`);
  return response;
}
const getJson = async <T>(path: string): Promise<T> => (await call(path)).json() as Promise<T>;
const savePdf = async (path: string) => {
  const name = `${path.replaceAll('/', '-')}.pdf`;
  writeFileSync(join(folder, name), new Uint8Array(await (await call(`${path}.pdf`)).arrayBuffer()));
  return name;
};

let compared = 0;
let differences = 0;
/** Compares every figure of `want` with that of `got`; what differs is printed. */
function compare(where: string, got: unknown, want: unknown): void {
  if (typeof want === 'object' && want !== null) {
    for (const [name, value] of Object.entries(want))
      compare(`${where}.${name}`, (got as Record<string, unknown>)[name], value);
    return;
  }
  compared += 1;
  if (got === want) return;
  differences += 1;
  console.log(`  VERSCHIL ${where}: ${String(got)} in plaats van ${String(want)}`);
}

const synced = (await (
  await call('sync', { lineage: null, revision: null, tables: readTables(example) })
).json()) as SyncResult;
console.log(
  `Gesynchroniseerd, stand ${synced.revision}: ${TABLES.map(({ name, plural }) => `${synced.counts[name].added} ${plural}`).join(', ')}.\n`,
);

console.log(
  `${'maand'.padEnd(16)}${['uren', 'omzet', 'premie', 'reiskosten', 'staffelfee', 'boven min.', 'saldo'].map((word) => word.padStart(14)).join('')}`,
);
for (const want of expected.months) {
  const rapport = await getJson<Maandrapport>(`maandrapporten/${want.month}`);
  compare(want.month, rapport, want);
  const { uren, omzet, premie, reiskosten, staffelfee, kostenBovenMinimum, saldo } = rapport.totals;
  const amounts = [omzet, premie, reiskosten, staffelfee, kostenBovenMinimum, saldo].map(formatEuro);
  console.log(
    `${formatMonth(want.month).padEnd(16)}${[formatNumber(uren), ...amounts].map((text) => text.padStart(14)).join('')}`,
  );
}
console.log();
for (const want of expected.afrekeningen) {
  const afrekening = await getJson<Afrekening>(`afrekeningen/${want.period}`);
  compare(want.period, afrekening, want);
  console.log(`${formatHalfYear(want.period)}: saldo ${formatEuro(afrekening.saldo)}`);
}
compare('resultaten', await getJson<Resultaten>(`resultaten/${expected.resultaten.to}`), expected.resultaten);

const [first] = expected.afrekeningen;
if (first) await call(`afrekeningen/${first.period}`, { saldo: first.saldo });
const files: string[] = [];
for (const { month } of expected.months) files.push(await savePdf(`maandrapporten/${month}`));
for (const { period } of expected.afrekeningen) files.push(await savePdf(`afrekeningen/${period}`));
files.push(await savePdf(`resultaten/${expected.resultaten.to}`));
for (const { month } of expected.months.filter(({ month }) => month >= contract.eersteFactuurmaand)) {
  await call(`facturen/${month}`, { date: lastDayOf(month) });
  files.push(await savePdf(`facturen/${month}`), await savePdf(`klantspecificaties/${month}`));
}
for (const quarter of new Set(expected.months.map(({ month }) => quarterOf(month))))
  files.push(await savePdf(`kwartaaloverzichten/${quarter}`));
for (const { period } of expected.afrekeningen) {
  const day = lastDayOfHalfYear(period);
  await call(`premies/${day}`, {});
  files.push(await savePdf(`premies/${day}`));
}
const { plaatsingen } = await getJson<Bevestigingen>('bevestigingen');
for (const { plaatsingnummer } of plaatsingen.slice(0, 1))
  for (const addressee of ADDRESSEES)
    files.push(await savePdf(`bevestigingen/${plaatsingnummer}/${addressee}`));

console.log(`\n${compared} cijfers vergeleken met de echte resultaten, ${differences} verschillen.`);
console.log(
  `${files.length} stukken staan in ${folder}; het ${first ? formatHalfYear(first.period) : ''}, de facturen en de premies zijn vastgesteld, de rest is concept.`,
);
if (differences > 0) process.exitCode = 1;

if (once) await running.close();
else {
  console.log(`\nDe server draait op ${running.url}. Token van de demo: ${token}\nCtrl-C stopt.`);
  stopOnSignal(running);
}
