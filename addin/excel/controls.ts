import { MAX_TIERS } from './terms-formulas.ts';

/** How often a text stands where Excel wants a date or a number. */
const texts = (...columns: string[]): string =>
  columns.map((column) => `SUM(IF(ISTEXT(${column}),IF(${column}="",0,1),0))`).join('+');

/** How many cells of a column hold something that its table does not know. */
const unknown = (column: string, keys: string): string =>
  `SUM(IF(${column}="",0,IF(COUNTIFS(${keys},${column})=0,1,0)))`;

const doubles = (column: string, ...more: string[]): string => {
  const criteria = [column, ...more].map((part) => `${part},${part}`).join(',');
  return `SUM(IF(${column}="",0,IF(COUNTIFS(${criteria})>1,1,0)))`;
};

/** Each must be 0, or the amounts above do not count what the tables hold. */
const CONTROLS: readonly (readonly [string, string])[] = [
  ['Urenregels zonder bekende plaatsing', unknown('Uren[Plaatsingnummer]', 'Plaatsingen[Plaatsingnummer]')],
  [
    'Plaatsingen zonder bekende kandidaat of klant',
    `${unknown('Plaatsingen[Kandidaatnummer]', 'Kandidaten[Kandidaatnummer]')}+${unknown('Plaatsingen[Klantnummer]', 'Klanten[Klantnummer]')}`,
  ],
  [
    'Datums die als tekst zijn ingevoerd',
    texts('Uren[Datum]', 'Uren[Reiskosten betaald op]', 'Plaatsingen[Startdatum]', 'Plaatsingen[Einddatum]'),
  ],
  [
    'Uren of bedragen die als tekst zijn ingevoerd',
    texts('Uren[Uren]', 'Uren[Reiskosten]', 'Plaatsingen[Uurtarief]'),
  ],
  ['Plaatsingnummers die meer dan eens voorkomen', doubles('Plaatsingen[Plaatsingnummer]')],
  ['Urenregels die meer dan eens voorkomen', doubles('Uren[Plaatsingnummer]', 'Uren[Datum]')],
  [
    'Uren in dit halfjaar die niet of dubbel meetellen',
    'ROUND(SUMIFS(Uren[Uren],Uren[Datum],">="&$A$7,Uren[Datum],"<"&EDATE($A$7,6))-$F$13,2)',
  ],
  [
    'Schijven van de staffel die niet in dit blad passen',
    [7, 8, 9, 10, 11, 12]
      .map((row) => `MAX(0,COUNTIFS(Staffel[Geldig vanaf],$B$${row})-${MAX_TIERS})`)
      .join('+'),
  ],
];

/** Queues the controls: a heading in that sheet row, counted from 1, and a line each below it. */
export function addControls(sheet: Excel.Worksheet, row: number): void {
  const [first, last] = [row + 1, row + CONTROLS.length];
  const heading = sheet.getRange(`A${row}:F${row}`);
  heading.formulas = [
    ['Controles (alle 0)', '', '', '', '', `=IF(COUNTIFS(F${first}:F${last},"<>0")=0,"✓","let op")`],
  ];
  heading.format.font.bold = true;
  sheet.getRange(`A${first}:A${last}`).values = CONTROLS.map(([label]) => [label]);
  sheet.getRange(`F${first}:F${last}`).formulas = CONTROLS.map(([, formula]) => [`=${formula}`]);
}
