import type { Content, TDocumentDefinitions } from 'pdfmake/interfaces.js';
import type { Afrekening } from '../../shared/api.ts';
import { formatDayInWords, formatHalfYear, formatMonth } from '../../shared/calendar.ts';
import { type Contract, hasFee, termsOf } from '../../shared/contract.ts';
import { formatHundredths } from '../../shared/decimal.ts';
import { barChart } from './chart.ts';
import {
  ARTICLE,
  article,
  euro,
  formatStand,
  head,
  heading,
  number,
  paper,
  type Stand,
  table,
} from './page.ts';
import { staffelTable } from './staffel.ts';

export interface AfrekeningData {
  contract: Contract;
  stand: Stand;
  afrekening: Afrekening;
  /** Who finalised it. */
  by?: string;
}

/** The readings of the contract on which the amounts rest (SPEC §2). */
const UITGANGSPUNTEN = [
  'De uren van een plaatsing in een maand worden eerst opgeteld. Daarna worden omzet (uren × uurtarief) en premie (uren × premie per uur) elk één keer afgerond op centen. Totalen zijn sommen van afgeronde regels (art. 5 lid 8 en 9).',
  'Gerealiseerde omzet is de omzet van de gewerkte uren in de maand waarin is gewerkt.',
  'Reiskosten tellen in de maand waarin zij zijn uitbetaald; wat nog niet is uitbetaald, telt niet (art. 6.1 lid 5).',
  'De staffel werkt per maand en per schijf: elk deel van de maandomzet tegen het percentage van zijn eigen schijf (art. 6.1 lid 1).',
  'Kosten boven het minimum worden per maand bepaald; maanden compenseren elkaar niet (art. 6.1 lid 5).',
  'Het minimum maandbedrag en de licenties zijn maandelijks gefactureerd en worden hier niet nog eens afgetrokken (art. 6.1 lid 4).',
  'De premie is die over de gewerkte uren, ook als zij nog niet is uitbetaald (art. 5 lid 3 en 9).',
  'Een negatief saldo wordt getoond, leidt niet tot betaling en gaat niet mee naar een volgend halfjaar (art. 6.2 lid 4).',
  'Een wijziging in een maand die al is afgerekend, verandert die afrekening niet; het verschil staat als correctie in de eerstvolgende.',
  'Na de einddatum van de overeenkomst lopen plaatsingen door zonder staffelfee, minimum en licenties; de maand van de einddatum telt heel (art. 7.5 lid 4).',
  'Artikel 6.2 lid 1 verwijst naar 6.1 lid 5 en bedoelt lid 4; artikel 6.2 lid 4 verwijst naar 6.1 lid 6 en bedoelt lid 5.',
];

/** The half-yearly settlement as it is signed (art. 6.1 lid 5). */
export function afrekening({
  contract,
  stand,
  afrekening: figures,
  by,
}: AfrekeningData): TDocumentDefinitions {
  const concept = figures.status === 'concept';
  const { months, corrections } = figures;
  const total = (field: 'uren' | 'omzet' | 'premie' | 'reiskosten' | 'kostenBovenMinimum') =>
    formatHundredths(months.reduce((sum, month) => sum + Math.round(Number(month[field]) * 100), 0));
  return paper({
    title: 'Afrekening',
    subtitle: `${formatHalfYear(figures.period)}${figures.number === null ? ' · concept, nog niet vastgesteld' : ` · ${figures.number}`}`,
    contract,
    stand,
    concept,
    content: [
      outcome(figures),
      heading('Per maand'),
      table(
        ['*', 'auto', 'auto', 'auto', 'auto', 'auto', 'auto'],
        [
          [
            head('maand'),
            head('uren', 'right'),
            head('omzet', 'right'),
            head('premie', 'right'),
            head('reiskosten betaald', 'right'),
            head('kosten boven min.', 'right'),
            head('saldo', 'right'),
          ],
          [
            article('artikel'),
            { ...(article('') as object), text: '' },
            { text: '5 lid 8', style: 'article', alignment: 'right' },
            { text: '5 lid 9', style: 'article', alignment: 'right' },
            { text: '6.1 lid 5', style: 'article', alignment: 'right' },
            { text: '6.1 lid 5', style: 'article', alignment: 'right' },
            { text: '6.1 lid 5', style: 'article', alignment: 'right' },
          ],
          ...months.map((month) => [
            formatMonth(month.month),
            number(month.uren),
            euro(month.omzet),
            euro(month.premie),
            euro(month.reiskosten),
            euro(month.kostenBovenMinimum),
            euro(month.saldo),
          ]),
          [
            { text: 'Totaal van de maanden', bold: true },
            number(total('uren'), true),
            euro(total('omzet'), true),
            euro(total('premie'), true),
            euro(total('reiskosten'), true),
            euro(total('kostenBovenMinimum'), true),
            euro(figures.saldoMonths, true),
          ],
        ],
        2,
      ),
      {
        text: 'Saldo = omzet − premie − betaalde reiskosten − kosten boven minimum.',
        style: 'note',
        margin: [0, 4, 0, 0],
      },
      {
        svg: barChart(
          months.map((month) => ({
            label: formatMonth(month.month).split(' ')[0] ?? '',
            omzet: month.omzet,
            saldo: month.saldo,
          })),
        ),
        margin: [0, 14, 0, 0],
      },
      ...(corrections.length > 0 ? correctionTable(figures) : []),
      heading('Berekening kosten volgens staffel'),
      ...months.map((month) =>
        month.tiers.length > 0
          ? staffelTable(month)
          : {
              text: `${formatMonth(month.month)}: geen staffelfee en geen minimum (art. 6.1 lid 4, 7.5 lid 4).`,
              style: 'note',
              margin: [0, 0, 0, 8] as [number, number, number, number],
            },
      ),
      ...invoiced(contract, figures),
      heading('Uitgangspunten'),
      { ol: UITGANGSPUNTEN, fontSize: 8.5, lineHeight: 1.2 },
      signatures(contract, concept, stand, by),
    ],
  });
}

