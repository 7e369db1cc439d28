import { describe, expect, it } from 'vitest';
import { type Cell, isSame, readCell, toCell } from '../../../addin/excel/cells.ts';
import { type Column, getTable, type TableName } from '../../../shared/tables.ts';

const column = (table: TableName, name: string): Column => {
  const found = getTable(table).columns.find((candidate) => candidate.name === name);
  if (!found) throw new Error(name);
  return found;
};
const cell = (value: unknown, format = 'General'): Cell => ({
  value,
  isError: false,
  format,
});
const uren = column('uren', 'uren');
const datum = column('uren', 'datum');
const naam = column('kandidaten', 'naam');
const matchbaar = column('kandidaten', 'matchbaar');
const nummer = column('kandidaten', 'kandidaatnummer');

describe('reading a cell', () => {
  it.each([
    ['a number in a key column', nummer, cell(12), '12'],
    ['spaces around a key', nummer, cell(' K001 '), 'K001'],
    ['a blank', naam, cell(''), null],
    ['spaces only', naam, cell('  '), null],
    ['a serial', datum, cell(42491), '2016-05-01'],
    ['ja', matchbaar, cell('Ja '), true],
    ['nee', matchbaar, cell('nee'), false],
    ['the number 8.5', uren, cell(8.5), '8.50'],
    ['0.7+0.1+0.3 as Excel shows it', uren, cell(0.7 + 0.1 + 0.3), '1.10'],
    ['an error text that is no error', naam, cell('#N/A'), '#N/A'],
  ])('%s', (_, of, given, value) => {
    expect(readCell(of, given)).toMatchObject({ value });
  });

  it.each([
    ['8:30 as a time', uren, cell(8.5 / 24, 'h:mm'), '8.50'],
    ['37:45 as a time', uren, cell(37.75 / 24, '[h]:mm:ss'), '37.75'],
    ['a Dutch date as text', datum, cell('1-5-2016'), '2016-05-01'],
    ['an ISO date as text', datum, cell('2016-05-01'), '2016-05-01'],
    ['a Dutch number as text', uren, cell('8,5'), '8.50'],
    ['a time of another format', uren, cell(8.5 / 24, 'h"u"mm'), '8.50'],
    ['a time in minutes', uren, cell(0.25, '[mm]:ss'), '6.00'],
    ['6:00 in a cell that shows a number', uren, cell(0.25, '0.00'), '0.25'],
    ['8:24 in a cell that shows a number', uren, cell(0.35, '0.00'), '0.35'],
  ])('%s is understood, and better looked at', (_, of, given, value) => {
    expect(readCell(of, given)).toEqual({
      value,
      note: expect.stringMatching(/^(Uren|Datum): .*\.$/) as string,
    });
  });

  it('a few hours are what they are, and outer spaces of a text stay', () => {
    expect(readCell(uren, cell(1.25, '0.00'))).toEqual({ value: '1.25' });
    expect(readCell(naam, cell(' Anna\u00a0'))).toEqual({ value: ' Anna\u00a0' });
    expect(readCell(nummer, cell(7, '0'))).toEqual({ value: '7' });
  });

  it.each([
    ['8:20, which is no hundredths of an hour', uren, cell(8 / 24 + 20 / 1440, 'h:mm'), /geen aantal uren/],
    ['a time without a time format', uren, cell(8.5 / 24), /8:30 typt u als 8,5/],
    ['a number of hours in a cell that shows a time', uren, cell(8.5, 'h:mm'), /opgemaakt als tijd/],
    ['a date where a name belongs', naam, cell(42401, 'd-mmm'), /opmaak Tekst/],
    ['007 by its format', nummer, cell(7, '000'), /opmaak Tekst/],
    ['three decimals', uren, cell(7.125), /twee decimalen/],
    ['1.234, which reads in two ways', uren, cell('1.234'), /tekst/],
    ['TRUE as hours', uren, cell(true), /getal/],
    ['a date with a time', datum, cell(42491.5), /ook een tijd/],
    ['a date before 2000', datum, cell(36525), /31-12-2016/],
    ['the 31st of April', datum, cell('31-4-2016'), /datum/],
    ['a date with slashes', datum, cell('1/5/2016'), /datum/],
    ['misschien', matchbaar, cell('misschien'), /ja of nee/],
    ['an error', uren, { value: '#N/B', isError: true, format: '' }, /Herstel de formule/],
  ])('%s is a fault', (_, of, given, fault) => {
    expect(readCell(of, given)).toMatchObject({ fault: expect.stringMatching(fault) as string });
  });
});

describe('writing a cell', () => {
  it.each(['=1+1', '+31', '-1', '@SOM(A1)', "'t Hof", '12', '1-2', 'MAR1', 'waar', '#N/B'])(
    'text that Excel would take for something else: %s',
    (text) => {
      expect(toCell(naam, text)).toBe(`'${text}`);
    },
  );

  it('writes other values as what they are', () => {
    expect(toCell(naam, 'Jansen')).toBe('Jansen');
    expect(toCell(naam, null)).toBe('');
    expect(toCell(uren, '8.50')).toBe(8.5);
    expect(toCell(datum, '2016-05-01')).toBe(42491);
    expect(toCell(matchbaar, true)).toBe('ja');
  });
});

describe('comparing values', () => {
  it('ignores how many decimals are written, and nothing else', () => {
    expect(isSame(uren, '8.5', '8.50')).toBe(true);
    expect(isSame(uren, '8.5', null)).toBe(false);
    expect(isSame(naam, 'Jan', 'jan')).toBe(false);
  });
});
