import type { Content } from 'pdfmake/interfaces.js';
import type { SettlementMonth } from '../../shared/api.ts';
import { formatHundredths, parseHundredths } from '../../shared/decimal.ts';
import { article, euro, head, number, table } from './cells.ts';

type Amounts = Pick<
  SettlementMonth,
  'uren' | 'omzet' | 'premie' | 'reiskosten' | 'kostenBovenMinimum' | 'saldo'
>;

/** Lines of months with the same columns, the articles under the heads, and their sum. */
export function monthTable(lines: { label: string; line: Amounts }[], totalLabel: string): Content {
  const all = lines.map(({ line }) => line);
  const cells = (line: Amounts, bold = false) => [
    number(line.uren, bold),
    euro(line.omzet, bold),
    euro(line.premie, bold),
    euro(line.reiskosten, bold),
    euro(line.kostenBovenMinimum, bold),
    euro(line.saldo, bold),
  ];
  const totals: Amounts = {
    uren: sum(all, 'uren'),
    omzet: sum(all, 'omzet'),
    premie: sum(all, 'premie'),
    reiskosten: sum(all, 'reiskosten'),
    kostenBovenMinimum: sum(all, 'kostenBovenMinimum'),
    saldo: sum(all, 'saldo'),
  };
  return table(
    ['*', 'auto', 'auto', 'auto', 'auto', 'auto', 'auto'],
    [
      [
        head('maand'),
        ...['uren', 'omzet', 'premie', 'reiskosten', 'kosten boven min.', 'saldo'].map((text) =>
          head(text, 'right'),
        ),
      ],
      [
        article('artikel'),
        ...['5 lid 9', '5 lid 8', '5 lid 9', '6.1 lid 5', '6.1 lid 5', '6.1 lid 5'].map((text) =>
          article(text, 'right'),
        ),
      ],
      ...lines.map(({ label, line }) => [{ text: label, noWrap: true }, ...cells(line)]),
      [{ text: totalLabel, bold: true }, ...cells(totals, true)],
    ],
    { headerRows: 2, total: true },
  );
}

/** The exact sum of a column. */
export function sum(lines: readonly Amounts[], field: keyof Amounts): string {
  return formatHundredths(
    lines.reduce((total, line) => {
      const value = parseHundredths(line[field]);
      if (value === undefined) throw new Error(`not an amount: ${field}`);
      return total + value;
    }, 0),
  );
}
