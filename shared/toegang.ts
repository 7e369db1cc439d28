import { type ChangedRights, type NewToegang, type RenewedToken, type Right, RIGHTS } from './api.ts';
import { addDays, type Day, formatDay, isDay } from './calendar.ts';
import { type Faults, Fields, refuseFaults } from './fields.ts';

/** A token that is given out here is good for a year at most. */
const LIFETIME_DAYS = 365;

export const lastTokenDay = (today: Day): Day => addDays(today, LIFETIME_DAYS);

export const parseNewToegang = (body: unknown, today: Day): NewToegang =>
  parse(body, (json) => {
    const rechten = readRights(json);
    if (rechten.length === 0) json.fault('rechten', `geef er ten minste één, uit ${RIGHTS.join(', ')}`);
    const until = json.optional('until', () => readUntil(json, today));
    return { naam: json.text('naam').trim(), rechten, ...(until === null ? {} : { until }) };
  });

export const parseChangedRights = (body: unknown): ChangedRights =>
  parse(body, (json) => ({ rechten: readRights(json) }));

export const parseRenewedToken = (body: unknown, today: Day): RenewedToken =>
  parse(body, (json) => ({ until: readUntil(json, today) }));

/** What `read` finds in the object that was sent; throws `invalid` with every fault. */
export function parse<T>(body: unknown, read: (json: Fields) => T): T {
  const faults: Faults = [];
  const json = new Fields(body, '', faults);
  const found = read(json);
  json.refuseOthers();
  refuseFaults(faults);
  return found;
}

function readRights(json: Fields): Right[] {
  const value = json.get('rechten');
  if (isRights(value)) return RIGHTS.filter((right) => value.includes(right));
  json.fault('rechten', `moet een lijst zijn met een of meer van ${RIGHTS.join(', ')}`);
  return [];
}

export const isRights = (value: unknown): value is Right[] =>
  Array.isArray(value) && value.every((each) => (RIGHTS as readonly unknown[]).includes(each));

function readUntil(json: Fields, today: Day): Day {
  const until = json.day('until');
  const last = lastTokenDay(today);
  if (isDay(until) && (until < today || until > last))
    json.fault('until', `kies een dag van ${formatDay(today)} tot en met ${formatDay(last)}`);
  return until;
}
