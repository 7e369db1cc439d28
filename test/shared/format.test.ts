import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatHundredths } from '../../shared/decimal.ts';
import { formatEuro, formatNumber, formatPercent } from '../../shared/format.ts';

describe('formatEuro', () => {
  it.each([
    ['0', '€\u00a00,00'],
    ['-0.00', '€\u00a00,00'],
    ['-0.01', '€\u00a0-0,01'],
    ['-12.5', '€\u00a0-12,50'],
    ['600', '€\u00a0600,00'],
    ['11048.21', '€\u00a011.048,21'],
    ['-1234567.80', '€\u00a0-1.234.567,80'],
    ['90071992547409.91', '€\u00a090.071.992.547.409,91'],
  ])('%s', (text, shown) => expect(formatEuro(text)).toBe(shown));

  it('every amount can be read back from what is shown', () => {
    fc.assert(
      fc.property(fc.maxSafeInteger(), (cents) => {
        const shown = formatEuro(formatHundredths(cents));
        expect(Number(shown.replace(/[€\u00a0.]/g, '').replace(',', ''))).toBe(cents);
      }),
    );
  });
});

describe('formatNumber', () => {
  it.each([
    ['26', '26'],
    ['933.25', '933,25'],
    ['1000', '1.000'],
    ['83.8568', '83,8568'],
    ['-0.94', '-0,94'],
  ])('%s keeps the decimals that it has', (text, shown) => expect(formatNumber(text)).toBe(shown));

  it.each(['', '1,5', '1.', '.5', '1e3', 'NaN', '--1', '1.234.567'])('refuses %j, never a guess', (text) =>
    expect(() => formatNumber(text)).toThrow('not a decimal'),
  );
});

describe('formatPercent', () => {
  it.each([
    ['0', '0%'],
    ['0.12', '12%'],
    ['0.1', '10%'],
    ['0.08', '8%'],
    ['0.125', '12,5%'],
    ['0.120000', '12%'],
    ['0.005', '0,5%'],
    ['0.000001', '0,0001%'],
    ['1', '100%'],
  ])('%s', (text, shown) => expect(formatPercent(text)).toBe(shown));
});
