import type { Administration } from './administration.ts';
import type { Resultaten } from './api.ts';
import { addMonths, type Day } from './calendar.ts';
import { Decimal } from './decimal.ts';
import { durationInMonths, isLongerThan, lastDaySeen } from './duur.ts';
import { formatMean } from './maandrapport.ts';

/** Bijlage 1 counts plaatsingen of more than 24 hours a week: another threshold than the 28 of art. 5.6. */
const REPORTED_WEEK = 24_00;

/**
 * The table of bijlage 1 on a day: kandidaten registered and plaatsingen started by that day, a running plaatsing counted
 * up to it, uitstroom by that day. `matchbaar` as it stands now. Cumulative from ingangsdatum; with `from`, only what was
 * registered, started or left from that day on. The administration holds the hours worked by that day. Means are null
 * without plaatsingen.
 */
export function buildResultaten(administration: Administration, day: Day, from?: Day): Resultaten {
  const isIn = (date: Day) => date <= day && (from === undefined || date >= from);
  const registered = administration.kandidaten.filter((kandidaat) => isIn(kandidaat.aanmelddatum));
  const matchbaar = registered.filter((kandidaat) => kandidaat.matchbaar);
  const onBenefitFor = (months: number) =>
    matchbaar.filter(
      ({ uitkeringSinds }) => uitkeringSinds !== null && addMonths(uitkeringSinds, months) < day,
    ).length;

  const plaatsingen = administration.plaatsingen.filter((plaatsing) => isIn(plaatsing.startdatum));
  const counted = new Set(plaatsingen.map(({ plaatsingnummer }) => plaatsingnummer.toLowerCase()));
  const lastingOver = (months: number) =>
    plaatsingen.filter((plaatsing) => isLongerThan(plaatsing.startdatum, lastDaySeen(plaatsing, day), months))
      .length;
  const durations = plaatsingen.map((plaatsing) =>
    durationInMonths(plaatsing.startdatum, lastDaySeen(plaatsing, day)),
  );
  const months = durations.reduce((sum, duration) => sum.plus(duration), new Decimal(0));
  const uren = new Decimal(
    administration.uren
      .filter(({ plaatsingnummer }) => counted.has(plaatsingnummer.toLowerCase()))
      .reduce((sum, item) => sum + item.uren, 0),
  ).div(100);

  return {
    from: from ?? administration.contract.ingangsdatum,
    to: day,
    aanmeldingen: registered.length,
    matchbaar: matchbaar.length,
    uitkeringLangerDan1Jaar: onBenefitFor(12),
    uitkeringLangerDan3Jaar: onBenefitFor(36),
    plaatsingen: plaatsingen.length,
    langerDan3Maanden: lastingOver(3),
    langerDan6Maanden: lastingOver(6),
    meerDan24Uur: plaatsingen.filter((plaatsing) => plaatsing.urenPerWeek > REPORTED_WEEK).length,
    urenPerWeek: formatMean(plaatsingen.map((plaatsing) => new Decimal(plaatsing.urenPerWeek).div(100))),
    urenPerMaand: months.isZero() ? null : uren.div(months).toFixed(2),
    maandenPerPlaatsing: formatMean(durations),
    uniekeKandidaten: new Set(plaatsingen.map((plaatsing) => plaatsing.kandidaatnummer.toLowerCase())).size,
    uitstroom: (from === undefined ? registered : administration.kandidaten).filter(
      ({ uitstroomdatum }) => uitstroomdatum !== null && isIn(uitstroomdatum),
    ).length,
  };
}
