/** Formulas that look up the terms of a month in the tables of the sheet Contract; without the equals sign. */

/** The version in force in the month of a first day: the last one on or before the month's end, else the first. */
export const versionOf = (firstDay: string): string =>
  `INDEX(Tarieven[Geldig vanaf],IFERROR(MATCH(EOMONTH(${firstDay},0),Tarieven[Geldig vanaf],1),1))`;

/** A term of a version. */
export const termOf = (column: string, version: string): string =>
  `INDEX(Tarieven[${column}],MATCH(${version},Tarieven[Geldig vanaf],0))`;

/** As many tiers as the sheet Afrekening has room for; a control counts those that do not fit. */
export const MAX_TIERS = 10;

/** The n-th tier of a version, from 1; "" beyond its last. */
export const tierOf = (column: 'Vanaf' | 'Percentage', version: string, n: number): string =>
  `IF(COUNTIFS(Staffel[Geldig vanaf],${version})<${n},"",INDEX(Staffel[${column}],MATCH(${version},Staffel[Geldig vanaf],0)+${n - 1}))`;

/** Whether fee and minimum run in the month of a first day (art. 6.1, 7.5.4). */
export const hasFee = (firstDay: string): string =>
  `AND(${firstDay}>=EersteFactuurmaand,OR(Einddatum="",${firstDay}<=Einddatum))`;
