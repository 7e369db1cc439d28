import type { TableCell, TDocumentDefinitions } from 'pdfmake/interfaces.js';
import type { Resultaten } from '../../shared/api.ts';
import { formatDayInWords } from '../../shared/calendar.ts';
import type { Contract } from '../../shared/contract.ts';
import { formatNumber } from '../../shared/format.ts';
import { right, table } from './cells.ts';
import { heading, paper, type Stand } from './page.ts';

export interface ResultatenData {
  contract: Contract;
  stand: Stand;
  resultaten: Resultaten;
}

/** The table of bijlage 1, cumulative to a day, with its definitions. */
export function resultaten({ contract, stand, resultaten: figures }: ResultatenData): TDocumentDefinitions {
  const line = (label: string, value: number | string | null, unit = ''): TableCell[] => {
    const text = value === null ? 'geen' : formatNumber(String(value));
    return [label, right(unit === '' || value === null ? text : `${text} ${unit}`)];
  };
  const share = (part: number): string =>
    `${part} (${figures.matchbaar === 0 ? 0 : Math.round((part / figures.matchbaar) * 100)}%)`;
  const of = (part: number): string => `${part} van de ${figures.plaatsingen}`;
  return paper({
    title: 'Resultaten',
    subtitle: `${formatDayInWords(figures.from)} tot en met ${formatDayInWords(figures.to)}`,
    contract,
    stand,
    content: [
      heading('Aanmeldingen'),
      table(
        ['*', 'auto'],
        [
          line('Vrijwillige aanmeldingen van kandidaten', figures.aanmeldingen, 'kandidaten'),
          line('Nu matchbaar', figures.matchbaar),
          ['Waarvan langer dan 1 jaar een uitkering', right(share(figures.uitkeringLangerDan1Jaar))],
          ['Waarvan langer dan 3 jaar een uitkering', right(share(figures.uitkeringLangerDan3Jaar))],
        ],
        { headerRows: 0 },
      ),
      heading('Plaatsingen'),
      table(
        ['*', 'auto'],
        [
          line('Gerealiseerde plaatsingen', figures.plaatsingen, 'plaatsingen'),
          ['Langer dan 3 maanden', right(of(figures.langerDan3Maanden))],
          ['Langer dan 6 maanden', right(of(figures.langerDan6Maanden))],
          ['Meer dan 24 uur per week', right(of(figures.meerDan24Uur))],
          line('Gemiddeld aantal uren per week', figures.urenPerWeek),
          line('Gemiddeld aantal uren per maand', figures.urenPerMaand),
          line('Gemiddelde duur', figures.maandenPerPlaatsing, 'maanden'),
        ],
        { headerRows: 0 },
      ),
      heading('Geplaatste kandidaten'),
      table(
        ['*', 'auto'],
        [
          line('Unieke geplaatste kandidaten', figures.uniekeKandidaten, 'kandidaten'),
          line('Uitstroom naar regulier werk', figures.uitstroom, 'kandidaten'),
        ],
        { headerRows: 0 },
      ),
      heading('Wat er is geteld (bijlage 1)'),
      {
        ul: [
          'Aanmeldingen: kandidaten die uiterlijk op de laatste dag zijn aangemeld. Matchbaar: zoals het er nu voor hen staat.',
          'Langer dan 1 of 3 jaar een uitkering: van de matchbare kandidaten, met een uitkering die op de laatste dag meer dan 12 of 36 maanden geleden is begonnen. Zonder begindatum tellen zij niet mee.',
          'Plaatsingen: begonnen uiterlijk op de laatste dag; een plaatsing die loopt, telt tot en met die dag.',
          'Uren per week: het gemiddelde van de afgesproken uren. Uren per maand: gewerkte uren gedeeld door de maanden van alle plaatsingen samen.',
          'Duur: in maanden, van de eerste tot en met de laatste dag; gemiddelden zijn van niet-afgeronde duren. Langer dan 3 of 6 maanden: de laatste dag ligt na de dag waarop die termijn afloopt.',
          'Unieke kandidaten: iedere kandidaat met een plaatsing telt één keer. Uitstroom: uiterlijk op de laatste dag vertrokken naar regulier werk.',
          'De grens van 24 uur per week is die van bijlage 1, een andere dan de 28 uur van artikel 5 lid 6.',
        ],
        fontSize: 8.5,
      },
    ],
  });
}
