import type { Afrekening, Premierun } from '../shared/api.ts';
import {
  type Day,
  formatDay,
  formatHalfYear,
  type HalfYear,
  lastDayOfHalfYear,
  monthsOfHalfYear,
  nextHalfYear,
} from '../shared/calendar.ts';
import { todayInAmsterdam } from './dutch-time.ts';
import { DomainError } from '../shared/errors.ts';
import { parseOvername, parsePremiesOvername } from '../shared/overname.ts';
import { type Keeper, keepPaper } from './keep-paper.ts';
import { readAdministration } from './store/administration.ts';
import { listAfrekeningen } from './store/afrekeningen.ts';
import type { StoredContract } from './store/contracten.ts';
import { listPapers } from './store/papers.ts';
import type { Store } from './store/store.ts';

/**
 * Enters a half-year that was settled before this administration, as it stands: the first that is kept here, or the next
 * one. Where its hours were never entered here, later corrections are not against its amounts. Throws `invalid`, `exists`,
 * `not_ended` or `earlier_open`.
 */
export async function takeOverAfrekening(vars: Keeper, body: unknown, period: HalfYear): Promise<Afrekening> {
  const { store, now } = vars.deps;
  const entered = parseOvername(body, vars.contract.contract.contractnummer, period);
  return keepPaper(vars, {
    kind: 'afrekening',
    report: 'afrekening',
    data: (afrekening) => ({ afrekening }),
    decide: async (stored) => {
      const kept = (await listAfrekeningen(store, stored.id)).map((afrekening) => afrekening.period);
      const last = kept.at(-1);
      if (kept.includes(period))
        throw new DomainError('exists', `De afrekening over het ${formatHalfYear(period)} is er al.`);
      if (todayInAmsterdam(now()) <= lastDayOfHalfYear(period))
        throw new DomainError('not_ended', `Het ${formatHalfYear(period)} is nog niet voorbij.`);
      if (last !== undefined && nextHalfYear(last) !== period)
        throw new DomainError(
          'earlier_open',
          `Na het ${formatHalfYear(last)} komt het ${formatHalfYear(nextHalfYear(last))}. Neem de halfjaren in volgorde over.`,
        );
      const overgenomen = (await hasHours(store, stored, period)) ? 'met uren' : 'zonder uren';
      return { name: period, figures: { ...entered, revision: stored.revision, overgenomen } };
    },
  });
}

async function hasHours(store: Store, stored: StoredContract, period: HalfYear): Promise<boolean> {
  const [first] = monthsOfHalfYear(period);
  const { uren, reiskosten } = await readAdministration(store, stored, {
    from: `${first}-01`,
    until: lastDayOfHalfYear(period),
  });
  return uren.length + reiskosten.length > 0;
}

/** Enters what was paid out on a day before this administration, so that it is not paid again. Throws like the other. */
export async function takeOverPremies(vars: Keeper, body: unknown, day: Day): Promise<Premierun> {
  const { store, now } = vars.deps;
  const entered = parsePremiesOvername(body, vars.contract.contract.contractnummer, day);
  return keepPaper(vars, {
    kind: 'premierun',
    report: 'premierun',
    data: (premierun) => ({ premierun }),
    decide: async (stored) => {
      const kept = await listPapers(store, stored.id, 'premierun');
      if (kept.some(({ name }) => name === day))
        throw new DomainError('exists', `De premie-uitbetaling van ${formatDay(day)} is er al.`);
      if (day > todayInAmsterdam(now()))
        throw new DomainError('not_ended', `${formatDay(day)} is nog niet voorbij.`);
      const drawnUp = kept.find(({ name, figures }) => name > day && figures.overgenomen === undefined);
      if (drawnUp)
        throw new DomainError(
          'earlier_open',
          `Op ${formatDay(drawnUp.name)} is hier al een uitbetaling vastgesteld. Wat daarvóór is betaald, kan niet meer worden toegevoegd.`,
        );
      return { name: day, figures: { ...entered, revision: stored.revision } };
    },
  });
}