function outcome({ saldoMonths, saldo, payout, payBy, corrections }: Afrekening): Content {
  const negative = saldo.startsWith('-');
  const correction = formatHundredths(
    corrections.reduce((sum, line) => sum + Math.round(Number(line.saldo) * 100), 0),
  );
  return {
    margin: [0, 16, 0, 0],
    stack: [
      table(
        ['*', 'auto', ARTICLE],
        [
          ['Saldo van de zes maanden', euro(saldoMonths), article('6.1 lid 5')],
          ...(corrections.length > 0
            ? [['Correcties op eerdere halfjaren', euro(correction), article('6.1 lid 5')]]
            : []),
          [{ text: 'Saldo', bold: true }, euro(saldo, true), article('6.1 lid 5')],
          [
            { text: 'Door de gemeente te factureren en door de uitvoerder uit te betalen', bold: true },
            euro(payout, true),
            article('6.1 lid 5'),
          ],
          [
            'Uiterste betaaldatum',
            { text: formatDayInWords(payBy), alignment: 'right', noWrap: true },
            article('6.2 lid 4'),
          ],
        ],
        0,
      ),
      ...(negative
        ? [
            {
              text: 'Er is geen positief saldo; er wordt niets uitbetaald en niets meegenomen.',
              margin: [0, 6, 0, 0] as [number, number, number, number],
            },
          ]
        : []),
    ],
  };
}

const correctionTable = ({ corrections }: Afrekening): Content[] => [
  heading('Correcties op maanden die al zijn afgerekend'),
  table(
    ['*', 'auto', 'auto', 'auto', 'auto', 'auto', 'auto'],
    [
      [
        head('maand'),
        head('uren', 'right'),
        head('omzet', 'right'),
        head('premie', 'right'),
        head('reiskosten', 'right'),
        head('kosten boven min.', 'right'),
        head('saldo', 'right'),
      ],
      ...corrections.map((line) => [
        `correctie ${formatMonth(line.month)}`,
        number(line.uren),
        euro(line.omzet),
        euro(line.premie),
        euro(line.reiskosten),
        euro(line.kostenBovenMinimum),
        euro(line.saldo),
      ]),
    ],
  ),
];

/** Pro memorie: what was invoiced month by month, and is no part of the settlement. */
function invoiced(contract: Contract, { months }: Afrekening): Content[] {
  const lines = months.filter(({ month }) => hasFee(contract, month));
  if (lines.length === 0) return [];
  return [
    heading('Pro memorie: maandelijks gefactureerd'),
    table(
      ['*', 'auto', 'auto', 'auto', ARTICLE],
      [
        [
          head('maand'),
          head('minimum maandbedrag', 'right'),
          head('licenties', 'right'),
          head('samen, excl. btw', 'right'),
          head('artikel'),
        ],
        ...lines.map(({ month }) => {
          const { minimum, licenties } = termsOf(contract, month);
          return [
            formatMonth(month),
            euro(formatHundredths(minimum)),
            euro(formatHundredths(licenties)),
            euro(formatHundredths(minimum + licenties)),
            article('6.1 lid 4'),
          ];
        }),
      ],
    ),
    {
      text: 'Deze bedragen zijn maandelijks gefactureerd en maken geen deel uit van deze afrekening.',
      style: 'note',
      margin: [0, 4, 0, 0],
    },
  ];
}

function signatures(
  { uitvoerder, opdrachtgever }: Contract,
  concept: boolean,
  stand: Stand,
  by: string | undefined,
): Content {
  const block = (naam: string): Content => ({
    stack: [
      { text: naam, bold: true },
      { text: 'Naam', style: 'note', margin: [0, 14, 0, 0] },
      { canvas: [{ type: 'line', x1: 0, y1: 10, x2: 220, y2: 10, lineWidth: 0.5 }] },
      { text: 'Datum en handtekening', style: 'note', margin: [0, 14, 0, 0] },
      { canvas: [{ type: 'line', x1: 0, y1: 24, x2: 220, y2: 24, lineWidth: 0.5 }] },
    ],
  });
  return {
    unbreakable: true,
    margin: [0, 24, 0, 0],
    stack: [
      {
        text: concept
          ? 'Dit is een concept. Na vaststelling verandert de afrekening niet meer.'
          : `Vastgesteld${by === undefined ? '' : ` door ${by}`}, ${formatStand(stand)}. Deze afrekening verandert niet meer.`,
        style: 'note',
        margin: [0, 0, 0, 12],
      },
      { columns: [block(uitvoerder.naam), block(opdrachtgever.naam)], columnGap: 40 },
    ],
  };
}
