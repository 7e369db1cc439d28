import type { Content, Margins, TDocumentDefinitions } from 'pdfmake/interfaces.js';
import type { Afrekening } from '../../shared/api.ts';
import { formatDayInWords, formatHalfYear, formatMonth, lastDayOfHalfYear } from '../../shared/calendar.ts';
import { type Contract, termsOf } from '../../shared/contract.ts';
import { formatHundredths } from '../../shared/decimal.ts';
import { formatEuro } from '../../shared/format.ts';
import { barChart } from './chart.ts';
import { ARTICLE, article, euro, right, table } from './cells.ts';
import { drawn } from './glyphs.ts';
import { formatStand, heading, listUndrawable, paper, section, type Stand } from './page.ts';
import { monthTable, sum } from './month-table.ts';
import { invoiced } from './pro-memorie.ts';
import { signatures } from './signatures.ts';
import { listStaffelTables } from './staffel.ts';
import { listUitgangspunten } from './uitgangspunten.ts';

export interface AfrekeningData {
  contract: Contract;
  stand: Stand;
  afrekening: Afrekening;
  /** Who finalised it. */
  by?: string;
}

/** The half-yearly settlement as it is signed (art. 6.1 lid 5). */
export function afrekening({
  contract,
  stand,
  afrekening: figures,
  by,
}: AfrekeningData): TDocumentDefinitions {
  const { months, corrections, overgenomen, period } = figures;
  const drawnUp = overgenomen === undefined;
  return paper({
    title: 'Afrekening',
    subtitle: `${formatHalfYear(period)}${figures.number === null ? ' · concept, nog niet vastgesteld' : ` · ${figures.number}`}`,
    contract,
    stand,
    concept: figures.status === 'concept',
    until: lastDayOfHalfYear(period),
    numbers: true,
    notes: [
      ...(drawnUp ? [] : [describeOvername(figures)]),
      ...listUndrawable([['De naam van wie heeft vastgesteld', by ?? '']]),
    ],
    content: [
      outcome(figures),
      heading('Per maand'),
      monthTable(
        months.map((line) => ({ label: formatMonth(line.month), line })),
        'Totaal van de maanden',
      ),
      {
        text: [
          'Saldo = omzet − premie − betaalde reiskosten − kosten boven minimum.',
          ...(drawnUp ? describeRates(contract, figures) : []),
        ].join(' '),
        style: 'note',
        margin: [0, 4, 0, 0],
      },
      ...chart(figures),
      ...(corrections.length > 0 ? correctionTable(figures) : []),
      ...(drawnUp
        ? [
            ...listStaffelTables(months),
            ...invoiced(contract, figures),
            ...closing(contract, describeState(figures, stand, by)),
          ]
        : // What was agreed then is signed already.
          [{ ...drawn(describeState(figures, stand, by)), style: 'note', margin: [0, 22, 0, 0] as Margins }]),
    ],
  });
}

/** How many of the Uitgangspunten stay with the signatures: nobody signs a page with nothing else on it. */
const WITH_SIGNATURES = 3;

function closing(contract: Contract, state: string): Content[] {
  const uitgangspunten = listUitgangspunten(contract);
  const flowing = uitgangspunten.slice(0, -WITH_SIGNATURES);
  const list = (ol: string[], start = 1): Content => ({ ol, start, fontSize: 8.5, lineHeight: 1.2 });
  return [
    heading('Uitgangspunten'),
    list(flowing),
    {
      stack: [
        list(uitgangspunten.slice(-WITH_SIGNATURES), flowing.length + 1),
        signatures(state, [contract.uitvoerder, contract.opdrachtgever]),
      ],
      unbreakable: true,
    },
  ];
}

/** What may still change, or who fixed it and when. */
function describeState({ status, overgenomen }: Afrekening, stand: Stand, by?: string): string {
  if (status === 'concept') return 'Dit is een concept. Na vaststelling verandert de afrekening niet meer.';
  const who = by === undefined ? '' : ` door ${by}`;
  const what = overgenomen === undefined ? 'Vastgesteld' : 'Overgenomen';
  return `${what}${who}, ${formatStand(stand)}. Deze afrekening verandert niet meer.`;
}

