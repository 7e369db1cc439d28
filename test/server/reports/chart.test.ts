import { describe, expect, it } from 'vitest';
import { barChart } from '../../../server/reports/chart.ts';

const bars = (svg: string) =>
  [...svg.matchAll(/<rect x="[\d.]+" y="([\d.]+)" width="30" height="([\d.]+)"/g)].map(([, y, height]) => ({
    top: Number(y),
    height: Number(height),
  }));

describe('the chart of an afrekening', () => {
  it('heights are in proportion; a negative saldo hangs from the line where omzet stands', () => {
    const svg = barChart([
      { label: 'januari', omzet: '1000.00', saldo: '-3000.00' },
      { label: 'februari', omzet: '2000.00', saldo: '500.00' },
    ]);
    const [first, loss, second, gain] = bars(svg);
    if (!first || !loss || !second || !gain) throw new Error('no bars');
    expect(loss.height / first.height).toBeCloseTo(3, 6);
    expect(second.height / gain.height).toBeCloseTo(4, 6);
    expect(loss.top).toBeCloseTo(first.top + first.height, 6);
    expect(svg).toContain('>-3.000<');
    const height = Number(/height="([\d.]+)" viewBox/.exec(svg)?.[1]);
    expect(loss.top + loss.height).toBeLessThan(height);
  });

  it('no bar and no amount for 0', () => {
    expect(bars(barChart([{ label: 'mei', omzet: '0.00', saldo: '0.00' }]))).toEqual([]);
  });
});
