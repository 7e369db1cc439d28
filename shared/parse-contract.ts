import { electronicFormatIBAN, isValidIBAN } from 'ibantools';
import type { Termijnen } from './api.ts';
import type { Contract, Party, Plafond, Tarief } from './contract.ts';
import { type Faults, Fields, refuseFaults } from './fields.ts';
import { checkStaffel } from './staffel.ts';

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
    ...present(
      'bewaartermijnen',
      json.optional('bewaartermijnen', () => parseTermijnen(json.child('bewaartermijnen'))),
    ),
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
  refuseFaults(faults);
  return contract;
}

function parseTermijnen(json: Fields): Partial<Termijnen> {
  const termijnen = {
    ...present(
      'kandidaten',
      json.optional('kandidaten', () => json.count('kandidaten')),
    ),
    ...present(
      'bedragen',
      json.optional('bedragen', () => json.count('bedragen')),
    ),
  };
  json.refuseOthers();
  return termijnen;
}

/** A version of the terms from untrusted JSON; throws `invalid` like {@link parseContract}. */
export function parseTarief(input: unknown): Tarief {
  const faults: Faults = [];
  const tarief = readTarief(new Fields(input, '', faults));
  refuseFaults(faults);
  return tarief;
}

/**
 * Refuses terms of which no version exists, two start on one day, a later one does not start on the first of a month,
 * or the first one neither that nor on ingangsdatum (art. 7.1).
 */
export function checkVersions(contract: Contract): void {
  refuseFaults(listVersionFaults(contract));
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

/** The field where it has a value; nothing at all where it has none. */
const present = <Name extends string, Value>(name: Name, value: Value | null): { [K in Name]?: Value } =>
  (value === null ? {} : { [name]: value }) as { [K in Name]?: Value };
