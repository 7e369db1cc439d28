import type { Day } from '../shared/calendar.ts';

const dayThere = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/Amsterdam' });
const timeThere = new Intl.DateTimeFormat('nl-NL', {
  timeZone: 'Europe/Amsterdam',
  hour: '2-digit',
  minute: '2-digit',
});

/** A day begins and ends when it does in the Netherlands. */
export const todayInAmsterdam = (now: Date): Day => dayThere.format(now);

/** `10:12`, as clocks in the Netherlands say it. */
export const timeInAmsterdam = (now: Date): string => timeThere.format(now);
