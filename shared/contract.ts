import { type Day, type Month, isDay, isMonth, lastDayOf, monthOf } from './calendar.ts';
import { type Cents, parseHundredths } from './decimal.ts';
import { DomainError } from './errors.ts';
import { checkStaffel, type Tier } from './staffel.ts';
import { findBsn, isCleanText } from './text.ts';

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
  uitvoerder: Party;
  opdrachtgever: Party;
  plafonds: Plafond[];
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

type Json = Record<string, unknown>;

/**
 * A contract from untrusted JSON. Throws `invalid` with a Dutch sentence naming the first field that is wrong and what
 * it takes.
 */
export function parseContract(input: unknown): Contract {
  const json = object(input, 'Het contract');
  const contract: Contract = {
    contractnummer: key(json, 'contractnummer'),
    gemeente: text(json, 'gemeente'),
    ingangsdatum: day(json, 'ingangsdatum'),
    einddatum: json['einddatum'] == null ? null : day(json, 'einddatum'),
    eersteFactuurmaand: month(json, 'eersteFactuurmaand'),
    uitvoerder: party(json['uitvoerder'], 'uitvoerder'),
    opdrachtgever: party(json['opdrachtgever'], 'opdrachtgever'),
    plafonds: list(json['plafonds'] ?? [], 'plafonds').map((item) => {
      const plafond = object(item, 'plafonds');
      return {
        vanaf: day(plafond, 'vanaf'),
        bedrag: amount(plafond, 'bedrag'),
        maxBetalingen: count(plafond, 'maxBetalingen'),
      };
    }),
    tarieven: list(json['tarieven'], 'tarieven')
      .map(parseTarief)
      .sort((a, b) => (a.geldigVanaf < b.geldigVanaf ? -1 : 1)),
  };
  if (contract.einddatum !== null && contract.einddatum < contract.ingangsdatum)
    refuse('einddatum', 'ligt vóór de ingangsdatum');
  checkVersions(contract);
  return contract;
}

/**
 * Refuses terms of which no version exists, two start on one day, a later one does not start on the first of a month,
 * or the first one neither that nor on ingangsdatum (art. 7.1).
 */
export function checkVersions(contract: Contract): void {
  if (contract.tarieven.length === 0) refuse('tarieven', 'ontbreken: geef ten minste één versie');
  contract.tarieven.forEach((version, i) => {
    if (version.geldigVanaf === contract.tarieven[i - 1]?.geldigVanaf)
      refuse('geldigVanaf', `${version.geldigVanaf} komt twee keer voor`);
    if (!version.geldigVanaf.endsWith('-01') && !(i === 0 && version.geldigVanaf === contract.ingangsdatum))
      refuse('geldigVanaf', `${version.geldigVanaf} is niet de eerste dag van een maand`);
  });
}

/** A version of the terms from untrusted JSON; throws `invalid` like {@link parseContract}. */
export function parseTarief(input: unknown): Tarief {
  const json = object(input, 'Een tarief');
  const licenties = object(json['licenties'], 'licenties');
  const tarief: Tarief = {
    geldigVanaf: day(json, 'geldigVanaf'),
    uurtarief: amount(json, 'uurtarief'),
    premiePerUur: amount(json, 'premiePerUur'),
    staffel: list(json['staffel'], 'staffel').map((item) => {
      const tier = object(item, 'staffel');
      return { vanaf: amount(tier, 'vanaf'), percentage: fraction(tier, 'percentage') };
    }),
    minimumMaandbedrag: amount(json, 'minimumMaandbedrag'),
    licenties: { aantal: count(licenties, 'aantal'), bedragPerMaand: amount(licenties, 'bedragPerMaand') },
    btwPercentage: fraction(json, 'btwPercentage'),
  };
  for (const field of ['uurtarief', 'premiePerUur'] as const)
    if (Number(tarief[field]) === 0) refuse(field, 'moet groter zijn dan 0,00');
  const fault = checkStaffel(
    tarief.staffel.map((tier) => ({ vanaf: Number(tier.vanaf), percentage: Number(tier.percentage) })),
  );
  if (fault) refuse('staffel', fault);
  return tarief;
}

function refuse(field: string, problem: string): never {
  throw new DomainError('invalid', `${field}: ${problem}.`);
}
function object(value: unknown, name: string): Json {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    refuse(name, 'ontbreekt of is geen object');
  return value as Json;
}
function list(value: unknown, name: string): unknown[] {
  if (!Array.isArray(value)) refuse(name, 'ontbreekt of is geen lijst');
  return value;
}
function text(json: Json, name: string): string {
  const value = json[name];
  if (typeof value !== 'string' || value.trim() === '' || !isCleanText(value))
    refuse(name, 'moet een tekst zijn van 1 tot 200 tekens');
  // A company's btw-nummer holds nine digits that pass the same check.
  if (name !== 'btwNummer' && findBsn(value))
    refuse(name, 'lijkt een burgerservicenummer te bevatten; laat dat weg');
  return value;
}
function key(json: Json, name: string): string {
  const value = json[name];
  if (typeof value !== 'string' || !/^[A-Za-z0-9_.-]{1,30}$/.test(value))
    refuse(name, 'mag alleen letters, cijfers en - _ . bevatten, ten hoogste 30 tekens');
  return value;
}
function day(json: Json, name: string): Day {
  const value = json[name];
  if (typeof value !== 'string' || !isDay(value)) refuse(name, 'moet een datum zijn, zoals 2016-12-31');
  return value;
}
function month(json: Json, name: string): Month {
  const value = json[name];
  if (typeof value !== 'string' || !isMonth(value)) refuse(name, 'moet een maand zijn, zoals 2016-01');
  return value;
}
function amount(json: Json, name: string): string {
  const value = json[name];
  const hundredths = typeof value === 'string' ? parseHundredths(value) : undefined;
  if (hundredths === undefined || hundredths < 0)
    refuse(name, 'moet een bedrag zijn als tekst, zoals "600.00"');
  return value as string;
}
function fraction(json: Json, name: string): string {
  const value = json[name];
  if (typeof value !== 'string' || !/^(0(\.\d{1,6})?|1(\.0{1,6})?)$/.test(value))
    refuse(name, 'moet een breuk zijn van 0 tot 1 als tekst, zoals "0.12" voor 12%');
  return value;
}
function count(json: Json, name: string): number {
  const value = json[name];
  if (!Number.isInteger(value) || (value as number) < 0 || (value as number) > 10_000)
    refuse(name, 'moet een geheel aantal zijn');
  return value as number;
}
function party(value: unknown, name: string): Party {
  const json = object(value, name);
  const optional = (field: string) => (json[field] == null ? null : text(json, field));
  return {
    naam: text(json, 'naam'),
    adres: optional('adres'),
    postcode: optional('postcode'),
    plaats: optional('plaats'),
    kvk: optional('kvk'),
    btwNummer: optional('btwNummer'),
    iban: optional('iban'),
    oin: optional('oin'),
  };
}
