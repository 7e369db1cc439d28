import { electronicFormatIBAN, isValidIBAN } from 'ibantools';
import { type Day, isDay, isMonth, type Month } from './calendar.ts';
import type { Contract, Party, Plafond, Tarief } from './contract.ts';
import { parseHundredths } from './decimal.ts';
import { DomainError } from './errors.ts';
import { checkStaffel } from './staffel.ts';
import { findBsn, isCleanText } from './text.ts';

/** Faults as they are found: the field's path and what is wrong with it. */
type Faults = string[];

/**
 * A contract from untrusted JSON. Throws `invalid` with a Dutch sentence for every fault, each naming its field by its
 * path, such as `tarieven[0].uurtarief`; a field that does not exist is a fault too.
 */
export function parseContract(input: unknown): Contract {
  const faults: Faults = [];
  const json = new Fields(input, '', faults);
  const contract: Contract = {
    contractnummer: json.key('contractnummer'),
    gemeente: json.text('gemeente'),
    ingangsdatum: json.day('ingangsdatum'),
    einddatum: json.optional('einddatum', () => json.day('einddatum')),
    eersteFactuurmaand: json.month('eersteFactuurmaand'),
    ...present(
      'eersteTermijnTot',
      json.optional('eersteTermijnTot', () => json.day('eersteTermijnTot')),
    ),
    ...present(
      'ordernummer',
      json.optional('ordernummer', () => json.text('ordernummer')),
    ),
    uitvoerder: parseParty(json.child('uitvoerder')),
    opdrachtgever: parseParty(json.child('opdrachtgever')),
    plafonds: (json.optional('plafonds', () => json.list('plafonds')) ?? []).map(parsePlafond),
    tarieven: json
      .list('tarieven')
      .map(readTarief)
      .sort((a, b) => (a.geldigVanaf < b.geldigVanaf ? -1 : 1)),
  };
  json.refuseOthers();
  if (contract.einddatum !== null && contract.einddatum < contract.ingangsdatum)
    json.fault('einddatum', 'ligt vóór de ingangsdatum');
  if (contract.eersteTermijnTot !== undefined && contract.eersteTermijnTot < contract.ingangsdatum)
    json.fault('eersteTermijnTot', 'ligt vóór de ingangsdatum');
  faults.push(...listVersionFaults(contract));
  refuse(faults);
  return contract;
}

/** A version of the terms from untrusted JSON; throws `invalid` like {@link parseContract}. */
export function parseTarief(input: unknown): Tarief {
  const faults: Faults = [];
  const tarief = readTarief(new Fields(input, '', faults));
  refuse(faults);
  return tarief;
}

/**
 * Refuses terms of which no version exists, two start on one day, a later one does not start on the first of a month,
 * or the first one neither that nor on ingangsdatum (art. 7.1).
 */
export function checkVersions(contract: Contract): void {
  refuse(listVersionFaults(contract));
}

function listVersionFaults({ tarieven, ingangsdatum }: Contract): Faults {
  if (tarieven.length === 0) return ['tarieven: ontbreken: geef ten minste één versie.'];
  return tarieven.flatMap(({ geldigVanaf }, i) => {
    if (geldigVanaf === '') return [];
    const faults: Faults = [];
    if (geldigVanaf === tarieven[i - 1]?.geldigVanaf)
      faults.push(`geldigVanaf: ${geldigVanaf} komt twee keer voor.`);
    if (!geldigVanaf.endsWith('-01') && !(i === 0 && geldigVanaf === ingangsdatum))
      faults.push(`geldigVanaf: ${geldigVanaf} is niet de eerste dag van een maand.`);
    return faults;
  });
}

function readTarief(json: Fields): Tarief {
  const licenties = json.child('licenties');
  const staffel = json.list('staffel').map((tier) => {
    const read = { vanaf: tier.amount('vanaf'), percentage: tier.fraction('percentage') };
    tier.refuseOthers();
    return read;
  });
  const tarief: Tarief = {
    geldigVanaf: json.day('geldigVanaf'),
    uurtarief: json.amount('uurtarief'),
    premiePerUur: json.amount('premiePerUur'),
    staffel,
    minimumMaandbedrag: json.amount('minimumMaandbedrag'),
    licenties: { aantal: licenties.count('aantal'), bedragPerMaand: licenties.amount('bedragPerMaand') },
    btwPercentage: json.fraction('btwPercentage'),
    ...present(
      'wijziging',
      json.optional('wijziging', () => json.text('wijziging')),
    ),
  };
  licenties.refuseOthers();
  json.refuseOthers();
  for (const field of ['uurtarief', 'premiePerUur'] as const)
    if (tarief[field] !== '' && Number(tarief[field]) === 0) json.fault(field, 'moet groter zijn dan 0,00');
  if (staffel.every(({ vanaf, percentage }) => vanaf !== '' && percentage !== '')) {
    const fault = checkStaffel(
      staffel.map((tier) => ({ vanaf: Number(tier.vanaf), percentage: Number(tier.percentage) })),
    );
    if (fault) json.fault('staffel', fault);
  }
  return tarief;
}

function parsePlafond(json: Fields): Plafond {
  const plafond = {
    vanaf: json.day('vanaf'),
    bedrag: json.amount('bedrag'),
    maxBetalingen: json.count('maxBetalingen'),
  };
  json.refuseOthers();
  return plafond;
}

