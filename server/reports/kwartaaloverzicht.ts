import type { Content, TableCell, TDocumentDefinitions } from 'pdfmake/interfaces.js';
import type { Kwartaaloverzicht, Looptijd, NearLimit, Totals } from '../../shared/api.ts';
import {
  formatDay,
  formatDayInWords,
  formatMonth,
  formatQuarter,
  lastDayOfQuarter,
} from '../../shared/calendar.ts';
import type { Contract } from '../../shared/contract.ts';
import { formatNumber } from '../../shared/format.ts';
import { ARTICLE, article, euro, head, number, right, table, typed } from './cells.ts';
import { barChart, durationChart } from './chart.ts';
import { heading, paper, section, type Stand } from './page.ts';

export interface KwartaaloverzichtData {
  contract: Contract;
  stand: Stand;
  overzicht: Kwartaaloverzicht;
}

/** What the parties speak about after a quarter (art. 5 lid 11). */
export function kwartaaloverzicht({
  contract,
  stand,
  overzicht,
}: KwartaaloverzichtData): TDocumentDefinitions {
  return paper({
    title: 'Kwartaaloverzicht',
    subtitle: formatQuarter(overzicht.period),
    contract,
    stand,
    until: lastDayOfQuarter(overzicht.period),
    content: [
      heading('Voortgang en resultaten per maand'),
      monthsTable(overzicht),
      ...revenueChart(overzicht),
      ...durations(overzicht),
      ...nearLimit(overzicht),
      section('Looptijd van de overeenkomst', describeLooptijd(overzicht.looptijd)),
    ],
  });
}

function monthsTable({ months, kandidaten, plaatsingen, totals }: Kwartaaloverzicht): Content {
  const counts = (label: string, field: 'kandidaten' | 'plaatsingen', total: number): TableCell[] => [
    label,
    ...months.map((month) => right(String(month[field]))),
    right(String(total), true),
    article('5 lid 10'),
  ];
  const amounts = (label: string, field: keyof Totals, lid: string, bold = false): TableCell[] => [
    { text: label, bold },
    ...months.map((month) => euro(month.totals[field], bold)),
    euro(totals[field], true),
    article(lid),
  ];
  return table(
    ['*', ...months.map(() => 'auto'), 'auto', ARTICLE],
    [
      [
        head(''),
        ...months.map(({ month }) => head(formatMonth(month).split(' ')[0] ?? '', 'right')),
        head('kwartaal', 'right'),
        head('artikel'),
      ],
      counts('Geplaatste kandidaten', 'kandidaten', kandidaten),
      counts('Plaatsingen', 'plaatsingen', plaatsingen),
      [
        'Gemiddelde duur in maanden',
        ...months.map(({ averageDurationMonths: duration }) =>
          right(duration === null ? 'geen' : formatNumber(duration)),
        ),
        '',
        article('5 lid 10'),
      ],
      [
        'Gewerkte uren',
        ...months.map(({ totals: month }) => number(month.uren)),
        number(totals.uren, true),
        article('5 lid 10'),
      ],
      amounts('Omzet', 'omzet', '5 lid 8'),
      amounts('Premie', 'premie', '5 lid 3 en 9'),
      amounts('Betaalde reiskosten', 'reiskosten', '5 lid 9'),
      amounts('Staffelfee', 'staffelfee', '6.1 lid 1'),
      amounts('Minimum maandbedrag', 'minimum', '6.1 lid 4'),
      amounts('Kosten boven minimum', 'kostenBovenMinimum', '6.1 lid 5'),
      amounts('Saldo', 'saldo', '6.1 lid 5', true),
    ],
    { total: true },
  );
}

function revenueChart({ months }: Kwartaaloverzicht): Content[] {
  const bars = months.map(({ month, totals: { omzet, saldo } }) => ({
    label: formatMonth(month),
    omzet,
    saldo,
  }));
  return bars.every(({ omzet, saldo }) => omzet === '0.00' && saldo === '0.00')
    ? []
    : [section('Omzet en saldo', { svg: barChart(bars) })];
}

function durations({ durations: buckets, period }: Kwartaaloverzicht): Content[] {
  if (buckets.every(({ plaatsingen }) => plaatsingen === 0)) return [];
  return [
    section(
      'Plaatsingen naar duur',
      { svg: durationChart(buckets), margin: [0, 0, 0, 4] },
      {
        text: `Duur tot en met ${formatDayInWords(lastDayOfQuarter(period))}, of tot de einddatum als die eerder is.`,
        style: 'note',
      },
    ),
  ];
}

function nearLimit({ nearLimit: lines, period }: Kwartaaloverzicht): Content[] {
  const end = formatDayInWords(lastDayOfQuarter(period));
  if (lines.length === 0)
    return [
      section('Plaatsingen bij hun uiterste dag', {
        text: `Geen plaatsing die op ${end} liep, bereikt vóór het einde van het volgende kwartaal haar uiterste dag.`,
      }),
    ];
  return [
    heading('Plaatsingen bij hun uiterste dag'),
    {
      text: `Plaatsingen die op ${end} liepen en waarvan de uiterste dag voorbij is of in het volgende kwartaal valt (art. 4.1, 4.2 en 5 lid 6).`,
      style: 'note',
      margin: [0, 0, 0, 4],
    },
    table(
      ['auto', 'auto', 'auto', '*', 'auto', 'auto', 'auto'],
      [
        [
          head('plaatsing'),
          head('kandidaat'),
          head('klant'),
          head('begonnen'),
          head('uren per week', 'right'),
          head('uiterste dag', 'right'),
          head('nog', 'right'),
        ],
        ...lines.map((line) => [
          typed(line.plaatsingnummer, 14),
          typed(line.kandidaatnummer, 14),
          typed(line.klantnummer, 14),
          typed(describeStart(line), 24),
          number(line.urenPerWeek),
          right(formatDay(line.lastPermittedDay)),
          right(describeDaysLeft(line), line.daysLeft < 0),
        ]),
      ],
    ),
  ];
}

const describeStart = ({ startdatum, verlengdTot, akkoord }: NearLimit): string =>
  [
    formatDay(startdatum),
    verlengdTot === null ? '' : `verlengd tot ${formatDay(verlengdTot)}`,
    akkoord === null ? '' : `akkoord ${akkoord.akkoordDoor}, ${akkoord.kenmerk}`,
  ]
    .filter(Boolean)
    .join('; ');

const describeDaysLeft = ({ daysLeft }: NearLimit): string => {
  const days = Math.abs(daysLeft);
  const text = `${days} ${days === 1 ? 'dag' : 'dagen'}`;
  return daysLeft < 0 ? `${text} voorbij` : text;
};

function describeLooptijd({ eersteTermijnTot, verlengd, vroegsteEinde, einddatum }: Looptijd): Content {
  if (einddatum !== null)
    return {
      text: `De overeenkomst eindigt op ${formatDayInWords(einddatum)}. Plaatsingen die dan lopen, worden afgewikkeld (art. 7.5).`,
    };
  return {
    text: verlengd
      ? `De eerste termijn liep tot en met ${formatDayInWords(eersteTermijnTot)}; daarna loopt de overeenkomst voor onbepaalde tijd door. Wie aan het einde van dit kwartaal opzegt, met een termijn van 6 maanden, beëindigt haar op zijn vroegst op ${formatDayInWords(vroegsteEinde)} (art. 2).`
      : `De eerste termijn loopt tot en met ${formatDayInWords(eersteTermijnTot)} (art. 2).`,
  };
}
