import type { Content } from 'pdfmake/interfaces.js';
import type { SettlementMonth, TierLine } from '../../shared/api.ts';
import { formatMonth } from '../../shared/calendar.ts';
import { formatEuro, formatNumber, formatPercent } from '../../shared/format.ts';
import { ARTICLE, article, head, right, table } from './page.ts';

/** A month's staffelfee as an addition that can be checked by hand (art. 6.1 lid 1), down to what lies above the minimum. */
export function staffelTable({
  month,
  tiers,
  staffelfee,
  minimum,
  kostenBovenMinimum,
}: SettlementMonth): Content {
  const used = tiers.filter((tier, i) => i === 0 || Number(tier.part) > 0);
  return {
    stack: [
      table(
        ['*', 'auto', 'auto', 'auto', ARTICLE],
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
            right(formatPercent(tier.percentage)),
            right(`€\u00a0${formatNumber(tier.fee)}`),
            article('6.1 lid 1'),
          ]),
          [
            'Staffelfee, afgerond op centen',
            '',
            '',
            right(formatEuro(staffelfee), true),
            article('6.1 lid 1'),
          ],
          ['Af: minimum maandbedrag', '', '', right(formatEuro(`-${minimum}`)), article('6.1 lid 1 en 4')],
          [
            'Kosten boven minimum (niet lager dan 0)',
            '',
            '',
            right(formatEuro(kostenBovenMinimum), true),
            article('6.1 lid 5'),
          ],
        ],
      ),
    ],
    unbreakable: true,
    margin: [0, 0, 0, 8],
  };
}

const describeTier = ({ vanaf }: TierLine, next: TierLine | undefined): string =>
  next ? `van ${formatEuro(vanaf)} tot ${formatEuro(next.vanaf)}` : `vanaf ${formatEuro(vanaf)}`;
