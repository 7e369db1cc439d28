import { formatDay } from '../../shared/calendar.ts';
import { todayInAmsterdam } from '../dutch-time.ts';
import type { Contract } from '../../shared/contract.ts';
import { type Table, TABLES } from '../../shared/tables.ts';
import type { Kept } from '../store/overdracht.ts';
import type { PaperKind } from '../store/schema.ts';
import type { PaperFile } from './json.ts';

const KINDS: Record<PaperKind, string> = {
  afrekening: 'Afrekening',
  factuur: 'Maandfactuur of creditnota',
  bevestiging: 'Bevestiging',
  premierun: 'Premie-uitbetaling',
  rechtenbeoordeling: 'Rechtenbeoordeling',
  wisverklaring: 'Verklaring van vernietiging',
};

const STYLE = `
body { font: 16px/1.5 "Segoe UI", system-ui, sans-serif; color: #1b1b1b; background: #fff; max-width: 46rem; margin: 2rem auto; padding: 0 1rem; }
h1 { font-size: 1.6rem; line-height: 1.25; margin-bottom: .25rem; } h2 { font-size: 1.15rem; margin-top: 2rem; color: #0f6674; }
table { border-collapse: collapse; width: 100%; } th { text-align: left; font-weight: 600; color: #5f6368; }
th, td { border-bottom: 1px solid #c8ccd0; padding: .3rem .75rem .3rem 0; vertical-align: top; }
a { color: #0f6674; } code, pre { font: .875rem/1.5 Consolas, monospace; } .hash { word-break: break-all; }
pre { background: #f3f5f6; padding: .6rem .8rem; overflow-x: auto; } .quiet { color: #5f6368; } .number { text-align: right; }
.warning { border-left: 4px solid #b3541e; padding-left: .8rem; }`;

/** `LEESMIJ.html`: what each file of an overdracht is, how to check it and how to read it in. Fetches nothing from anywhere. */
export function writeReadme({
  kept,
  papers,
  faults,
  at,
}: {
  kept: Kept;
  papers: readonly PaperFile[];
  faults: readonly string[];
  at: Date;
}): string {
  const { contractnummer, revision } = kept.contract;
  const contract = JSON.parse(kept.contract.json) as Contract;
  const end = kept.auditEnd;
  return `<!doctype html>
<html lang="nl">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Overdracht ${escape(contractnummer)}</title>
<style>${STYLE}</style>
<h1>Overdracht van contract ${escape(contractnummer)}</h1>
<p class="quiet">Gemeente ${escape(contract.gemeente)} en ${escape(contract.uitvoerder.naam)}; gemaakt op ${formatDay(todayInAmsterdam(at))}, stand ${revision}.</p>
<p>Dit is alles wat van dit contract is bewaard (artikel 7.5 lid 2 van de overeenkomst): de administratie, haar geschiedenis, en elk stuk dat is vastgesteld. Er staan gegevens in van mensen met een uitkering. Bewaar de bestanden versleuteld, geef ze alleen aan wie ze nodig heeft, en wis ze als dat voorbij is.</p>

<h2>De bestanden</h2>
${table(
  ['Bestand', 'Wat het is'],
  [
    [
      link('administratie.xlsx'),
      'Een werkmap voor Excel om te lezen: kandidaten, klanten, plaatsingen en uren, de tarieven, en de bedragen van de afrekeningen, facturen en premies.',
    ],
    ...TABLES.map((each) => [
      link(`${each.name}.csv`),
      `De ${countCurrent(kept, each)} ${each.plural} zoals zij nu zijn. Dagen als 2016-04-08, getallen als 8.50.`,
    ]),
    [link('contract.json'), 'Het contract: de partijen, de looptijd en elke versie van de tarieven.'],
    [
      link('geschiedenis.json'),
      'Elke vroegere waarde van elke rij, met wie haar wanneer wijzigde. Een rij stond er van de stand in <code>from</code> tot de stand in <code>to</code>; zonder <code>to</code> staat zij er nog.',
    ],
    [
      link('overdracht.json'),
      'Welke stukken er zijn, de betalingen van de afrekeningen, wie met verlengingen akkoord ging, en welk pseudoniem wie gewist is kreeg.',
    ],
    [link('logboek.json'), 'Wie wat deed, wanneer, vanaf waar: elke regel met haar hash.'],
    ['de stukken hieronder', 'Elk als pdf, precies zoals het is vastgesteld, en zijn cijfers als json.'],
    [link('SHA256SUMS'), 'Controlegetallen van alle bestanden.'],
  ],
)}
<p>Tokens staan er niet in.</p>

<h2>De stukken</h2>
${
  papers.length === 0
    ? '<p>Er is nog geen stuk vastgesteld.</p>'
    : table(
        ['Stuk', 'Vastgesteld', 'Pdf', 'Cijfers'],
        papers.map(({ kind, name, file, at: fixedAt }) => [
          `${KINDS[kind as PaperKind]} ${escape(name)}`,
          formatDay(todayInAmsterdam(new Date(fixedAt))),
          link(`${file}.pdf`, 'pdf'),
          link(`${file}.json`, 'json'),
        ]),
      )
}

<h2>Nakijken of alles er is</h2>
<p>Op Linux, in deze map (op een Mac: <code>shasum -a 256 -c SHA256SUMS</code>):</p>
<pre>sha256sum -c SHA256SUMS</pre>
<p>Op Windows, in PowerShell, in deze map:</p>
<pre>Get-Content SHA256SUMS | ForEach-Object { $hash, $naam = $_ -split '  '
  if ((Get-FileHash $naam).Hash -ne $hash) { "$naam klopt niet" } }</pre>
<p>Wat niet klopt, wordt genoemd.${end ? ` Het logboek eindigt met regel <code class="hash">${end.last_seq}:${end.last_hash}</code>. Is dat einde elders genoteerd, dan laat het zien dat er geen regel is veranderd.` : ''}</p>
${
  faults.length === 0
    ? ''
    : `<div class="warning"><p>Bij het maken van deze overdracht was het logboek niet heel:</p><ul>${faults.map((fault) => `<li>${escape(fault)}</li>`).join('')}</ul></div>`
}
<h2>Verder werken op een andere server</h2>
<p>Een server van Flextensie in Excel leest de map of het zip-bestand in, met alles wat erbij hoort. Het contract mag daar nog niet bestaan.</p>
<pre>npm run beheer -- overdracht inlezen MAP
npm run beheer -- token maken --naam "…" --contract ${escape(contractnummer)} --rechten lezen,schrijven</pre>
<p>Alle rapporten zijn daarna tot op de cent gelijk, en elk stuk is hetzelfde bestand. Rechten gaan niet mee: geef ze daar opnieuw. Werkmappen beginnen bij hun eerste synchronisatie opnieuw. Met een ander programma gebruikt u de csv-bestanden of de json.</p>
</html>
`;
}

const countCurrent = ({ versions }: Kept, table: Table): number =>
  (versions.get(table) ?? []).filter(({ to }) => to === null).length;

const row = (tag: 'th' | 'td', cells: readonly string[]): string =>
  `<tr>${cells.map((cell) => `<${tag}>${cell}</${tag}>`).join('')}</tr>`;

const table = (heads: readonly string[], rows: readonly (readonly string[])[]): string =>
  `<table>\n${[row('th', heads), ...rows.map((cells) => row('td', cells))].join('\n')}\n</table>`;

const link = (file: string, text = file): string => `<a href="${escape(file)}">${escape(text)}</a>`;

const ENTITIES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
const escape = (text: string): string => text.replace(/[&<>"]/g, (sign) => ENTITIES[sign] ?? '');
