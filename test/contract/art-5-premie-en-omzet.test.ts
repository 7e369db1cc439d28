import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatHundredths } from '../../shared/decimal.ts';
import { calculateOmzet } from '../../shared/omzet.ts';
import { calculatePremie } from '../../shared/premie.ts';

describe('art. 5.3 and 5.9 premie', () => {
  it.each([
    ['933.25', '2.00', '1866.50'],
    ['34.5', '2.50', '86.25'],
    ['0', '2.00', '0.00'],
    ['0.01', '0.50', '0.01'],
  ])('%s hours at € %s is € %s', (uren, premiePerUur, premie) => {
    expect(formatHundredths(calculatePremie(Number(uren), Number(premiePerUur)))).toBe(premie);
  });

  it('reads hours summed in doubles as Excel shows them', () => {
    expect(calculatePremie(0.7 + 0.1 + 0.3, 2.5)).toBe(275);
    expect(calculatePremie(0.1 + 0.2, 1.65)).toBe(50);
  });
});

describe('art. 5.8 omzet', () => {
  it.each([
    ['34.5', '11.75', '405.38'],
    ['-20', '11.75', '-235.00'],
    ['60.5', '131.67', '7966.04'],
    ['186.5', '77.77', '14504.11'],
    ['240.54', '144.25', '34697.90'],
    ['179.7', '1.15', '206.66'],
    ['0.02', '11.75', '0.24'],
    ['8', '11.7505', '94.00'],
  ])('%s hours at € %s is € %s', (uren, uurtarief, omzet) => {
    expect(formatHundredths(calculateOmzet(Number(uren), Number(uurtarief)))).toBe(omzet);
  });

  it('is the same when a row of hours is split in two', () => {
    const hours = fc.integer({ min: 0, max: 24_000 });
    fc.assert(
      fc.property(hours, hours, fc.integer({ min: 1, max: 15_000 }), (one, other, rate) => {
        const summedInDoubles = one / 100 + other / 100;
        expect(calculateOmzet(summedInDoubles, rate / 100)).toBe(
          calculateOmzet((one + other) / 100, rate / 100),
        );
      }),
    );
  });
});
