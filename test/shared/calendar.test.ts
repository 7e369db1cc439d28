import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  addDays,
  addMonths,
  dayNumber,
  dayOfNumber,
  dayOfSerial,
  formatDay,
  formatDayInWords,
  formatHalfYear,
  formatMonth,
  halfYearOf,
  isDay,
  isHalfYear,
  isMonth,
  lastDayOf,
  monthsBetween,
  monthsOfHalfYear,
  nextHalfYear,
  serialOfDay,
} from '../../shared/calendar.ts';

const days = fc.integer({ min: dayNumber('2000-01-01'), max: dayNumber('2099-12-31') }).map(dayOfNumber);

describe('days', () => {
  it.each(['2016-02-29', '2000-01-01', '2099-12-31'])('%s exists', (day) => expect(isDay(day)).toBe(true));
  it.each([
    '2015-02-29',
    '2016-04-31',
    '1999-12-31',
    '2100-01-01',
    '2016-13-01',
    '2016-00-10',
    '2016-1-1',
    '',
    'x',
  ])('"%s" does not', (day) => expect(isDay(day)).toBe(false));
  it('agree with the calendar of JavaScript in UTC', () => {
    fc.assert(
      fc.property(days, fc.integer({ min: -500, max: 500 }), (day, n) => {
        const date = new Date(`${day}T00:00:00Z`);
        expect(dayNumber(day)).toBe(date.getTime() / 86_400_000);
        date.setUTCDate(date.getUTCDate() + n);
        expect(addDays(day, n)).toBe(date.toISOString().slice(0, 10));
      }),
    );
  });
  it('months on keep the number or end at the last day', () => {
    expect(addMonths('2016-01-31', 1)).toBe('2016-02-29');
    expect(addMonths('2016-12-15', 1)).toBe('2017-01-15');
    expect(addMonths('2016-01-15', -1)).toBe('2015-12-15');
    expect(lastDayOf('2017-02')).toBe('2017-02-28');
  });
});

describe('Excel serials', () => {
  it('36526 is 2000-01-01 and 42491 is 2016-05-01', () => {
    expect(dayOfSerial(36526)).toBe('2000-01-01');
    expect(dayOfSerial(42491)).toBe('2016-05-01');
    expect(serialOfDay('2000-01-01')).toBe(36526);
  });
  it('go there and back', () => {
    fc.assert(
      fc.property(days, (day) => {
        expect(dayOfSerial(serialOfDay(day))).toBe(day);
      }),
    );
  });
  it.each([36525, 73051, 42491.5, 60, -1, Number.NaN])('%s is no day of ours', (serial) =>
    expect(dayOfSerial(serial)).toBeUndefined(),
  );
});

describe('periods', () => {
  it('half-years', () => {
    expect(halfYearOf('2016-06')).toBe('2016-H1');
    expect(halfYearOf('2016-07')).toBe('2016-H2');
    expect(nextHalfYear('2016-H2')).toBe('2017-H1');
    expect(monthsOfHalfYear('2016-H2')).toEqual(monthsBetween('2016-07', '2016-12'));
    expect([isHalfYear('2016-H1'), isHalfYear('2016-H3'), isMonth('2016-12'), isMonth('2016-13')]).toEqual([
      true,
      false,
      true,
      false,
    ]);
  });
  it('are written as the office does', () => {
    expect(formatDay('2016-12-31')).toBe('31-12-2016');
    expect(formatDayInWords('2016-07-03')).toBe('3 juli 2016');
    expect(formatMonth('2016-05')).toBe('mei 2016');
    expect(formatHalfYear('2016-H1')).toBe('1e halfjaar 2016');
  });
});
