import { createRequire } from 'node:module';
import type * as ECharts from 'echarts/core';
import type { DurationBucket } from '../../shared/api.ts';
import { formatNumber } from '../../shared/format.ts';
import { COLORS } from './cells.ts';

// One file: as the hundreds of modules of `echarts/core` it takes seconds to load, here a tenth of one.
const { init } = createRequire(import.meta.url)('echarts/dist/echarts.common.min.js') as typeof ECharts;

export interface Bar {
  label: string;
  /** Euro, as decimal strings; shown as heights, and in whole euros. */
  omzet: string;
  saldo: string;
}

const WIDTH = 499;
const HEIGHT = 150;
const SMALL = { fontFamily: 'Roboto', fontSize: 7.5, color: COLORS.ink };

/** Omzet and saldo by month on one scale; a negative saldo hangs below the line. */
export const barChart = (bars: readonly Bar[]): string =>
  drawBars(
    bars.map(({ label }) => label),
    [
      { name: 'omzet', color: COLORS.pale, data: bars.map(({ omzet }) => wholeEuro(omzet)) },
      {
        name: 'saldo, in hele euro’s',
        color: COLORS.accent,
        data: bars.map(({ saldo }) => wholeEuro(saldo)),
      },
    ],
  );

const wholeEuro = (amount: string): Item => ({
  value: Number(amount),
  text: formatNumber(Number(amount).toFixed(0)),
});

/** Plaatsingen by whole months of duration; those beyond their last permitted day stand out, on top of the others. */
export const durationChart = (buckets: readonly DurationBucket[]): string =>
  drawBars(
    buckets.map(({ months }, i) => (i === buckets.length - 1 ? `${months} of meer` : String(months))),
    [
      {
        name: 'plaatsingen, naar hele maanden',
        color: COLORS.pale,
        data: buckets.map(({ plaatsingen, over }) => ({
          value: plaatsingen - over,
          text: over === 0 ? formatNumber(String(plaatsingen)) : '',
        })),
      },
      {
        name: 'waarvan voorbij hun uiterste dag',
        color: COLORS.accent,
        data: buckets.map(({ plaatsingen, over }) => ({
          value: over,
          text: `${formatNumber(String(plaatsingen))}, ${formatNumber(String(over))} voorbij`,
        })),
      },
    ],
    'plaatsingen',
  );

interface Item {
  value: number;
  /** At the end of the bar; a bar of 0 has none. */
  text: string;
}
interface Series {
  name: string;
  color: string;
  data: Item[];
}

/** Room for a text below the lowest bar, as a part of the whole height. */
const BELOW = 0.13;

/** Bars beside each other, or with `stack` on top of each other. */
function drawBars(labels: string[], series: Series[], stack?: string): string {
  const values = series.flatMap(({ data }) => data.map(({ value }) => value));
  const highest = Math.max(0, ...values);
  const lowest = Math.min(0, ...values);
  const chart = init(null, null, { renderer: 'svg', ssr: true, width: WIDTH, height: HEIGHT });
  chart.setOption({
    animation: false,
    legend: { left: 0, top: 0, padding: 0, itemWidth: 8, itemHeight: 8, textStyle: SMALL, icon: 'rect' },
    grid: { left: 0, right: 0, top: 30, bottom: 16, containLabel: false },
    xAxis: {
      type: 'category',
      data: labels,
      axisTick: { show: false },
      axisLabel: { ...SMALL, interval: 0, margin: 5 },
      axisLine: { onZero: true, lineStyle: { color: COLORS.quiet, width: 0.6, cap: 'butt' } },
    },
    yAxis: { type: 'value', show: false, min: lowest < 0 ? lowest - (highest - lowest) * BELOW : 0 },
    series: series.map(({ name, color, data }) => ({
      type: 'bar',
      name,
      color,
      silent: true,
      barWidth: 30,
      barGap: '20%',
      stack,
      data: data.map(({ value, text }) => ({
        // A bar without height would still be a hair on the line.
        value: value === 0 ? '-' : value,
        label: {
          ...SMALL,
          fontSize: 6.5,
          color: COLORS.quiet,
          textBorderWidth: 0,
          show: value !== 0 && text !== '',
          position: value < 0 ? 'bottom' : 'top',
          distance: 2,
          formatter: () => text,
        },
      })),
    })),
  });
  const svg = chart.renderToSVGString();
  chart.dispose();
  return svg.replace(FOR_BROWSERS, '');
}

/** What only a browser uses; its counted names would make every drawing of the same figures another file. */
const FOR_BROWSERS = /<style[\s\S]*<\/style>| class="[^"]*"| ecmeta_\w+="[^"]*"/g;