/** The forms of Dutch numbers (notes of the tax office and KvK); a foreign party's are not checked here. */
const FORMS = {
  postcode: [/^\d{4} ?[A-Z]{2}$/, 'moet een postcode zijn, zoals 1315 AA'],
  kvk: [/^\d{8}$/, 'moet een KvK-nummer zijn van 8 cijfers'],
  btwNummer: [/^NL\d{9}B\d{2}$/, 'moet een btw-nummer zijn, zoals NL000099998B57'],
  oin: [/^\d{20}$/, 'moet een OIN zijn van 20 cijfers'],
} as const;

function parseParty(json: Fields): Party {
  const formed = (field: keyof typeof FORMS): string | null =>
    json.optional(field, () => {
      const [form, problem] = FORMS[field];
      const value = json.get(field);
      return typeof value === 'string' && form.test(value) ? value : json.fault(field, problem);
    });
  const party: Party = {
    naam: json.text('naam'),
    adres: json.optional('adres', () => json.text('adres')),
    postcode: formed('postcode'),
    plaats: json.optional('plaats', () => json.text('plaats')),
    kvk: formed('kvk'),
    btwNummer: formed('btwNummer'),
    iban: json.optional('iban', () => {
      const value = json.get('iban');
      return typeof value === 'string' && isValidIBAN(electronicFormatIBAN(value) ?? '')
        ? value
        : json.fault('iban', 'is geen geldig IBAN; controleer de cijfers');
    }),
    oin: formed('oin'),
  };
  json.refuseOthers();
  return party;
}

/** The fields of one object. What is wrong goes into `faults`, and something harmless comes back, so that reading goes on. */
class Fields {
  private readonly json: Record<string, unknown>;
  private readonly asked = new Set<string>();
  private readonly isObject: boolean;
  private readonly path: string;
  private readonly faults: Faults;

  constructor(value: unknown, path: string, faults: Faults) {
    this.isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
    this.json = this.isObject ? (value as Record<string, unknown>) : {};
    this.path = path;
    this.faults = faults;
    if (!this.isObject) faults.push(`${path === '' ? 'De inhoud' : path}: ontbreekt of is geen object.`);
  }

  get(name: string): unknown {
    this.asked.add(name);
    return this.json[name];
  }
  fault(name: string, problem: string): '' {
    if (this.isObject) this.faults.push(`${this.at(name)}: ${problem}.`);
    return '';
  }
  private at(name: string): string {
    return this.path === '' ? name : `${this.path}.${name}`;
  }
  optional<T>(name: string, read: () => T): T | null {
    return this.get(name) == null ? null : read();
  }
  child(name: string): Fields {
    return new Fields(this.get(name), this.at(name), this.faults);
  }
  list(name: string): Fields[] {
    const value = this.get(name);
    if (Array.isArray(value))
      return value.map((item, i) => new Fields(item, `${this.at(name)}[${i}]`, this.faults));
    this.fault(name, 'ontbreekt of is geen lijst');
    return [];
  }
  text(name: string): string {
    const value = this.get(name);
    if (typeof value !== 'string' || value.trim() === '' || !isCleanText(value))
      return this.fault(name, 'moet een tekst zijn van 1 tot 200 tekens');
    return findBsn(value)
      ? this.fault(name, 'lijkt een burgerservicenummer te bevatten; laat dat weg')
      : value;
  }
  key(name: string): string {
    const value = this.get(name);
    return typeof value === 'string' && /^[A-Za-z0-9_.-]{1,30}$/.test(value)
      ? value
      : this.fault(name, 'mag alleen letters, cijfers en - _ . bevatten, ten hoogste 30 tekens');
  }
  day(name: string): Day {
    const value = this.get(name);
    return typeof value === 'string' && isDay(value)
      ? value
      : this.fault(name, 'moet een datum zijn, zoals 2016-12-31');
  }
  month(name: string): Month {
    const value = this.get(name);
    return typeof value === 'string' && isMonth(value)
      ? value
      : this.fault(name, 'moet een maand zijn, zoals 2016-01');
  }
  amount(name: string): string {
    const value = this.get(name);
    const hundredths = typeof value === 'string' ? parseHundredths(value) : undefined;
    return hundredths !== undefined && hundredths >= 0
      ? (value as string)
      : this.fault(name, 'moet een bedrag zijn als tekst, zoals "600.00"');
  }
  fraction(name: string): string {
    const value = this.get(name);
    return typeof value === 'string' && /^(0(\.\d{1,6})?|1(\.0{1,6})?)$/.test(value)
      ? value
      : this.fault(name, 'moet een breuk zijn van 0 tot 1 als tekst, zoals "0.12" voor 12%');
  }
  count(name: string): number {
    const value = this.get(name);
    if (Number.isInteger(value) && (value as number) >= 0 && (value as number) <= 10_000)
      return value as number;
    this.fault(name, 'moet een geheel aantal zijn');
    return 0;
  }
  /** A field that nobody asked for is misspelt, or was meant for something that we do not know. */
  refuseOthers(): void {
    for (const name of Object.keys(this.json))
      if (!this.asked.has(name))
        this.fault(
          name,
          `is onbekend. Bekend zijn hier: ${[...this.asked].join(', ')}. Haal het veld weg of verbeter de naam`,
        );
  }
}

/** The field where it has a value; nothing at all where it has none. */
const present = <Name extends string>(name: Name, value: string | null): { [K in Name]?: string } =>
  (value === null ? {} : { [name]: value }) as { [K in Name]?: string };

function refuse(faults: Faults): void {
  if (faults.length > 0) throw new DomainError('invalid', faults.join('\n'), { faults });
}
