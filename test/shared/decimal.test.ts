import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  Decimal,
  divideRounded,
  formatHundredths,
  fromExcel,
  parseHundredths,
  productInCents,
  roundToCents,
  sumExact,
  toEuro,
} from '../../shared/decimal.ts';

describe('an Excel number', () => {
  it('is its 15 significant digits', () => {
    expect(fromExcel(0.7 + 0.1 + 0.3).toString()).toBe('1.1');
    expect(fromExcel(1.0999999999999999).toString()).toBe('1.1');
    expect(fromExcel(-1.0999999999999999).toString()).toBe('-1.1');
    expect(fromExcel(123456789012345.67).toFixed()).toBe('123456789012346');
  });

  it('has no sixteenth digit, in integers either', () => {
    expect(productInCents(10_000_000_000_000.05, 0.09)).toBe(90_000_000_000_001);
  });

  it('adds up without a trace of doubles', () => {
    expect(sumExact([0.1, 0.2, -0.3]).toString()).toBe('0');
    expect(sumExact(Array.from({ length: 1000 }, () => 0.1)).toString()).toBe('100');
  });
});

describe('rounding to cents', () => {
  it.each([
    ['1.005', 101],
    ['2.675', 268],
    ['-1.005', -101],
    ['1.00499999999999999999', 100],
    ['0.005', 1],
    ['-0.005', -1],
  ])('%s is %d cents', (euro, cents) => {
    expect(roundToCents(new Decimal(euro))).toBe(cents);
  });

  it('gives no minus zero', () => {
    expect(Object.is(roundToCents(new Decimal('-0.004')), 0)).toBe(true);
    expect(Object.is(toEuro(-0), 0)).toBe(true);
    expect(Object.is(divideRounded(-4, 100), 0)).toBe(true);
    expect(Object.is(productInCents(-0.001, 1), 0)).toBe(true);
  });

  it('refuses what no longer has cents', () => {
    expect(() => roundToCents(new Decimal('90071992547409.92'))).toThrow('te groot');
    expect(roundToCents(new Decimal('90071992547409.91'))).toBe(Number.MAX_SAFE_INTEGER);
    expect(() => productInCents(1e308, 1e308)).toThrow('te groot');
    expect(() => productInCents(Number.NaN, 1)).toThrow('te groot');
  });

  it('is the same by integers and by decimals', () => {
    const hundredths = fc.integer({ min: -9e8, max: 9e8 });
    fc.assert(
      fc.property(hundredths, hundredths, (a, b) => {
        const exact = roundToCents(new Decimal(a).times(b).dividedBy(1e4));
        expect(productInCents(a / 100, b / 100)).toBe(exact);
      }),
    );
  });

  it('reads doubles of any kind as Excel shows them', () => {
    const number = fc.double({ min: -1e6, max: 1e6, noNaN: true });
    fc.assert(
      fc.property(number, number, (a, b) => {
        const exact = new Decimal(a.toPrecision(15)).times(b.toPrecision(15));
        expect(productInCents(a, b)).toBe(Number(exact.times(100).toFixed(0)) + 0);
      }),
    );
  });
});

describe('hundredths as text', () => {
  it.each([
    ['8.5', 850],
    ['8.50', 850],
    ['-3', -300],
    ['-0', 0],
    ['0.07', 7],
    ['90071992547409.91', Number.MAX_SAFE_INTEGER],
  ])('%s is %d', (text, hundredths) => {
    expect(Object.is(parseHundredths(text), hundredths)).toBe(true);
  });

  it.each([
    '',
    ' 1',
    '1 ',
    '1,5',
    '1.',
    '.5',
    '1.005',
    '1e3',
    '+1',
    '--1',
    '0x10',
    '90071992547409.92',
    'NaN',
    '1\n',
  ])('%j is none', (text) => {
    expect(parseHundredths(text)).toBeUndefined();
  });

  it('goes to text and back', () => {
    fc.assert(
      fc.property(fc.maxSafeInteger(), (hundredths) => {
        expect(parseHundredths(formatHundredths(hundredths))).toBe(hundredths);
        expect(formatHundredths(hundredths)).toMatch(/^-?\d+\.\d\d$/);
      }),
    );
    expect(formatHundredths(-5)).toBe('-0.05');
    expect(formatHundredths(850)).toBe('8.50');
  });
});
