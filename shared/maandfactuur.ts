import type { Factuur } from './api.ts';
import { addDays, type Day, formatMonth, type Month } from './calendar.ts';
import { type Contract, hasFee, type Party, termsOf } from './contract.ts';
import { type Cents, Decimal, formatHundredths, roundToCents, toEuro } from './decimal.ts';

/** The amounts of a monthly invoice: the minimum and the licences, VAT once on their sum. */
export interface MaandfactuurAmounts {
  minimum: Cents;
  licenties: Cents;
  subtotal: Cents;
  /** A fraction: "0.21". */
  btwPercentage: string;
  btw: Cents;
  total: Cents;
}

/**
 * The invoice of a month (art. 6.1 lid 4): minimumMaandbedrag and licenties, never pro rata, also in a month without
 * omzet; VAT on the total, rounded once. Undefined outside eersteFactuurmaand … the month of einddatum (art. 7.5 lid 4).
 */
export function calculateMaandfactuur(contract: Contract, month: Month): MaandfactuurAmounts | undefined {
  if (!hasFee(contract, month)) return undefined;
  const { minimum, licenties, btwPercentage } = termsOf(contract, month);
  const subtotal = minimum + licenties;
  const btw = roundToCents(new Decimal(toEuro(subtotal)).times(btwPercentage));
  return { minimum, licenties, subtotal, btwPercentage, btw, total: subtotal + btw };
}

/** The last day to pay: 30 days after the invoice's date (art. 6.2 lid 3). */
export const dueDateOf = (date: Day): Day => addDays(date, 30);

/** The invoice of a month as a concept, without number and date; undefined outside the invoiced months. */
export function buildFactuur(contract: Contract, month: Month): Factuur | undefined {
  const amounts = calculateMaandfactuur(contract, month);
  if (!amounts) return undefined;
  const { licentiesAantal } = termsOf(contract, month);
  const named = formatMonth(month);
  return {
    contractnummer: contract.contractnummer,
    month,
    kind: 'factuur',
    status: 'concept',
    number: null,
    date: null,
    dueDate: null,
    credits: null,
    ordernummer: contract.ordernummer ?? null,
    uitvoerder: contract.uitvoerder,
    opdrachtgever: contract.opdrachtgever,
    lines: [
      { omschrijving: `Minimum maandbedrag ${named}`, bedrag: formatHundredths(amounts.minimum) },
      ...(amounts.licenties === 0
        ? []
        : [
            {
              omschrijving: `${licentiesAantal} softwarelicentie${licentiesAantal === 1 ? '' : 's'} ${named}`,
              bedrag: formatHundredths(amounts.licenties),
            },
          ]),
    ],
    subtotal: formatHundredths(amounts.subtotal),
    btwPercentage: amounts.btwPercentage,
    btw: formatHundredths(amounts.btw),
    total: formatHundredths(amounts.total),
  };
}

/**
 * What the law wants on an invoice and the contract does not hold yet (Wet OB 1968 art. 35a; contract art. 6.2 lid 2), in the
 * office's words.
 */
export function listMissing({ uitvoerder, opdrachtgever }: Factuur): string[] {
  const lacks = (party: Party, fields: readonly [keyof Party, string][], who: string) =>
    fields.filter(([field]) => party[field] === null).map(([, words]) => `${words} van de ${who}`);
  const address: [keyof Party, string][] = [
    ['adres', 'het adres'],
    ['postcode', 'de postcode'],
    ['plaats', 'de plaats'],
  ];
  return [
    ...lacks(
      uitvoerder,
      [...address, ['btwNummer', 'het btw-nummer'], ['kvk', 'het KvK-nummer'], ['iban', 'het IBAN']],
      'uitvoerder',
    ),
    ...lacks(opdrachtgever, address, 'opdrachtgever'),
  ];
}

/** The invoice with its number and date. */
export const issueFactuur = (concept: Factuur, number: string, date: Day): Factuur => ({
  ...concept,
  status: 'vastgesteld',
  number,
  date,
  dueDate: concept.kind === 'factuur' ? dueDateOf(date) : null,
});

/** The creditnota that takes an issued invoice back: the same lines and amounts, negative. */
export const buildCreditnota = (factuur: Factuur): Factuur => ({
  ...factuur,
  kind: 'creditnota',
  status: 'concept',
  number: null,
  date: null,
  dueDate: null,
  credits: factuur.number,
  lines: factuur.lines.map(({ omschrijving, bedrag }) => ({ omschrijving, bedrag: negate(bedrag) })),
  subtotal: negate(factuur.subtotal),
  btw: negate(factuur.btw),
  total: negate(factuur.total),
});

const negate = (amount: string): string =>
  /^0+(\.0+)?$/.test(amount) ? amount : amount.startsWith('-') ? amount.slice(1) : `-${amount}`;

/** The next number in the year of a date (`2016-0001`), given every number issued so far: gapless, never used again. */
export function nextFactuurNumber(issued: readonly string[], date: Day): string {
  const year = date.slice(0, 4);
  const inYear = issued.filter((number) => number.startsWith(`${year}-`)).length;
  return `${year}-${String(inYear + 1).padStart(4, '0')}`;
}
