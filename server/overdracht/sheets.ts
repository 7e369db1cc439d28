import type { Afrekening, Factuur, Premierun } from '../../shared/api.ts';
import { formatDay, formatMonth } from '../../shared/calendar.ts';
import type { Contract, Party } from '../../shared/contract.ts';
import { type Column, type Table, TABLES } from '../../shared/tables.ts';
import { valueToWire } from '../../shared/validate.ts';
import type { Kept } from '../store/overdracht.ts';
import type { PaperKind } from '../store/schema.ts';
import type { PaperFile } from './json.ts';
import type { Cell, Sheet, SheetColumn } from './xlsx.ts';

/** What stands in the workbook of an overdracht: the records as they stand, the terms, and what was fixed for good. */
export function buildSheets(kept: Kept, papers: readonly PaperFile[]): Sheet[] {
  const contract = JSON.parse(kept.contract.json) as Contract;
  return [
    contractSheet(contract),
    ...TABLES.map((table) => tableSheet(kept, table)),
    ...termSheets(contract),
    ...afrekeningSheets(kept),
    facturenSheet(kept),
    premiesSheet(kept),
    akkoordenSheet(kept),
    stukkenSheet(papers),
  ];
}

/** A column with what it shows of a record. */
type Shown<Record> = SheetColumn & { show: (record: Record) => Cell };

const column =
  (format: SheetColumn['format'], width?: number) =>
  <Record>(label: string, show: (record: Record) => Cell): Shown<Record> => ({
    label,
    format,
    show,
    ...(width === undefined ? {} : { width }),
  });
const text = column('text');
const wide = column('text', 36);
const day = column('day');
const amount = column('amount');
const count = column('count');
const percentage = column('percentage');

const sheet = <Record>(
  name: string,
  records: readonly Record[],
  columns: readonly Shown<Record>[],
): Sheet => ({ name, columns, rows: records.map((record) => columns.map(({ show }) => show(record))) });

const dayOf = (at: string): string => at.slice(0, 10);

const listFigures = <Figures>(kept: Kept, kind: PaperKind): (Figures & { at: string; door: string })[] =>
  kept.papers
    .filter((paper) => paper.kind === kind)
    .map(({ json, at, naam }) => ({ ...(JSON.parse(json) as Figures), at, door: naam }));

const PARTY: Record<keyof Party, string> = {
  naam: 'naam',
  adres: 'adres',
  postcode: 'postcode',
  plaats: 'plaats',
  kvk: 'KvK-nummer',
  btwNummer: 'btw-nummer',
  iban: 'IBAN',
  oin: 'OIN',
};
const PARTY_FIELDS = Object.keys(PARTY) as (keyof Party)[];

function contractSheet(contract: Contract): Sheet {
  const { einddatum, eersteTermijnTot, ordernummer } = contract;
  const partyOf = (role: string, party: Party) =>
    PARTY_FIELDS.map((field): [string, Cell] => [`${role}, ${PARTY[field]}`, party[field]]);
  return sheet<[string, Cell]>(
    'Contract',
    [
      ['Contractnummer', contract.contractnummer],
      ['Gemeente', contract.gemeente],
      ['Ingangsdatum', formatDay(contract.ingangsdatum)],
      ['Einddatum', einddatum === null ? null : formatDay(einddatum)],
      ['Eerste termijn tot en met', eersteTermijnTot === undefined ? null : formatDay(eersteTermijnTot)],
      ['Eerste factuurmaand', formatMonth(contract.eersteFactuurmaand)],
      ['Ordernummer', ordernummer ?? null],
      ...partyOf('Uitvoerder', contract.uitvoerder),
      ...partyOf('Opdrachtgever', contract.opdrachtgever),
    ],
    [wide('Veld', ([field]) => field), wide('Waarde', ([, value]) => value)],
  );
}

function tableSheet({ versions }: Kept, table: Table): Sheet {
  const rows = (versions.get(table) ?? []).filter(({ to }) => to === null);
  return sheet(
    table.label,
    rows,
    table.columns.map((each, i) =>
      columnOf(each)(each.label, ({ row }) => {
        const value = valueToWire(each, row[i]);
        return typeof value === 'boolean' ? (value ? 'ja' : 'nee') : value;
      }),
    ),
  );
}

function columnOf({ type }: Column) {
  if (type === 'date') return day;
  if (type === 'decimal') return amount;
  return type === 'text' ? wide : text;
}

