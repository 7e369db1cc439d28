import type { VNode } from 'preact';
import type { Maandrapport } from '../../shared/api.ts';
import { formatMonth } from '../../shared/calendar.ts';
import { Figures } from './figures.tsx';
import { WarningList } from './warning-list.tsx';
import { decimal, euro } from './words.ts';

/** The main figures of a month (art. 5.10). */
export function MaandrapportView({ report }: { report: Maandrapport }): VNode {
  const { month, totals, kandidaten, plaatsingen, averageDurationMonths, warnings, revision } = report;
  return (
    <>
      <Figures
        caption={`Bedragen ${formatMonth(month)}`}
        lines={[
          ['Uren', decimal(totals.uren)],
          ['Omzet', euro(totals.omzet)],
          ['Premie', euro(totals.premie)],
          ['Reiskosten', euro(totals.reiskosten)],
          ['Staffelfee', euro(totals.staffelfee)],
          ['Minimum', euro(totals.minimum)],
          ['Kosten boven minimum', euro(totals.kostenBovenMinimum)],
        ]}
        outcome={['Saldo', euro(totals.saldo)]}
      />
      <Figures
        caption="Kandidaten en plaatsingen"
        lines={[
          ['Kandidaten', String(kandidaten)],
          ['Plaatsingen', String(plaatsingen)],
          [
            'Gemiddelde duur, maanden',
            averageDurationMonths === null ? 'geen' : decimal(averageDurationMonths),
          ],
        ]}
      />
      <p class="quiet">Stand {revision}.</p>
      <WarningList warnings={warnings} />
    </>
  );
}
