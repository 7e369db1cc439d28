import type { Decision, Decisions, Rechtenbeoordeling, Toegang } from './api.ts';
import { addMonths, type Day } from './calendar.ts';
import { DomainError } from './errors.ts';
import type { Fields } from './fields.ts';
import { isRights, parse } from './toegang.ts';

const INTERVAL_MONTHS = 12;

/** Who may do what on the day of the review, each still to be decided on. */
export const buildRechtenbeoordeling = (
  contractnummer: string,
  toegang: readonly Toegang[],
  day: Day,
): Rechtenbeoordeling => ({
  contractnummer,
  day,
  status: 'concept',
  number: null,
  lines: toegang.map((line) => ({ ...line, decision: null })),
  nextDay: addMonths(day, INTERVAL_MONTHS),
});

/**
 * The review with a decision for everyone. Throws `changed` where those who were decided on, or their rights, are not those
 * of now, and `invalid` where a right would be withdrawn that is not given on this contract.
 */
export function decideOn(concept: Rechtenbeoordeling, { decisions, seen }: Decisions): Rechtenbeoordeling {
  const missing = concept.lines.filter(({ personId }) => !decisions[personId]);
  const others = Object.keys(decisions).length > concept.lines.length - missing.length;
  const isStale = ({ personId, rechten }: Toegang) => seen && String(seen[personId]) !== String(rechten);
  if (missing.length > 0 || others || concept.lines.some(isStale))
    throw new DomainError(
      'changed',
      missing.length > 0
        ? `Er is nog niet over iedereen besloten; van ${missing.length} ontbreekt het besluit. Bekijk de lijst opnieuw.`
        : 'Wie wat mag, is intussen veranderd. Bekijk de lijst opnieuw en stel haar dan vast.',
    );
  const lines = concept.lines.map((line) => ({ ...line, decision: decisions[line.personId] ?? null }));
  const general = lines.find(({ everyContract, decision }) => everyContract && decision === 'intrekken');
  if (general)
    throw new DomainError(
      'invalid',
      `De rechten van ${general.naam} gelden voor elk contract. Kies behouden, of laat ze eerst door de beheerder van de server intrekken.`,
    );
  return { ...concept, status: 'vastgesteld', number: `RB-${concept.day}`, lines };
}

export const parseDecisions = (body: unknown): Decisions =>
  parse(body, (json) => {
    const decisions = readByPerson(json, 'decisions', isDecision, 'behouden of intrekken');
    const seen = json.optional('seen', () => readByPerson(json, 'seen', isRights, 'een lijst met rechten'));
    return { decisions, ...(seen === null ? {} : { seen }) };
  });

const isDecision = (value: unknown): value is Decision => value === 'behouden' || value === 'intrekken';

/** By the number of a person. */
function readByPerson<T>(
  json: Fields,
  name: string,
  isGood: (value: unknown) => value is T,
  wanted: string,
): Record<string, T> {
  const value = json.get(name);
  const entries =
    typeof value === 'object' && value !== null && !Array.isArray(value) ? Object.entries(value) : null;
  const good = entries?.filter(
    (entry): entry is [string, T] => /^\d{1,15}$/.test(entry[0]) && isGood(entry[1]),
  );
  if (!good || good.length < (entries?.length ?? 0))
    json.fault(name, `moet per persoonsnummer ${wanted} noemen, zoals {"3": …}`);
  return Object.fromEntries(good ?? []);
}
