import type { Content } from 'pdfmake/interfaces.js';
import type { Afrekening } from '../../shared/api.ts';
import { formatMonth } from '../../shared/calendar.ts';
import { type Contract, hasFee, termsOf } from '../../shared/contract.ts';
import { formatHundredths } from '../../shared/decimal.ts';
import { ARTICLE, article, euro, head, table } from './cells.ts';
import { section } from './page.ts';

/** Pro memorie: what was invoiced month by month (art. 6.1 lid 4), and is no part of the settlement. */
export function invoiced(contract: Contract, { months }: Afrekening): Content[] {
  const lines = months.filter(({ month }) => hasFee(contract, month));
  if (lines.length === 0) return [];
  const rows = lines.map(({ month }) => ({ month, ...termsOf(contract, month) }));
  const cells = (minimum: number, licenties: number, bold = false) =>
    [minimum, licenties, minimum + licenties].map((cents) => euro(formatHundredths(cents), bold));
  const total = (field: 'minimum' | 'licenties') => rows.reduce((cents, row) => cents + row[field], 0);
  return [
    section(
      'Pro memorie: maandelijks gefactureerd',
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
          ...rows.map(({ month, minimum, licenties }) => [
            formatMonth(month),
            ...cells(minimum, licenties),
            article('6.1 lid 4'),
          ]),
          [
            { text: 'Totaal', bold: true },
            ...cells(total('minimum'), total('licenties'), true),
            article('6.1 lid 4'),
          ],
        ],
        { total: true },
      ),
      {
        text: 'Maandelijks gefactureerd (art. 6.1 lid 4), geen deel van deze afrekening.',
        style: 'note',
        margin: [0, 4, 0, 0],
      },
    ),
  ];
}
