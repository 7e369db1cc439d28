import type { Content, TableCell } from 'pdfmake/interfaces.js';
import type { SettlementMonth, TierLine } from '../../shared/api.ts';
import { formatMonth } from '../../shared/calendar.ts';
import { Decimal } from '../../shared/decimal.ts';
import { formatEuro, formatNumber, formatPercent } from '../../shared/format.ts';
import { ARTICLE, article, head, right, table } from './cells.ts';
import { heading, section } from './page.ts';

/** From here on the working may run over a page's end: a block that cannot break must be shorter than a page. */
const MANY = 20;

/** The staffelfee of months worked out; the heading stays with the first. */
export function listStaffelTables(months: readonly SettlementMonth[]): Content[] {
  const title = 'Berekening kosten volgens staffel';
  const [first, ...others] = months.map(staffelTable);
  if (first === undefined) return [];
  const isShort = listUsed(months[0]?.tiers ?? []).length < MANY;
  return [...(isShort ? [section(title, first)] : [heading(title), first]), ...others];
}

const listUsed = (tiers: readonly TierLine[]): TierLine[] =>
  tiers.filter((tier, i) => i === 0 || Number(tier.part) > 0);

/** A month as an addition that can be checked by hand (art. 6.1 lid 1), down to what lies above the minimum. */
function staffelTable(figures: SettlementMonth): Content {
  const { month, tiers, staffelfee, minimum, kostenBovenMinimum } = figures;
  if (tiers.length === 0)
    return {
      text: `${formatMonth(month)}: geen staffelfee en geen minimum (art. 6.1 lid 4, 7.5 lid 4).`,
      style: 'note',
      margin: [0, 0, 0, 8],
    };
  const used = listUsed(tiers);
  return {
    stack: [
      table(
        // The same in every month, so that the columns line up down the page.
        ['*', 96, 56, 96, ARTICLE],
        [
          [
            head(formatMonth(month)),
            head('deel van de omzet', 'right'),
            head('percentage', 'right'),
            head('bedrag', 'right'),
            head('artikel'),
          ],
          ...used.map((tier, i) => [
            describeTier(tier, tiers[i + 1]),
            right(formatEuro(tier.part)),
            right(`× ${formatPercent(tier.percentage)} =`),
            exactEuro(tier.fee),
            article('6.1 lid 1'),
          ]),
          ...(used.length > 1
            ? [
                [
                  'Samen',
                  right(formatEuro(sumExact(used, 'part'))),
                  '',
                  exactEuro(sumExact(used, 'fee')),
                  article('6.1 lid 1'),
                ],
              ]
            : []),
          [
            ...label('Staffelfee, afgerond op centen'),
            right(formatEuro(staffelfee), true),
            article('6.1 lid 1'),
          ],
          [...label('Af: minimum maandbedrag'), right(formatEuro(`-${minimum}`)), article('6.1 lid 1 en 4')],
          [
            ...label('Kosten boven minimum (niet lager dan 0)'),
            right(formatEuro(kostenBovenMinimum), true),
            article('6.1 lid 5'),
          ],
        ],
        { total: true },
      ),
    ],
    unbreakable: used.length < MANY,
    margin: [0, 0, 0, 10],
  };
}

/** Over the columns that a line of the outcome does not use. */
const label = (text: string): TableCell[] => [{ text, colSpan: 3 }, '', ''];

/** Not rounded: with as many decimals as it needs, and at least two. */
const exactEuro = (text: string): TableCell => right(`€\u00a0${formatNumber(text)}`);

function sumExact(tiers: readonly TierLine[], field: 'part' | 'fee'): string {
  const sum = tiers.reduce((total, tier) => total.plus(tier[field]), new Decimal(0));
  return sum.toFixed(Math.max(2, sum.decimalPlaces()));
}

const describeTier = ({ vanaf }: TierLine, next: TierLine | undefined): string =>
  next ? `van ${formatEuro(vanaf)} tot ${formatEuro(next.vanaf)}` : `vanaf ${formatEuro(vanaf)}`;
