import { formatNumber } from '../../shared/format.ts';
import { COLORS } from './page.ts';

export interface Bar {
  label: string;
  /** Euro, as a decimal string; shown by its height and its rounded amount. */
  omzet: string;
  saldo: string;
}

const WIDTH = 499;
const HEIGHT = 150;
const BASE = 118;

/** Omzet and saldo by month as vector bars. A negative saldo hangs below the line. */
export function barChart(bars: readonly Bar[]): string {
  const highest = Math.max(
    1,
    ...bars.flatMap(({ omzet, saldo }) => [Number(omzet), Math.abs(Number(saldo))]),
  );
  const scale = (BASE - 26) / highest;
  const step = WIDTH / bars.length;
  const draw = (value: string, x: number, color: string) => {
    const height = Number(value) * scale;
    const top = height >= 0 ? BASE - height : BASE;
    const drawn = height >= 0 ? height : Math.min(-height, 12);
    const label = formatNumber(Number(value).toFixed(0));
    return `<rect x="${x}" y="${top}" width="26" height="${drawn}" fill="${color}"/><text x="${x + 13}" y="${top - 3}" font-size="6.5" text-anchor="middle" fill="${COLORS.quiet}">${label}</text>`;
  };
  const columns = bars.map(({ label, omzet, saldo }, i) => {
    const middle = i * step + step / 2;
    return `${draw(omzet, middle - 28, COLORS.pale)}${draw(saldo, middle + 2, COLORS.accent)}<text x="${middle}" y="${BASE + 13}" font-size="7.5" text-anchor="middle" fill="${COLORS.ink}">${label}</text>`;
  });
  const legend = [
    [COLORS.pale, 'omzet', 0],
    [COLORS.accent, 'saldo', 60],
  ]
    .map(
      ([color, text, x]) =>
        `<rect x="${x}" y="2" width="8" height="8" fill="${color}"/><text x="${Number(x) + 12}" y="9" font-size="7.5" fill="${COLORS.ink}">${text}</text>`,
    )
    .join('');
  return `<svg width="${WIDTH}" height="${HEIGHT}" viewBox="0 0 ${WIDTH} ${HEIGHT}">${legend}<line x1="0" y1="${BASE}" x2="${WIDTH}" y2="${BASE}" stroke="${COLORS.quiet}" stroke-width="0.6"/>${columns.join('')}</svg>`;
}
