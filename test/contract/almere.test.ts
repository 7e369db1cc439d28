import { describe, expect, it } from 'vitest';
import { buildAfrekening } from '../../shared/afrekening.ts';
import { buildMaandrapport } from '../../shared/maandrapport.ts';
import { buildResultaten } from '../../shared/resultaten.ts';
import { almere, almereExpected } from '../almere.ts';

const expected = almereExpected();

describe('the example administration', () => {
  it.each(expected.months)('month $month', (month) => {
    expect(buildMaandrapport(almere(), month.month)).toMatchObject(month);
  });

  it.each(expected.afrekeningen)('afrekening $period', (afrekening) => {
    expect(buildAfrekening(almere(), afrekening.period, [])).toMatchObject(afrekening);
  });

  it('has the results table of bijlage 1', () => {
    const { to } = expected.resultaten;
    expect(buildResultaten(almere(to), to)).toEqual(expected.resultaten);
  });

  it('lines per kandidaat add up to the totals', () => {
    for (const { month } of expected.months) {
      const { perKandidaat, totals } = buildMaandrapport(almere(), month);
      for (const field of ['uren', 'omzet', 'premie', 'reiskosten'] as const) {
        const cents = perKandidaat.reduce((sum, line) => sum + Math.round(Number(line[field]) * 100), 0);
        expect((cents / 100).toFixed(2)).toBe(totals[field]);
      }
    }
  });
});
