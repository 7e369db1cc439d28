import type { Day, Month } from './calendar.ts';
import type { Contract } from './contract.ts';
import type { Cents, Hundredths } from './decimal.ts';

export interface Kandidaat {
  kandidaatnummer: string;
  naam: string | null;
  aanmelddatum: Day;
  uitkeringSinds: Day | null;
  matchbaar: boolean;
  uitstroomdatum: Day | null;
}

export interface Klant {
  klantnummer: string;
  naam: string;
  plaats: string | null;
}

export interface Plaatsing {
  plaatsingnummer: string;
  kandidaatnummer: string;
  klantnummer: string;
  startdatum: Day;
  /** The last day; null while it runs. */
  einddatum: Day | null;
  urenPerWeek: Hundredths;
  /** An hour; null: the contract's of the month. */
  uurtarief: Cents | null;
  verlengdTot: Day | null;
  verlengingAkkoordOp: Day | null;
}

/** The hours of a placement worked in a month, summed. */
export interface Maanduren {
  plaatsingnummer: string;
  month: Month;
  uren: Hundredths;
}

/** The travel costs of a placement paid in a month, summed (art. 6.1.5: "uitbetaalde"). */
export interface Maandreiskosten {
  plaatsingnummer: string;
  month: Month;
  reiskosten: Cents;
}

/** Travel costs that are not yet paid, by placement and the month worked. */
export type OpenReiskosten = Maandreiskosten;

/**
 * What reports compute with: a contract's records at one revision, hours and travel already summed by placement and
 * month. A report that looks at some months may be given those months' sums only.
 */
export interface Administration {
  contract: Contract;
  revision: number;
  kandidaten: readonly Kandidaat[];
  klanten: readonly Klant[];
  plaatsingen: readonly Plaatsing[];
  uren: readonly Maanduren[];
  reiskosten: readonly Maandreiskosten[];
  openReiskosten: readonly OpenReiskosten[];
}
