import { formatNumber } from '../../shared/format.ts';
import { COLORS } from './cells.ts';

export interface Bar {
  label: string;
  /** Euro, as decimal strings; shown as heights, and in whole euros. */
  omzet: string;
  saldo: string;
}

const WIDTH = 499;
/** Where bars may stand: below the legend, above the names of the months, with room for an amount at either end. */
const TOP = 28;
const BOTTOM = 124;
const BAR = 30;
const GAP = 6;

/** Omzet and saldo by month as vector bars on one scale; a negative saldo hangs below the line. */
export function barChart(bars: readonly Bar[]): string {
  const values = bars.flatMap(({ omzet, saldo }) => [Number(omzet), Number(saldo)]);
  const highest = Math.max(0, ...values);
  const lowest = Math.min(0, ...values);
  const scale = (BOTTOM - TOP) / (highest - lowest || 1);
  const base = TOP + highest * scale;
  const labels = BOTTOM + (lowest < 0 ? 22 : 12);
  const step = WIDTH / bars.length;

  const bar = (value: string, x: number, color: string) => {
    const end = base - Number(value) * scale;
    const height = Math.abs(end - base);
    if (height === 0) return '';
    const amount = formatNumber(Number(value).toFixed(0));
    return (
      `<rect x="${x}" y="${Math.min(base, end)}" width="${BAR}" height="${height}" fill="${color}"/>` +
      text(x + BAR / 2, end > base ? end + 8 : end - 3, amount, 6.5, COLORS.quiet)
    );
  };
  const columns = bars.map(({ label, omzet, saldo }, i) => {
    const middle = i * step + step / 2;
    return (
      bar(omzet, middle - BAR - GAP / 2, COLORS.pale) +
      bar(saldo, middle + GAP / 2, COLORS.accent) +
      text(middle, labels, label, 7.5, COLORS.ink)
    );
  });
  const height = labels + 4;
  return (
    `<svg width="${WIDTH}" height="${height}" viewBox="0 0 ${WIDTH} ${height}">` +
    legend(0, COLORS.pale, 'omzet') +
    legend(52, COLORS.accent, 'saldo, in hele euro’s') +
    columns.join('') +
    `<line x1="0" y1="${base}" x2="${WIDTH}" y2="${base}" stroke="${COLORS.quiet}" stroke-width="0.6"/></svg>`
  );
}

const text = (x: number, y: number, content: string, size: number, color: string): string =>
  `<text x="${x}" y="${y}" font-size="${size}" text-anchor="middle" fill="${color}">${content}</text>`;

const legend = (x: number, color: string, name: string): string =>
  `<rect x="${x}" y="2" width="8" height="8" fill="${color}"/>` +
  `<text x="${x + 12}" y="9" font-size="7.5" fill="${COLORS.ink}">${name}</text>`;
