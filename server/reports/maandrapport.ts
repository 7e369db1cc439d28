import type { Content, TDocumentDefinitions } from 'pdfmake/interfaces.js';
import type { Maandrapport, SettlementMonth } from '../../shared/api.ts';
import { formatMonth, lastDayOf } from '../../shared/calendar.ts';
import type { Contract } from '../../shared/contract.ts';
import { formatNumber } from '../../shared/format.ts';
import { ARTICLE, article, euro, head, number, right, table, typed } from './cells.ts';
import { heading, listUndrawable, paper, type Stand } from './page.ts';
import { listStaffelTables } from './staffel.ts';

export interface MaandrapportData {
  contract: Contract;
  stand: Stand;
  rapport: Maandrapport;
  /** The month with its tiers; absent in a month without fee. */
  afrekeningMonth?: SettlementMonth;
}

/** The management report of a month (art. 5 lid 10). */
export function maandrapport({
  contract,
  stand,
  rapport,
  afrekeningMonth,
}: MaandrapportData): TDocumentDefinitions {
  const { totals } = rapport;
  const notes = [
    ...rapport.warnings.map(({ message }) => message),
    ...listUndrawable(
      rapport.perKandidaat.map(({ kandidaatnummer, naam }) => [
        `De naam van kandidaat ${kandidaatnummer}`,
        naam,
      ]),
    ),
  ];
  const duration = rapport.averageDurationMonths;
  return paper({
    title: 'Maandrapport',
    subtitle: formatMonth(rapport.month),
    contract,
    stand,
    until: lastDayOf(rapport.month),
    content: [
      heading('Aantallen'),
      table(
        ['*', 'auto', ARTICLE],
        [
          ['Geplaatste kandidaten', right(String(rapport.kandidaten)), article('5 lid 10')],
          ['Plaatsingen die in de maand liepen', right(String(rapport.plaatsingen)), article('5 lid 10')],
          [
            'Gemiddelde plaatsingsduur tot het einde van de maand',
            right(duration === null ? 'geen' : `${formatNumber(duration)} maanden`),
            article('5 lid 10'),
          ],
        ],
        { headerRows: 0 },
      ),
      heading('Financieel overzicht'),
      table(
        ['*', 'auto', ARTICLE],
        [
          ['Gewerkte uren', number(totals.uren), article('5 lid 10')],
          ['Omzet', euro(totals.omzet), article('5 lid 8')],
          ['Af: premie', euro(negative(totals.premie)), article('5 lid 3 en 9')],
          ['Af: betaalde reiskosten', euro(negative(totals.reiskosten)), article('5 lid 9, 6.1 lid 5')],
          ['Af: kosten boven minimum', euro(negative(totals.kostenBovenMinimum)), article('6.1 lid 5')],
          [{ text: 'Saldo van de maand', bold: true }, euro(totals.saldo, true), article('6.1 lid 5')],
        ],
        { headerRows: 0, total: true },
      ),
      ...(afrekeningMonth && afrekeningMonth.tiers.length > 0 ? listStaffelTables([afrekeningMonth]) : []),
      heading('Per kandidaat'),
      perKandidaat(rapport),
      ...(notes.length > 0 ? [heading('Aandachtspunten'), { ul: notes, fontSize: 8.5 }] : []),
    ],
  });
}

const negative = (text: string): string => (text.startsWith('-') ? text.slice(1) : `-${text}`);

function perKandidaat({ perKandidaat: lines, totals }: Maandrapport): Content {
  if (lines.length === 0)
    return { text: 'Er waren deze maand geen plaatsingen en geen bedragen.', style: 'note' };
  return table(
    ['auto', '*', 'auto', 'auto', 'auto', 'auto', 'auto'],
    [
      [
        head('nummer'),
        head('naam'),
        head('plaatsingen', 'right'),
        head('uren', 'right'),
        head('omzet', 'right'),
        head('premie', 'right'),
        head('reiskosten betaald', 'right'),
      ],
      ...lines.map((line) => [
        typed(line.kandidaatnummer, 12),
        typed(line.naam, 24),
        right(String(line.plaatsingen)),
        number(line.uren),
        euro(line.omzet),
        euro(line.premie),
        euro(line.reiskosten),
      ]),
      [
        { text: 'Totaal', bold: true },
        '',
        right(String(lines.reduce((sum, line) => sum + line.plaatsingen, 0)), true),
        number(totals.uren, true),
        euro(totals.omzet, true),
        euro(totals.premie, true),
        euro(totals.reiskosten, true),
      ],
    ],
    { total: true },
  );
}
