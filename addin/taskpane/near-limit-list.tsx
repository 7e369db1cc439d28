import type { VNode } from 'preact';
import type { NearLimit } from '../../shared/api.ts';
import { formatDay } from '../../shared/calendar.ts';
import { count } from './words.ts';

/** Running plaatsingen whose last permitted day is near or past, the most urgent first (art. 4.1, 4.2, 5 lid 6). */
export const NearLimitList = ({ title, lines }: { title: string; lines: readonly NearLimit[] }): VNode => (
  <section class="stack" aria-label={title}>
    <h2>{title}</h2>
    {lines.length === 0 ? (
      <p>Er zijn geen plaatsingen die hun uiterste dag naderen.</p>
    ) : (
      <ul class="lines">
        {lines.map((line) => (
          <li key={line.plaatsingnummer} class={line.daysLeft < 0 ? 'over' : undefined}>
            <strong>{line.plaatsingnummer}</strong> · uiterlijk{' '}
            <span class="whole">{formatDay(line.lastPermittedDay)}</span> ·{' '}
            {line.daysLeft < 0 ? (
              <strong class="whole">{count(-line.daysLeft, 'dag', 'dagen')} voorbij</strong>
            ) : (
              <span class="whole">nog {count(line.daysLeft, 'dag', 'dagen')}</span>
            )}
            <br />
            <span class="quiet">
              kandidaat {line.kandidaatnummer}, klant {line.klantnummer}
              {line.verlengdTot !== null && (
                <>
                  , verlengd tot <span class="whole">{formatDay(line.verlengdTot)}</span>
                </>
              )}
              {line.akkoord !== null && ` (${line.akkoord.akkoordDoor}, ${line.akkoord.kenmerk})`}
            </span>
          </li>
        ))}
      </ul>
    )}
  </section>
);
