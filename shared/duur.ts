import type { Plaatsing } from './administration.ts';
import type { Akkoord, DurationBucket, NearLimit, Verlenging } from './api.ts';
import { addDays, addMonths, dayNumber, type Day, formatDay } from './calendar.ts';
import { Decimal, formatHundredths, type Hundredths } from './decimal.ts';

/** From this many agreed hours a week the shorter limit holds (art. 5.6). */
const LONG_WEEK: Hundredths = 28_00;

/** The most months that a plaatsing of that many hours a week may last (art. 5.6): 3 from 28 hours, else 6. */
export const maximumMonths = (urenPerWeek: Hundredths): 3 | 6 => (urenPerWeek >= LONG_WEEK ? 3 : 6);

/**
 * The last day of n whole months from start: the day before the same day number n months on; where that month lacks
 * the number, its last day (18-4-2016 and 3: 17-7-2016; 30-11-2016 and 3: 28-2-2017).
 */
export function lastDayAfter(start: Day, months: number): Day {
  const same = addMonths(start, months);
  return same.slice(8) === start.slice(8) ? addDays(same, -1) : same;
}

export const isLongerThan = (start: Day, last: Day, months: number): boolean =>
  last > lastDayAfter(start, months);

/**
 * Months from the first to the last day, the last one included, not rounded: whole months from start, plus the days
 * left ÷ the days of the month begun. 0 where last lies before start.
 */
export function durationInMonths(start: Day, last: Day): Decimal {
  if (last < start) return new Decimal(0);
  const end = addDays(last, 1);
  let months =
    (Number(end.slice(0, 4)) - Number(start.slice(0, 4))) * 12 +
    Number(end.slice(5, 7)) -
    Number(start.slice(5, 7));
  if (addMonths(start, months) > end) months -= 1;
  const from = dayNumber(addMonths(start, months));
  const to = dayNumber(addMonths(start, months + 1));
  return new Decimal(dayNumber(end) - from).div(to - from).plus(months);
}

/** The last day of a plaatsing as seen on a day: its einddatum, or that day while it still runs. */
export const lastDaySeen = (plaatsing: Plaatsing, on: Day): Day =>
  plaatsing.einddatum !== null && plaatsing.einddatum < on ? plaatsing.einddatum : on;

/** The last day on which a plaatsing may run: of art. 5.6, or verlengdTot where that is later (art. 4.2). */
export function lastPermittedDay(plaatsing: Plaatsing): Day {
  const limit = lastDayAfter(plaatsing.startdatum, maximumMonths(plaatsing.urenPerWeek));
  return plaatsing.verlengdTot !== null && plaatsing.verlengdTot > limit ? plaatsing.verlengdTot : limit;
}

export interface DuurWarning {
  code: 'plaatsing_duur' | 'kandidaat_duur';
  /** Of the plaatsing, or of the kandidaat's last one. */
  plaatsingnummer: string;
  kandidaatnummer: string;
  message: string;
  article: string;
}

/**
 * Plaatsingen that last longer than art. 5.6 or their verlenging allows, and kandidaten whose plaatsingen together last
 * longer than art. 4.1 does. A planned einddatum counts in full; one that runs counts to `today`. Never a refusal.
 */
export function listDuurWarnings(plaatsingen: readonly Plaatsing[], today: Day): DuurWarning[] {
  const warnings: DuurWarning[] = [];
  const byKandidaat = new Map<string, Plaatsing[]>();
  for (const plaatsing of plaatsingen) {
    const { plaatsingnummer, kandidaatnummer, startdatum } = plaatsing;
    const key = kandidaatnummer.toLowerCase();
    const others = byKandidaat.get(key);
    if (others) others.push(plaatsing);
    else byKandidaat.set(key, [plaatsing]);
    const last = plaatsing.einddatum ?? today;
    const permitted = lastPermittedDay(plaatsing);
    if (last <= permitted) continue;
    const months = maximumMonths(plaatsing.urenPerWeek);
    warnings.push({
      code: 'plaatsing_duur',
      plaatsingnummer,
      kandidaatnummer,
      message:
        plaatsing.verlengdTot === null
          ? `Plaatsing ${plaatsingnummer} begon op ${formatDay(startdatum)} en mag zonder verlenging ${months} maanden duren, tot en met ${formatDay(permitted)}. Leg een verlenging met akkoord vast of beëindig de plaatsing.`
          : `Plaatsing ${plaatsingnummer} loopt door na ${formatDay(permitted)}, de laatste dag die is toegestaan. Leg een nieuwe verlenging met akkoord vast of beëindig de plaatsing.`,
      article: plaatsing.verlengdTot === null ? '5.6' : '4.2',
    });
  }
  for (const own of byKandidaat.values()) {
    const limit = own.every((plaatsing) => plaatsing.urenPerWeek >= LONG_WEEK) ? 3 : 6;
    const latest = own.at(-1);
    if (!latest || !lastTogetherOver(own, limit, today)) continue;
    warnings.push({
      code: 'kandidaat_duur',
      plaatsingnummer: latest.plaatsingnummer,
      kandidaatnummer: latest.kandidaatnummer,
      message: `${own.length === 1 ? `De plaatsing van kandidaat ${latest.kandidaatnummer} duurt` : `De plaatsingen van kandidaat ${latest.kandidaatnummer} duren samen`} langer dan ${limit} maanden. Overleg met de gemeente of dit akkoord is.`,
      article: '4.1',
    });
  }
  return warnings;
}

