import { friendlyFormatIBAN } from 'ibantools';
import type { Content, TDocumentDefinitions } from 'pdfmake/interfaces.js';
import type { Factuur } from '../../shared/api.ts';
import { formatDayInWords, formatMonth, lastDayOf } from '../../shared/calendar.ts';
import type { Contract } from '../../shared/contract.ts';
import { formatEuro, formatPercent } from '../../shared/format.ts';
import { listMissing } from '../../shared/maandfactuur.ts';
import { ARTICLE, article, euro, head, table, typed } from './cells.ts';
import { drawn } from './glyphs.ts';
import { heading, paper, type Stand } from './page.ts';

export interface FactuurData {
  contract: Contract;
  stand: Stand;
  factuur: Factuur;
}

/** The monthly invoice or the creditnota that takes one back (art. 6.1 lid 4, 6.2), with its own parties. */
export function factuur({ contract, stand, factuur: figures }: FactuurData): TDocumentDefinitions {
  const { kind, status, number, uitvoerder, opdrachtgever, lines, subtotal, btw, total } = figures;
  const concept = status === 'concept';
  const missing = listMissing(figures);
  return paper({
    title: kind === 'factuur' ? 'Factuur' : 'Creditnota',
    subtitle: number ?? `${formatMonth(figures.month)}, nog zonder nummer`,
    contract: { ...contract, uitvoerder, opdrachtgever },
    stand,
    concept,
    named: [
      { role: 'Van', party: uitvoerder },
      { role: 'Aan', party: opdrachtgever },
    ],
    numbers: true,
    notes: concept && missing.length > 0 ? [`Op deze factuur ontbreekt nog: ${missing.join(', ')}.`] : [],
    content: [
      facts(figures),
      heading('Geleverd'),
      table(
        ['*', 'auto', ARTICLE],
        [
          [head('omschrijving'), head('excl. btw', 'right'), head('artikel')],
          ...lines.map(({ omschrijving, bedrag }) => [omschrijving, euro(bedrag), article('6.1 lid 4')]),
          ['Subtotaal', euro(subtotal), ''],
          [
            `Btw ${formatPercent(figures.btwPercentage)} over ${formatEuro(subtotal)}`,
            euro(btw),
            article('6.1 lid 4'),
          ],
          [
            { text: kind === 'factuur' ? 'Te betalen' : 'Terug te ontvangen of te verrekenen', bold: true },
            euro(total, true),
            article('6.2 lid 3'),
          ],
        ],
        { total: true },
      ),
      { ...drawn(payment(figures)), margin: [0, 16, 0, 0] },
    ],
  });
}

function facts({
  kind,
  number,
  date,
  dueDate,
  month,
  ordernummer,
  contractnummer,
  credits,
}: Factuur): Content {
  const day = (value: string | null) => (value === null ? 'bij uitreiken' : formatDayInWords(value));
  const name = kind === 'factuur' ? 'Factuur' : 'Creditnota';
  const rows: [string, string][] = [
    [`${name}nummer`, number ?? 'bij uitreiken'],
    [`${name}datum`, day(date)],
    ['Geleverd', `1 tot en met ${formatDayInWords(lastDayOf(month))}`],
    ['Overeenkomst', contractnummer],
    ...(ordernummer === null ? [] : [['Ordernummer', ordernummer] as [string, string]]),
    ...(kind === 'factuur' ? [['Te betalen uiterlijk', day(dueDate)] as [string, string]] : []),
    ...(credits === null ? [] : [['Creditnota bij factuur', credits] as [string, string]]),
  ];
  return {
    margin: [0, 16, 0, 0],
    ...(table(
      [120, '*'],
      rows.map(([label, value]) => [{ text: label, style: 'note' }, typed(value, 60)]),
      { headerRows: 0 },
    ) as object),
  } as Content;
}

function payment({ kind, number, dueDate, total, credits, uitvoerder }: Factuur): string {
  if (kind === 'creditnota')
    return `Met deze creditnota vervalt factuur ${credits}. Is die al betaald, dan wordt ${formatEuro(total.replace('-', ''))} terugbetaald of verrekend.`;
  const account = uitvoerder.iban === null ? '' : ` op ${friendlyFormatIBAN(uitvoerder.iban)}`;
  const until =
    dueDate === null ? 'binnen 30 dagen na de factuurdatum' : `uiterlijk ${formatDayInWords(dueDate)}`;
  return `Wilt u ${formatEuro(total)} ${until}${account} ten name van ${uitvoerder.naam} betalen, onder vermelding van ${number === null ? 'het factuurnummer' : `factuur ${number}`} (art. 6.2 lid 3)?`;
}
