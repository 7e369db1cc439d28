import { describe, expect, it } from 'vitest';
import { barChart, durationChart } from '../../../server/reports/chart.ts';
import { COLORS } from '../../../server/reports/cells.ts';

/** Bars as `M left edge l width l height`: where they stand on the line, and how far they go down (negative: up). */
const bars = (svg: string, color: string) =>
  [...svg.matchAll(/<path d="M[\d.]+ ([\d.]+)l[\d.]+ 0l0 (-?[\d.]+)l-[\d.]+ 0Z"([^>]*)>/g)]
    .filter(([, , , rest = '']) => rest.includes(`fill="${color}"`) && !rest.includes('transform'))
    .map(([, base, down]) => ({ base: Number(base), down: Number(down) }))
    // Not the legend's.
    .filter(({ base, down }) => down !== 0 && base > 20);

const half = [
  { label: 'januari', omzet: '1000.00', saldo: '-3000.00' },
  { label: 'februari', omzet: '2000.00', saldo: '500.00' },
];

describe('the chart of an afrekening', () => {
  it('heights are in proportion; a negative saldo hangs from the line where omzet stands', () => {
    const svg = barChart(half);
    const [first, second] = bars(svg, COLORS.pale);
    const [loss, gain] = bars(svg, COLORS.accent);
    if (!first || !loss || !second || !gain) throw new Error('no bars');
    // Drawn to a whole point.
    expect(Math.abs(loss.down / first.down + 3)).toBeLessThan(0.15);
    expect(Math.abs(second.down / gain.down - 4)).toBeLessThan(0.5);
    expect(first.down).toBeLessThan(0);
    expect(loss.down).toBeGreaterThan(0);
    expect(loss.base).toBeCloseTo(first.base, 0);
    expect(loss.base + loss.down).toBeLessThan(150);
    expect(svg).toContain('>-3.000<');
    expect(svg).toContain('>februari<');
  });

  it('a small loss beside a large omzet: its amount stays above the names of the months', () => {
    const svg = barChart([{ label: 'mei', omzet: '12000.00', saldo: '-10.00' }]);
    const top = (text: string) =>
      Number(
        new RegExp(`y="(-?[\\d.]+)" transform="translate\\([\\d.]+ ([\\d.]+)\\)[^>]*>${text}<`).exec(
          svg,
        )?.[2],
      );
    expect(top('mei') - top('-10')).toBeGreaterThan(7.5);
  });

  it('no bar and no amount for 0', () => {
    const svg = barChart([{ label: 'mei', omzet: '0.00', saldo: '0.00' }]);
    expect([...bars(svg, COLORS.pale), ...bars(svg, COLORS.accent)]).toEqual([]);
    expect(svg).not.toContain('>0<');
    // Neither as a hair on the line.
    expect(svg).not.toMatch(/l0 -?0l/);
  });

  it('the same figures give the same bytes, whatever was drawn before', () => {
    const first = barChart(half);
    durationChart([{ months: 0, plaatsingen: 2, over: 1 }]);
    expect(barChart(half)).toBe(first);
  });
});

describe('art. 5 lid 11: the chart of durations', () => {
  it('the ones beyond their last day stand on the others', () => {
    const svg = durationChart([
      { months: 0, plaatsingen: 4, over: 0 },
      { months: 1, plaatsingen: 6, over: 2 },
      { months: 2, plaatsingen: 0, over: 0 },
    ]);
    const within = bars(svg, COLORS.pale);
    const [over] = bars(svg, COLORS.accent);
    expect(within).toHaveLength(2);
    expect(Math.abs((over?.down ?? 0) / (within[1]?.down ?? 1) - 0.5)).toBeLessThan(0.05);
    expect(over?.base).toBeCloseTo((within[1]?.base ?? 0) + (within[1]?.down ?? 0), 0);
    expect(svg).toContain('>2 of meer<');
    expect(svg).toContain('>4<');
    expect(svg).toContain('>6, 2 voorbij<');
    expect(svg).not.toContain('>0, ');
  });
});