/** One plaatsing is measured by its last permitted day, as art. 5.6 is; several by the sum of their durations. */
function lastTogetherOver(plaatsingen: readonly Plaatsing[], months: number, today: Day): boolean {
  const [first, ...others] = plaatsingen;
  if (!first) return false;
  if (others.length === 0) return isLongerThan(first.startdatum, first.einddatum ?? today, months);
  return plaatsingen
    .reduce(
      (sum, { startdatum, einddatum }) => sum.plus(durationInMonths(startdatum, einddatum ?? today)),
      new Decimal(0),
    )
    .gt(months);
}

/** The most months that the buckets of {@link listDurations} tell apart. */
const LAST_BUCKET = 7;

/** How many months before their last permitted day plaatsingen are named outside the quarterly overview. */
export const LOOK_AHEAD_MONTHS = 1;

/** Who agreed to the extension that a plaatsing has; null where that was not recorded. */
export type FindAkkoord = (plaatsing: Pick<Plaatsing, 'plaatsingnummer' | 'verlengdTot'>) => Akkoord | null;

/** The extended plaatsingen (art. 4.2), the ones without a recorded akkoord first. */
export const listVerlengingen = (plaatsingen: readonly Plaatsing[], findAkkoord: FindAkkoord): Verlenging[] =>
  plaatsingen
    .flatMap(
      ({ plaatsingnummer, kandidaatnummer, klantnummer, startdatum, verlengdTot, verlengingAkkoordOp }) =>
        verlengdTot === null
          ? []
          : [
              {
                plaatsingnummer,
                kandidaatnummer,
                klantnummer,
                startdatum,
                verlengdTot,
                verlengingAkkoordOp,
                akkoord: findAkkoord({ plaatsingnummer, verlengdTot }),
              },
            ],
    )
    .sort(
      (a, b) =>
        Number(a.akkoord !== null) - Number(b.akkoord !== null) ||
        (a.plaatsingnummer < b.plaatsingnummer ? -1 : 1),
    );

/**
 * Plaatsingen that run on a day and whose last permitted day lies on or before `until`, the most urgent first: what has to
 * be extended (art. 4.2) or ended.
 */
export function listNearLimit(
  plaatsingen: readonly Plaatsing[],
  on: Day,
  until: Day,
  findAkkoord: FindAkkoord = () => null,
): NearLimit[] {
  return plaatsingen
    .filter(({ startdatum, einddatum }) => startdatum <= on && (einddatum === null || einddatum >= on))
    .map((plaatsing) => ({ plaatsing, permitted: lastPermittedDay(plaatsing) }))
    .filter(({ permitted }) => permitted <= until)
    .map(({ plaatsing, permitted }) => ({
      plaatsingnummer: plaatsing.plaatsingnummer,
      kandidaatnummer: plaatsing.kandidaatnummer,
      klantnummer: plaatsing.klantnummer,
      startdatum: plaatsing.startdatum,
      einddatum: plaatsing.einddatum,
      urenPerWeek: formatHundredths(plaatsing.urenPerWeek),
      verlengdTot: plaatsing.verlengdTot,
      verlengingAkkoordOp: plaatsing.verlengingAkkoordOp,
      akkoord: findAkkoord(plaatsing),
      lastPermittedDay: permitted,
      daysLeft: dayNumber(permitted) - dayNumber(on),
    }))
    .sort((a, b) => a.daysLeft - b.daysLeft || (a.plaatsingnummer < b.plaatsingnummer ? -1 : 1));
}

/** How long plaatsingen had lasted on a day, by whole months; the last bucket holds the longer ones too. */
export function listDurations(plaatsingen: readonly Plaatsing[], on: Day): DurationBucket[] {
  const buckets = Array.from({ length: LAST_BUCKET + 1 }, (_, months) => ({
    months,
    plaatsingen: 0,
    over: 0,
  }));
  for (const plaatsing of plaatsingen) {
    const last = lastDaySeen(plaatsing, on);
    const months = durationInMonths(plaatsing.startdatum, last).floor().toNumber();
    const bucket = buckets[Math.min(months, LAST_BUCKET)];
    if (!bucket) continue;
    bucket.plaatsingen += 1;
    if (last > lastPermittedDay(plaatsing)) bucket.over += 1;
  }
  return buckets;
}
