import type { VNode } from 'preact';
import type { Rechtenbeoordelingen } from '../../shared/api.ts';
import { type Day, formatDay } from '../../shared/calendar.ts';
import { count } from './words.ts';

/** The reviews of rights that were held, the newest first; a click shows one again. */
export const HeldReviews = ({ held, onDay }: Rechtenbeoordelingen & { onDay: (day: Day) => void }): VNode => (
  <details class="stack">
    <summary tabIndex={0}>
      {count(held.length, 'vastgestelde beoordeling', 'vastgestelde beoordelingen')}
    </summary>
    <ul class="choices">
      {[...held].reverse().map(({ day, number, by }) => (
        <li key={day}>
          <button type="button" class="choice" onClick={() => onDay(day)}>
            <span>{formatDay(day)}</span>
            <span class="quiet">
              {number}, door {by}
            </span>
          </button>
        </li>
      ))}
    </ul>
  </details>
);