function termSheets({ tarieven, plafonds }: Contract): Sheet[] {
  return [
    sheet('Tarieven', tarieven, [
      day('Geldig vanaf', (one) => one.geldigVanaf),
      amount('Uurtarief', (one) => one.uurtarief),
      amount('Premie per uur', (one) => one.premiePerUur),
      amount('Minimum per maand', (one) => one.minimumMaandbedrag),
      count('Licenties', (one) => one.licenties.aantal),
      amount('Licenties per maand', (one) => one.licenties.bedragPerMaand),
      percentage('Btw', (one) => one.btwPercentage),
      wide('Wijziging', (one) => one.wijziging ?? null),
    ]),
    sheet(
      'Staffel',
      tarieven.flatMap(({ geldigVanaf, staffel }) => staffel.map((tier) => ({ geldigVanaf, ...tier }))),
      [
        day('Geldig vanaf', (tier) => tier.geldigVanaf),
        amount('Vanaf', (tier) => tier.vanaf),
        percentage('Percentage', (tier) => tier.percentage),
      ],
    ),
    sheet('Plafonds', plafonds, [
      day('Vanaf', (one) => one.vanaf),
      amount('Bedrag', (one) => one.bedrag),
      count('Betalingen per jaar', (one) => one.maxBetalingen),
    ]),
  ];
}

function afrekeningSheets(kept: Kept): Sheet[] {
  const afrekeningen = listFigures<Afrekening>(kept, 'afrekening');
  // The last entry of a half-year counts.
  const paid = new Map(kept.uitbetalingen.map((one) => [one.period, one]));
  const lines = afrekeningen.flatMap(({ period, months, corrections }) => [
    ...months.map((line) => ({ period, kind: 'maand', ...line })),
    ...corrections.map((line) => ({ period, kind: 'correctie', minimum: null, ...line })),
  ]);
  return [
    sheet('Afrekeningen', afrekeningen, [
      text('Halfjaar', (one) => one.period),
      text('Nummer', (one) => one.number),
      count('Stand', (one) => one.revision),
      amount('Saldo maanden', (one) => one.saldoMonths),
      amount('Saldo', (one) => one.saldo),
      amount('Uit te betalen', (one) => one.payout),
      day('Uiterlijk', (one) => one.payBy),
      text('Factuurnummer', ({ period }) => paid.get(period)?.factuurnummer ?? null),
      day('Betaald op', ({ period }) => paid.get(period)?.betaald_op ?? null),
      day('Vastgesteld op', ({ at }) => dayOf(at)),
      text('Door', ({ door }) => door),
    ]),
    sheet('Afrekening per maand', lines, [
      text('Halfjaar', (line) => line.period),
      text('Soort', (line) => line.kind),
      text('Maand', (line) => line.month),
      amount('Uren', (line) => line.uren),
      amount('Omzet', (line) => line.omzet),
      amount('Premie', (line) => line.premie),
      amount('Reiskosten', (line) => line.reiskosten),
      amount('Staffelfee', (line) => line.staffelfee),
      amount('Minimum', (line) => line.minimum),
      amount('Boven minimum', (line) => line.kostenBovenMinimum),
      amount('Saldo', (line) => line.saldo),
    ]),
  ];
}

const facturenSheet = (kept: Kept): Sheet =>
  sheet('Facturen', listFigures<Factuur>(kept, 'factuur'), [
    text('Nummer', (one) => one.number),
    text('Soort', (one) => one.kind),
    text('Maand', (one) => one.month),
    day('Datum', (one) => one.date),
    day('Te betalen op', (one) => one.dueDate),
    text('Neemt terug', (one) => one.credits),
    amount('Subtotaal', (one) => one.subtotal),
    percentage('Btw', (one) => one.btwPercentage),
    amount('Btw-bedrag', (one) => one.btw),
    amount('Totaal', (one) => one.total),
  ]);

const premiesSheet = (kept: Kept): Sheet =>
  sheet(
    'Premies',
    listFigures<Premierun>(kept, 'premierun').flatMap(({ day: paidOn, number, perKandidaat }) =>
      perKandidaat.map((line) => ({ paidOn, number, ...line })),
    ),
    [
      day('Uitbetaald op', (line) => line.paidOn),
      text('Nummer', (line) => line.number),
      text('Kandidaatnummer', (line) => line.kandidaatnummer),
      wide('Naam', (line) => line.naam),
      amount('Opgebouwd', (line) => line.accrued),
      amount('Eerder betaald', (line) => line.paidBefore),
      amount('Uitbetaald', (line) => line.payout),
    ],
  );

const akkoordenSheet = ({ akkoorden }: Kept): Sheet =>
  sheet('Akkoorden', akkoorden, [
    text('Plaatsingnummer', (one) => one.plaatsingnummer),
    day('Verlengd tot', (one) => one.verlengd_tot),
    wide('Akkoord door', (one) => one.akkoord_door),
    wide('Kenmerk', (one) => one.kenmerk),
    day('Vastgelegd op', ({ at }) => dayOf(at)),
    text('Door', ({ naam }) => naam),
  ]);

const stukkenSheet = (papers: readonly PaperFile[]): Sheet =>
  sheet('Stukken', papers, [
    text('Soort', (one) => one.kind),
    wide('Naam', (one) => one.name),
    count('Stand', (one) => one.revision),
    day('Vastgesteld op', ({ at }) => dayOf(at)),
    text('Door', ({ naam }) => naam),
    wide('Bestand', ({ file }) => `${file}.pdf`),
  ]);
