import { describe, expect, it } from 'vitest';
import { formatHundredths } from '../../shared/decimal.ts';
import { calculateMaandfactuur, dueDateOf } from '../../shared/maandfactuur.ts';
import { almereContract } from '../almere.ts';

const amounts = (month: string, contract = almereContract()) => {
  const factuur = calculateMaandfactuur(contract, month);
  if (!factuur) return undefined;
  const { minimum, licenties, subtotal, btw, total } = factuur;
  return [minimum, licenties, subtotal, btw, total].map(formatHundredths);
};

describe('art. 6.1 lid 4 maandfactuur', () => {
  it('Almere 2016-05: 600,00 + 150,00 = 750,00; btw 157,50; 907,50', () => {
    expect(amounts('2016-05')).toEqual(['600.00', '150.00', '750.00', '157.50', '907.50']);
  });
  it('in a month without omzet too', () => {
    expect(amounts('2016-01')).toEqual(amounts('2016-05'));
  });
  it('from eersteFactuurmaand to the whole month of einddatum', () => {
    const contract = { ...almereContract(), einddatum: '2016-12-01' };
    expect(amounts('2015-12', contract)).toBeUndefined();
    expect(amounts('2016-01', contract)?.[4]).toBe('907.50');
    expect(amounts('2016-12', contract)?.[4]).toBe('907.50');
    expect(amounts('2017-01', contract)).toBeUndefined();
  });
  it('btw once, on the total, half a cent up', () => {
    const contract = almereContract();
    const [terms] = contract.tarieven;
    if (!terms) throw new Error('no terms');
    terms.minimumMaandbedrag = '0.25';
    terms.licenties.bedragPerMaand = '0.25';
    // 0.25 × 21% is 0.0525 each: rounded apart 0.10, together 0.105 and so 0.11.
    expect(amounts('2016-05', contract)).toEqual(['0.25', '0.25', '0.50', '0.11', '0.61']);
  });
  it('art. 6.2 lid 3: due 30 days after its date', () => {
    expect(dueDateOf('2016-05-31')).toBe('2016-06-30');
    expect(dueDateOf('2016-01-31')).toBe('2016-03-01');
  });
});
