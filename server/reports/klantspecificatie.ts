import type { Content, TDocumentDefinitions } from 'pdfmake/interfaces.js';
import type { Klantspecificatie, Klantspecificaties } from '../../shared/api.ts';
import { formatMonth, lastDayOf } from '../../shared/calendar.ts';
import type { Contract } from '../../shared/contract.ts';
import { ARTICLE, article, euro, head, number, table, typed } from './cells.ts';
import { heading, listUndrawable, paper, type Stand } from './page.ts';

export interface KlantspecificatieData {
  contract: Contract;
  stand: Stand;
  klantspecificaties: Klantspecificaties;
}

/**
 * What is charged to klanten over a month (art. 5 lid 8): each klant on pages of its own, to hand to that klant, so nothing
 * here may tell of a benefit (art. 7.7 lid 2). With several klanten a page for the own administration adds them up.
 */
export function klantspecificatie({
  contract,
  stand,
  klantspecificaties: { month, klanten, uren, total },
}: KlantspecificatieData): TDocumentDefinitions {
  const [only] = klanten;
  return paper({
    title: klanten.length > 1 ? 'Specificaties per klant' : 'Specificatie',
    subtitle: formatMonth(month),
    contract,
    stand,
    until: lastDayOf(month),
    named: [
      { role: 'Uitvoerder', party: contract.uitvoerder },
      ...(only && klanten.length === 1
        ? [{ role: 'Klant', party: { naam: only.naam, plaats: only.plaats } }]
        : []),
    ],
    notes: listUndrawable(klanten.map(({ klantnummer, naam }) => [`De naam van klant ${klantnummer}`, naam])),
    content: [
      ...(klanten.length === 0
        ? [
            {
              text: 'Er zijn deze maand geen uren in rekening te brengen.',
              style: 'note',
              margin: [0, 16, 0, 0],
            } as Content,
          ]
        : []),
      ...(klanten.length > 1 ? summary(klanten, uren, total) : []),
      ...klanten.flatMap((klant) => specification(klant, month, klanten.length > 1)),
    ],
  });
}

const specification = (klant: Klantspecificatie, month: string, ownPage: boolean): Content[] => [
  ...(ownPage
    ? [
        {
          text: `Specificatie ${formatMonth(month)}`,
          style: 'title',
          pageBreak: 'before',
        } as Content,
        {
          ...(typed([klant.naam, klant.plaats].filter(Boolean).join(', '), 60) as object),
          style: 'subtitle',
          margin: [0, 2, 0, 0],
        } as Content,
      ]
    : []),
  heading(`Klant ${klant.klantnummer}`),
  table(
    ['auto', '*', 'auto', 'auto', 'auto', ARTICLE],
    [
      [
        head('plaatsing'),
        head('kandidaat'),
        head('uren', 'right'),
        head('uurtarief', 'right'),
        head('bedrag', 'right'),
        head('artikel'),
      ],
      ...klant.lines.map((line) => [
        typed(line.plaatsingnummer, 16),
        typed(line.kandidaatnummer, 24),
        number(line.uren),
        euro(line.uurtarief),
        euro(line.bedrag),
        article('5 lid 8'),
      ]),
      [
        { text: 'Totaal', bold: true },
        '',
        number(klant.uren, true),
        '',
        euro(klant.total, true),
        article('5 lid 8'),
      ],
    ],
    { total: true },
  ),
  {
    text: 'De uren van een plaatsing in de maand, maal haar uurtarief, zijn één keer afgerond op centen.',
    style: 'note',
    margin: [0, 4, 0, 0],
  },
];

const summary = (klanten: readonly Klantspecificatie[], uren: string, total: string): Content[] => [
  heading('Alle klanten'),
  {
    text: 'Dit deel is voor de eigen administratie. Hierna heeft elke klant eigen bladzijden.',
    style: 'note',
    margin: [0, 0, 0, 4],
  },
  table(
    ['auto', '*', 'auto', 'auto'],
    [
      [head('klant'), head('naam'), head('uren', 'right'), head('bedrag', 'right')],
      ...klanten.map((klant) => [
        typed(klant.klantnummer, 16),
        typed(klant.naam, 40),
        number(klant.uren),
        euro(klant.total),
      ]),
      [{ text: 'Totaal', bold: true }, '', number(uren, true), euro(total, true)],
    ],
    { total: true },
  ),
];
