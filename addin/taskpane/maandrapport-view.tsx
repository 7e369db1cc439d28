import type { VNode } from 'preact';
import type { Maandrapport } from '../../shared/api.ts';
import { formatMonth } from '../../shared/calendar.ts';
import { formatEuro, formatNumber } from '../../shared/format.ts';
import { Figures } from './figures.tsx';
import type { PaperProps } from './papers.tsx';
import { WarningList } from './warning-list.tsx';

/** The main figures of a month (art. 5.10). */
export function MaandrapportView({ report }: PaperProps<Maandrapport>): VNode {
  const { month, totals, kandidaten, plaatsingen, averageDurationMonths, warnings, revision } = report;
  return (
    <>
      <Figures
        caption={`Bedragen ${formatMonth(month)}`}
        lines={[
          ['Uren', formatNumber(totals.uren)],
          ['Omzet', formatEuro(totals.omzet)],
          ['Premie', formatEuro(totals.premie)],
          ['Reiskosten', formatEuro(totals.reiskosten)],
          ['Staffelfee', formatEuro(totals.staffelfee)],
          ['Minimum', formatEuro(totals.minimum)],
          ['Kosten boven minimum', formatEuro(totals.kostenBovenMinimum)],
        ]}
        outcome={['Saldo', formatEuro(totals.saldo)]}
      />
      <Figures
        caption="Kandidaten en plaatsingen"
        lines={[
          ['Kandidaten', String(kandidaten)],
          ['Plaatsingen', String(plaatsingen)],
          [
            'Gemiddelde duur, maanden',
            averageDurationMonths === null ? 'geen' : formatNumber(averageDurationMonths),
          ],
        ]}
      />
      <p class="quiet">Stand {revision}.</p>
      <WarningList warnings={warnings} />
    </>
  );
}
