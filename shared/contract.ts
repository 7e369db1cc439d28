import { type Day, type Month, lastDayOf, monthOf } from './calendar.ts';
import { type Cents, parseHundredths } from './decimal.ts';
import type { Termijnen } from './api.ts';
import type { Tier } from './staffel.ts';

/** A party to the contract; null where it is not known. */
export interface Party {
  naam: string;
  adres: string | null;
  postcode: string | null;
  plaats: string | null;
  kvk: string | null;
  btwNummer: string | null;
  iban: string | null;
  oin: string | null;
}

/** A version of the terms as it travels and is stored: amounts and fractions are decimal strings. */
export interface Tarief {
  /** The first of a month; the first version may start on the contract's ingangsdatum. */
  geldigVanaf: Day;
  uurtarief: string;
  premiePerUur: string;
  staffel: { vanaf: string; percentage: string }[];
  minimumMaandbedrag: string;
  licenties: { aantal: number; bedragPerMaand: string };
  btwPercentage: string;
  /** Reference of the written amendment that it comes from (art. 7.1 lid 2); absent with the contract's own terms. */
  wijziging?: string;
}

/** The yearly maximum of the premium, from a day on (art. 5.3; the amounts are the user's data). */
export interface Plafond {
  vanaf: Day;
  bedrag: string;
  maxBetalingen: number;
}

/** A contract between a municipality and the operator, as in `contract.json`. */
export interface Contract {
  contractnummer: string;
  gemeente: string;
  ingangsdatum: Day;
  /** Null while it runs (art. 2). */
  einddatum: Day | null;
  eersteFactuurmaand: Month;
  /** The last day of the first term (art. 2 lid 1); absent: twelve months from ingangsdatum. */
  eersteTermijnTot?: Day;
  /** The opdrachtgever's order number, which it wants on each maandfactuur; absent where it has none. */
  ordernummer?: string;
  uitvoerder: Party;
  opdrachtgever: Party;
  plafonds: Plafond[];
  /** In months, where the municipality decided otherwise than `shared/bewaren.ts`. */
  bewaartermijnen?: Partial<Termijnen>;
  /** Ascending by geldigVanaf; at least one. */
  tarieven: Tarief[];
}

/** The terms of a month, ready to compute with. */
export interface Terms {
  geldigVanaf: Day;
  uurtarief: Cents;
  premiePerUur: Cents;
  staffel: Tier[];
  minimum: Cents;
  licentiesAantal: number;
  licenties: Cents;
  /** A fraction: 0.21. */
  btwPercentage: string;
}

/**
 * The terms in force in a month: the last version with geldigVanaf on or before its last day. A month before the
 * first version has the first one.
 */
export function termsOf(contract: Contract, month: Month): Terms {
  const end = lastDayOf(month);
  const tarief = contract.tarieven.findLast((version) => version.geldigVanaf <= end) ?? contract.tarieven[0];
  if (!tarief) throw new Error(`contract ${contract.contractnummer} has no terms`);
  return {
    geldigVanaf: tarief.geldigVanaf,
    uurtarief: cents(tarief.uurtarief),
    premiePerUur: cents(tarief.premiePerUur),
    staffel: tarief.staffel.map((tier) => ({
      vanaf: Number(tier.vanaf),
      percentage: Number(tier.percentage),
    })),
    minimum: cents(tarief.minimumMaandbedrag),
    licentiesAantal: tarief.licenties.aantal,
    licenties: cents(tarief.licenties.bedragPerMaand),
    btwPercentage: tarief.btwPercentage,
  };
}

/** Whether fee and minimum run in a month: from eersteFactuurmaand to the whole month of einddatum (art. 6.1, 7.5.4). */
export const hasFee = (contract: Contract, month: Month): boolean =>
  month >= contract.eersteFactuurmaand &&
  (contract.einddatum === null || month <= monthOf(contract.einddatum));

function cents(text: string): Cents {
  const value = parseHundredths(text);
  if (value === undefined) throw new Error(`not an amount: ${text}`);
  return value;
}
