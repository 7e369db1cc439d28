import type { Contract } from '../shared/contract.ts';
import { TABLES, type TableName, type WireRow } from '../shared/tables.ts';
import { almereContract } from './almere.ts';
import type { OracleRows } from './oracle.ts';

/** A year and a half that is harder than the example: see the comments. The same at every call. */
export function harderContract(): Contract {
  return {
    ...almereContract(),
    ingangsdatum: '2015-11-16',
    eersteFactuurmaand: '2015-12',
    einddatum: null,
    tarieven: [
      {
        geldigVanaf: '2015-11-16',
        uurtarief: '11.75',
        premiePerUur: '2.00',
        staffel: [
          { vanaf: '0.00', percentage: '0.12' },
          { vanaf: '5000.00', percentage: '0.10' },
          { vanaf: '10000.00', percentage: '0.08' },
        ],
        minimumMaandbedrag: '600.00',
        licenties: { aantal: 2, bedragPerMaand: '150.00' },
        btwPercentage: '0.21',
      },
      {
        // Inside a half-year, with amounts that round at half a cent.
        geldigVanaf: '2016-03-01',
        uurtarief: '12.34',
        premiePerUur: '2.15',
        staffel: [
          { vanaf: '0.00', percentage: '0.1150' },
          { vanaf: '3333.33', percentage: '0.0975' },
          { vanaf: '6000.00', percentage: '0.0615' },
        ],
        minimumMaandbedrag: '412.55',
        licenties: { aantal: 3, bedragPerMaand: '75.25' },
        btwPercentage: '0.21',
        wijziging: 'addendum 1 van 12 februari 2016',
      },
      {
        // A minimum that no month reaches, and one tier.
        geldigVanaf: '2016-10-01',
        uurtarief: '10.05',
        premiePerUur: '1.95',
        staffel: [{ vanaf: '0.00', percentage: '0.05' }],
        minimumMaandbedrag: '1000.00',
        licenties: { aantal: 0, bedragPerMaand: '0.00' },
        btwPercentage: '0.21',
        wijziging: 'addendum 2 van 1 september 2016',
      },
    ],
  };
}

const KANDIDATEN = [
  'Zoë van ’t Hof',
  'Łukasz Żółkiewski',
  'Ștefan Ionescu',
  'Çağla Öztürk',
  'Jörg Weiß',
  'Siân ap Gwyn',
  'Ana Žižek',
  'Søren Ågård',
  'Μαρία Ιωάννου',
  'Оксана Ґудзь',
  'D. de Vries-Bakker',
  'Nguyễn Thị Hạnh',
  'Ħelen Ġorġ',
  'Kadri Õun',
  'Ines Muñoz',
];
/** Own rates beside the contract's; every third plaatsing has one. */
const RATES = ['9.99', '13.37', '15.05'];
/** Nobody works in February and August 2016. */
const IDLE = new Set(['2016-02', '2016-08']);
const MONTHS = [
  '2015-12',
  '2016-01',
  '2016-02',
  '2016-03',
  '2016-04',
  '2016-05',
  '2016-06',
  '2016-07',
  '2016-08',
  '2016-09',
  '2016-10',
  '2016-11',
  '2016-12',
  '2017-01',
  '2017-02',
  '2017-03',
  '2017-04',
  '2017-05',
];

/** Numbers from 0 up to a bound, the same sequence every time (a linear congruential generator). */
function sequence(): (bound: number) => number {
  let state = 20_161_231;
  return (bound) => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return Math.floor((state / 2_147_483_648) * bound);
  };
}

const pad = (n: number, length = 2) => String(n).padStart(length, '0');
const addMonth = (month: string, n: number) => {
  const at = Number(month.slice(0, 4)) * 12 + Number(month.slice(5)) - 1 + n;
  return `${Math.floor(at / 12)}-${pad((at % 12) + 1)}`;
};

export function harderTables(): Record<TableName, WireRow[]> {
  const next = sequence();
  const plaatsingen: WireRow[] = Array.from({ length: 20 }, (_, i) => {
    const start = ['2015-12-01', '2016-01-18', '2016-03-01', '2016-05-30'][i % 4] ?? '';
    const long = i % 5 === 0;
    return [
      `PL${pad(i + 1, 3)}`,
      `K${pad((i % KANDIDATEN.length) + 1, 2)}`,
      `KL${(i % 5) + 1}`,
      start,
      // Some run on after the contract has ended.
      i % 2 === 0 ? null : '2017-05-31',
      long ? '32.00' : '20.50',
      i % 3 === 2 ? (RATES[i % RATES.length] ?? null) : null,
      long ? '2017-06-30' : null,
      long ? '2016-03-14' : null,
    ];
  });
  const uren: WireRow[] = [];
  for (const plaatsing of plaatsingen)
    for (const month of MONTHS) {
      // In 2017 little is worked, while much travel of the year before is paid: a negative half-year.
      const busy = month < '2017' ? next(4) : next(16) === 0 ? 1 : 0;
      if (IDLE.has(month) || month < String(plaatsing[3]).slice(0, 7)) continue;
      for (let k = 0; k < busy; k += 1) {
        const hours = `${next(30)}.${['00', '25', '50', '75'][next(4)] ?? '00'}`;
        const travelled = next(3) > 0;
        const paid = next(5);
        const datum = `${month}-${pad(1 + k * 7 + next(6))}`;
        const paidOn =
          month >= '2016-10' ? '2017-02-15' : `${addMonth(month, paid + 1)}-${pad(1 + next(28))}`;
        if (datum < String(plaatsing[3]) || datum > String(plaatsing[4] ?? '9999')) continue;
        uren.push([
          plaatsing[0] ?? null,
          datum,
          hours,
          travelled ? `${next(40) + (month >= '2016-10' ? 120 : 0)}.${pad(next(100))}` : null,
          // Every fifth was not yet paid.
          travelled && paid < 4 ? paidOn : null,
        ]);
      }
    }
  return {
    kandidaten: KANDIDATEN.map((naam, i) => [`K${pad(i + 1, 2)}`, naam, '2015-11-20', null, true, null]),
    klanten: [1, 2, 3, 4, 5].map((n) => [`KL${n}`, `Klant ${n} & zonen`, n % 2 === 0 ? null : 'Almere']),
    plaatsingen,
    uren: uren.filter(
      ([, datum], i) => uren.findIndex((row) => row[0] === uren[i]?.[0] && row[1] === datum) === i,
    ),
  };
}

/** The tables as the oracle reads them. */
export function toOracleRows(contract: Contract, tables: Record<TableName, WireRow[]>): OracleRows {
  const records = <Record>(name: TableName): Record[] => {
    const columns = TABLES.find((table) => table.name === name)?.columns ?? [];
    return tables[name].map(
      (row) => Object.fromEntries(columns.map((column, i) => [column.name, row[i] ?? null])) as Record,
    );
  };
  return { contract, plaatsingen: records('plaatsingen'), uren: records('uren') };
}