const describeOvername = ({ overgenomen }: Afrekening): string =>
  `Deze afrekening is overgenomen zoals zij eerder is vastgesteld; de bedragen zijn hier niet berekend. ${
    overgenomen === 'met uren'
      ? 'De uren van het halfjaar zijn ook ingevoerd; wat daarin verandert, komt als correctie op een volgende afrekening.'
      : 'De uren van het halfjaar zijn hier niet ingevoerd; correcties erop worden niet berekend.'
  }`;

function outcome({ saldoMonths, saldo, payout, payBy, corrections }: Afrekening): Content {
  const pays = payout !== '0.00';
  return {
    margin: [0, 16, 0, 0],
    stack: [
      table(
        ['*', 'auto', ARTICLE],
        [
          ['Saldo van de zes maanden', euro(saldoMonths), article('6.1 lid 5')],
          ...(corrections.length > 0
            ? [
                ['Correcties op eerdere halfjaren', euro(sum(corrections, 'saldo')), article('6.1 lid 5')],
                [{ text: 'Saldo', bold: true }, euro(saldo, true), article('6.1 lid 5')],
              ]
            : []),
          [
            { text: 'Door de gemeente te factureren en door de uitvoerder uit te betalen', bold: true },
            euro(payout, true),
            article('6.1 lid 5'),
          ],
          ...(pays ? [['Betaal uiterlijk', right(formatDayInWords(payBy)), article('6.2 lid 4')]] : []),
        ],
        { headerRows: 0 },
      ),
      ...(pays
        ? []
        : [
            {
              text: 'Er is geen positief saldo; er wordt niets uitbetaald en niets meegenomen.',
              margin: [0, 6, 0, 0] as [number, number, number, number],
            },
          ]),
    ],
  };
}

/** Nothing in a half-year without amounts. */
function chart({ months }: Afrekening): Content[] {
  if (months.every(({ omzet, saldo }) => omzet === '0.00' && saldo === '0.00')) return [];
  const bars = months.map(({ month, omzet, saldo }) => ({
    label: formatMonth(month).split(' ')[0] ?? '',
    omzet,
    saldo,
  }));
  return [{ svg: barChart(bars), margin: [0, 12, 0, 0] }];
}

/** From here on the corrections may run over a page's end. */
const MANY = 30;

/** As long as they fit on a page they stay together: no page begins with only their total. */
function correctionTable({ corrections }: Afrekening): Content[] {
  const title = 'Correcties op maanden die al zijn afgerekend';
  const content: Content[] = [
    monthTable(
      corrections.map((line) => ({ label: `correctie ${formatMonth(line.month)}`, line })),
      'Totaal van de correcties',
    ),
    {
      text: 'Elke correctie is de maand zoals zij nu wordt berekend, min wat over die maand al is afgerekend.',
      style: 'note',
      margin: [0, 4, 0, 0],
    },
  ];
  return corrections.length < MANY ? [section(title, ...content)] : [heading(title), ...content];
}

/** The rates in force, once for each version of the terms that the half-year has. */
function describeRates(contract: Contract, { months }: Afrekening): string[] {
  const versions = new Map(
    months.map(({ month }) => [termsOf(contract, month).geldigVanaf, termsOf(contract, month)]),
  );
  return [...versions.values()].map(
    ({ geldigVanaf, uurtarief, premiePerUur }) =>
      `${versions.size > 1 ? `Tarieven vanaf ${formatDayInWords(geldigVanaf)}: u` : 'U'}urtarief ${formatEuro(formatHundredths(uurtarief))} waar een plaatsing geen eigen tarief heeft, premie ${formatEuro(formatHundredths(premiePerUur))} per gewerkt uur.`,
  );
}
