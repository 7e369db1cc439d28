import type { Administration } from './administration.ts';
import type { Bewaartermijnen, DueKandidaat, Termijnen } from './api.ts';
import { addMonths, type Day, lastDayOf } from './calendar.ts';
import type { Contract } from './contract.ts';

/**
 * Where a contract says nothing else, in months: who a kandidaat is two years after the last that happened with them,
 * amounts seven years after the year in which the contract ended (AWR art. 52 lid 4).
 */
const TERMIJNEN: Termijnen = { kandidaten: 24, bedragen: 84 };

/** Whether it is what an erased kandidaat is called since. */
export const isPseudonym = (kandidaatnummer: string): boolean =>
  /^GEWIST-[0-9A-F]{12}$/.test(kandidaatnummer);

export const termijnenOf = ({ bewaartermijnen }: Contract): Termijnen => ({
  ...TERMIJNEN,
  ...bewaartermijnen,
});

/** The first day on which a contract may be erased whole; null while it runs. */
export const erasableFrom = (contract: Contract): Day | null =>
  contract.einddatum === null
    ? null
    : addMonths(`${Number(contract.einddatum.slice(0, 4)) + 1}-01-01`, termijnenOf(contract).bedragen);

/** The number of rows and papers that name each kandidaat, by kandidaatnummer in lower case. */
export type CountTraces = (kandidaatnummer: string) => Pick<DueKandidaat, 'urenregels' | 'papers'>;

/** Whose term has passed on `today`, the longest ago first. Who still works or is still owed travel is not among them. */
export function buildBewaartermijnen(
  administration: Administration,
  pseudonyms: ReadonlySet<string>,
  countTraces: CountTraces,
  today: Day,
): Bewaartermijnen {
  const { contract } = administration;
  const terms = termijnenOf(contract);
  const due = listLastDays(administration)
    .filter(({ kandidaatnummer }) => !pseudonyms.has(kandidaatnummer.toLowerCase()))
    .map((line) => ({ ...line, dueOn: addMonths(line.lastDay, terms.kandidaten) }))
    .filter(({ dueOn }) => dueOn <= today)
    .sort((a, b) => (a.dueOn < b.dueOn ? -1 : a.dueOn > b.dueOn ? 1 : 0))
    .map((line) => ({ ...line, ...countTraces(line.kandidaatnummer) }));
  return {
    terms,
    due,
    contractDueOn: erasableFrom(contract),
  };
}

/** Per kandidaat who does not work now and is owed nothing, the day of the last that happened. */
function listLastDays({
  kandidaten,
  plaatsingen,
  uren,
  reiskosten,
  openReiskosten,
}: Administration): Pick<DueKandidaat, 'kandidaatnummer' | 'naam' | 'lastDay' | 'plaatsingen'>[] {
  const last = new Map<string, Day>();
  const later = (nummer: string, day: Day) => {
    if (day > (last.get(nummer) ?? '')) last.set(nummer, day);
  };
  for (const { plaatsingnummer, month } of [...uren, ...reiskosten])
    later(plaatsingnummer.toLowerCase(), lastDayOf(month));
  const owed = new Set(openReiskosten.map(({ plaatsingnummer }) => plaatsingnummer.toLowerCase()));
  const own = new Map<string, typeof plaatsingen>();
  for (const plaatsing of plaatsingen) {
    const key = plaatsing.kandidaatnummer.toLowerCase();
    own.set(key, [...(own.get(key) ?? []), plaatsing]);
  }
  return kandidaten.flatMap(({ kandidaatnummer, naam, aanmelddatum, uitstroomdatum }) => {
    const mine = own.get(kandidaatnummer.toLowerCase()) ?? [];
    const open = mine.some(
      ({ einddatum, plaatsingnummer }) => einddatum === null || owed.has(plaatsingnummer.toLowerCase()),
    );
    if (open) return [];
    const days = mine.flatMap(({ einddatum, plaatsingnummer }) => [
      einddatum ?? '',
      last.get(plaatsingnummer.toLowerCase()) ?? '',
    ]);
    const lastDay = [aanmelddatum, uitstroomdatum ?? '', ...days].reduce((a, b) => (a > b ? a : b));
    return [{ kandidaatnummer, naam, lastDay, plaatsingen: mine.length }];
  });
}
