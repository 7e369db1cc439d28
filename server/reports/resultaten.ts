import type { TableCell, TDocumentDefinitions } from 'pdfmake/interfaces.js';
import type { Resultaten } from '../../shared/api.ts';
import { formatDayInWords } from '../../shared/calendar.ts';
import type { Contract } from '../../shared/contract.ts';
import { formatNumber } from '../../shared/format.ts';
import { COLORS, head, right, table } from './cells.ts';
import { heading, paper, type Stand } from './page.ts';

export interface ResultatenData {
  contract: Contract;
  stand: Stand;
  resultaten: Resultaten;
}

/** The table of bijlage 1, in its rows and words, with what was counted under it. */
export function resultaten({ contract, stand, resultaten: figures }: ResultatenData): TDocumentDefinitions {
  const whole = figures.from === contract.ingangsdatum;
  const period = `${formatDayInWords(figures.from)} tot en met ${formatDayInWords(figures.to)}`;
  return paper({
    title: 'Resultaten',
    subtitle: period,
    contract,
    stand,
    until: figures.to,
    content: [
      heading(
        `Flextensie in cijfers, ${whole ? `tot en met ${formatDayInWords(figures.to)}` : `alleen ${period}`}`,
      ),
      table(['*', 'auto'], [[head('onderwerp'), head(contract.gemeente, 'right')], ...listRows(figures)]),
      heading('Wat er is geteld'),
      { ul: listDefinitions(whole), fontSize: 8.5 },
    ],
  });
}

function listRows(figures: Resultaten): TableCell[][] {
  const { matchbaar, plaatsingen, urenPerMaand, urenPerWeek, maandenPerPlaatsing } = figures;
  const group = (text: string): TableCell[] => [{ text, bold: true, color: COLORS.accent }, ''];
  const line = (label: string, text: string, italics = false): TableCell[] => [
    { text: label, italics },
    right(text),
  ];
  const count = (n: number, one: string, many: string) =>
    `${formatNumber(String(n))} ${n === 1 ? one : many}`;
  const share = (part: number) => `${matchbaar === 0 ? 0 : Math.round((part / matchbaar) * 100)}% (${part})`;
  const of = (part: number) => `${part} van de ${plaatsingen}`;
  return [
    group('Aanmeldingen bij Flextensie'),
    line(
      'Aantal vrijwillige aanmeldingen van kandidaten',
      count(figures.aanmeldingen, 'kandidaat', 'kandidaten'),
    ),
    line('Hoeveel nu matchbaar?', formatNumber(String(matchbaar))),
    line('Waarvan >1 jaar p-wet uitkering', share(figures.uitkeringLangerDan1Jaar)),
    line('Waarvan >3 jaar p-wet uitkering', share(figures.uitkeringLangerDan3Jaar)),
    group('Plaatsingen'),
    line('Aantal gerealiseerde plaatsingen', count(plaatsingen, 'plaatsing', 'plaatsingen')),
    line('Plaatsing >3 maanden', of(figures.langerDan3Maanden), true),
    line('Plaatsing >6 maanden', of(figures.langerDan6Maanden), true),
    line('Plaatsing >24 uur/week', of(figures.meerDan24Uur), true),
    line(
      'Gemiddeld',
      urenPerMaand === null || urenPerWeek === null || maandenPerPlaatsing === null
        ? 'geen plaatsingen'
        : `${formatNumber(urenPerMaand)} uur per maand (${formatNumber(urenPerWeek)} uur per week) gedurende ${formatNumber(maandenPerPlaatsing)} maanden`,
    ),
    group('Geplaatste kandidaten'),
    line(
      'Aantal unieke geplaatste kandidaten',
      count(figures.uniekeKandidaten, 'unieke kandidaat', 'unieke kandidaten'),
    ),
    line('Uitstroom naar regulier werk', count(figures.uitstroom, 'kandidaat', 'kandidaten')),
  ];
}

const when = (whole: boolean): string => (whole ? 'uiterlijk op de laatste dag' : 'in de periode');

const listDefinitions = (whole: boolean): string[] => [
  ...(whole
    ? []
    : [
        'Deze tabel gaat alleen over deze periode: wie in de periode is aangemeld, welke plaatsingen erin zijn begonnen en wie erin is uitgestroomd.',
      ]),
  `Aanmeldingen: kandidaten die ${when(whole)} zijn aangemeld. Matchbaar: zoals het er nu voor hen staat.`,
  'Langer dan 1 of 3 jaar een uitkering: van de matchbare kandidaten, met een uitkering die op de laatste dag meer dan 12 of 36 maanden geleden is begonnen. Zonder begindatum tellen zij niet mee.',
  `Plaatsingen: begonnen ${when(whole)}; een plaatsing die loopt, telt tot en met de laatste dag.`,
  'Uren per week: het gemiddelde van de afgesproken uren. Uren per maand: gewerkte uren gedeeld door de maanden van alle plaatsingen samen.',
  'Duur: in maanden, van de eerste tot en met de laatste dag; gemiddelden zijn van niet-afgeronde duren. Langer dan 3 of 6 maanden: de laatste dag ligt na de dag waarop die termijn afloopt.',
  `Unieke kandidaten: iedere kandidaat met een plaatsing telt één keer. Uitstroom: ${when(whole)} vertrokken naar regulier werk.`,
  'De grens van 24 uur per week is die van bijlage 1, een andere dan de 28 uur van artikel 5 lid 6.',
];
