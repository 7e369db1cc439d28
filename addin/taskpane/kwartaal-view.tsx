import type { VNode } from 'preact';
import type { Kwartaaloverzicht, Looptijd } from '../../shared/api.ts';
import { formatDay, formatMonth, formatQuarter } from '../../shared/calendar.ts';
import { formatEuro, formatNumber } from '../../shared/format.ts';
import { Figures } from './figures.tsx';
import { NearLimitList } from './near-limit-list.tsx';
import type { PaperProps } from './papers.tsx';

/** The overview for the meeting after a quarter (art. 5 lid 11). */
export function KwartaalView({ report }: PaperProps<Kwartaaloverzicht>): VNode {
  const { period, months, totals, kandidaten, plaatsingen, nearLimit, looptijd } = report;
  return (
    <>
      <table class="figures">
        <caption>Bedragen {formatQuarter(period)}</caption>
        <thead>
          <tr>
            <th scope="col">Maand</th>
            <th scope="col">Omzet</th>
            <th scope="col">Saldo</th>
          </tr>
        </thead>
        <tbody>
          {months.map(({ month, totals: { omzet, saldo } }) => (
            <tr key={month}>
              <th scope="row">{formatMonth(month).split(' ')[0]}</th>
              <td>{formatEuro(omzet)}</td>
              <td>{formatEuro(saldo)}</td>
            </tr>
          ))}
        </tbody>
        <tfoot>
          <tr>
            <th scope="row">Kwartaal</th>
            <td>{formatEuro(totals.omzet)}</td>
            <td>{formatEuro(totals.saldo)}</td>
          </tr>
        </tfoot>
      </table>
      <Figures
        caption="Kandidaten en plaatsingen"
        lines={[
          ['Kandidaten', String(kandidaten)],
          ['Plaatsingen', String(plaatsingen)],
          ['Uren', formatNumber(totals.uren)],
        ]}
      />
      <NearLimitList title="Bij hun uiterste dag in dit of het volgende kwartaal" lines={nearLimit} />
      <p>{describeLooptijd(looptijd)}</p>
    </>
  );
}

export const describeLooptijd = ({
  eersteTermijnTot,
  verlengd,
  vroegsteEinde,
  einddatum,
}: Looptijd): string =>
  einddatum !== null
    ? `Het contract eindigt op ${formatDay(einddatum)}.`
    : verlengd
      ? `Het contract loopt voor onbepaalde tijd. Bij opzegging eindigt het op zijn vroegst op ${formatDay(vroegsteEinde)} (art. 2).`
      : `De eerste termijn van het contract loopt tot en met ${formatDay(eersteTermijnTot)} (art. 2).`;
