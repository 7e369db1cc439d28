import type { Administration } from './administration.ts';
import { formatTotals } from './afrekening.ts';
import type { Kwartaaloverzicht } from './api.ts';
import { addDays, lastDayOfQuarter, monthsOfQuarter, type Quarter, quarterOf, monthOf } from './calendar.ts';
import { type FindAkkoord, listDurations, listNearLimit } from './duur.ts';
import { looptijdOf } from './looptijd.ts';
import { calculateMonths, type MonthFigures } from './maand.ts';
import { buildMaandrapport, overlaps } from './maandrapport.ts';

/**
 * The overview for the meeting after a quarter (art. 5 lid 11): its three months beside each other with their sum, how long
 * the plaatsingen lasted, the ones to decide on before the end of the next quarter, and how long the contract runs. The
 * administration holds the amounts of the quarter.
 */
export function buildKwartaaloverzicht(
  administration: Administration,
  period: Quarter,
  findAkkoord?: FindAkkoord,
): Kwartaaloverzicht {
  const { contract, revision, plaatsingen } = administration;
  const months = monthsOfQuarter(period);
  const end = lastDayOfQuarter(period);
  const running = plaatsingen.filter((plaatsing) => months.some((month) => overlaps(plaatsing, month)));
  return {
    contractnummer: contract.contractnummer,
    period,
    revision,
    months: months.map((month) => {
      const rapport = buildMaandrapport(administration, month);
      const { kandidaten, plaatsingen: count, averageDurationMonths, totals } = rapport;
      return { month, kandidaten, plaatsingen: count, averageDurationMonths, totals };
    }),
    kandidaten: new Set(running.map(({ kandidaatnummer }) => kandidaatnummer.toLowerCase())).size,
    plaatsingen: running.length,
    totals: formatTotals(addUp(calculateMonths(administration, months))),
    durations: listDurations(running, end),
    nearLimit: listNearLimit(
      plaatsingen,
      end,
      lastDayOfQuarter(quarterOf(monthOf(addDays(end, 1)))),
      findAkkoord,
    ),
    looptijd: looptijdOf(contract, end),
  };
}

function addUp(months: readonly MonthFigures[]): Omit<MonthFigures, 'month'> {
  const total = (field: keyof Omit<MonthFigures, 'month'>) =>
    months.reduce((sum, figures) => sum + figures[field], 0);
  return {
    uren: total('uren'),
    omzet: total('omzet'),
    premie: total('premie'),
    reiskosten: total('reiskosten'),
    staffelfee: total('staffelfee'),
    minimum: total('minimum'),
    kostenBovenMinimum: total('kostenBovenMinimum'),
    saldo: total('saldo'),
  };
}
