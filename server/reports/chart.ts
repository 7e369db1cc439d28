import { createRequire } from 'node:module';
import type { BarSeriesOption } from 'echarts/charts';
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
      { name: 'omzet', color: COLORS.pale, data: bars.map(({ omzet }) => Number(omzet)) },
      { name: 'saldo, in hele euro’s', color: COLORS.accent, data: bars.map(({ saldo }) => Number(saldo)) },
    ],
  );

/** Plaatsingen by whole months of duration; those beyond their last permitted day stand out, on top of the others. */
export const durationChart = (buckets: readonly DurationBucket[]): string =>
  drawBars(
    buckets.map(({ months }, i) => (i === buckets.length - 1 ? `${months} of meer` : String(months))),
    [
      {
        name: 'plaatsingen, naar hele maanden',
        color: COLORS.pale,
        stack: 'plaatsingen',
        data: buckets.map(({ plaatsingen, over }) => plaatsingen - over),
      },
      {
        name: 'voorbij hun uiterste dag',
        color: COLORS.accent,
        stack: 'plaatsingen',
        data: buckets.map(({ over }) => over),
      },
    ],
  );

type Series = Pick<BarSeriesOption, 'stack'> & { name: string; color: string; data: number[] };

function drawBars(labels: string[], series: Series[]): string {
  const chart = init(null, null, { renderer: 'svg', ssr: true, width: WIDTH, height: HEIGHT });
  chart.setOption({
    animation: false,
    legend: { left: 0, top: 0, padding: 0, itemWidth: 8, itemHeight: 8, textStyle: SMALL, icon: 'rect' },
    grid: { left: 0, right: 0, top: 30, bottom: 16, containLabel: false },
    xAxis: {
      type: 'category',
      data: labels,
      axisTick: { show: false },
      axisLabel: { ...SMALL, interval: 0 },
      axisLine: { onZero: true, lineStyle: { color: COLORS.quiet, width: 0.6, cap: 'butt' } },
    },
    // A negative bar's amount needs room above the names of the months.
    yAxis: { type: 'value', show: false, min: ({ min }: { min: number }) => Math.min(0, min * 1.2) },
    series: series.map(({ name, color, data, stack }) => ({
      type: 'bar',
      name,
      color,
      silent: true,
      barWidth: stack === undefined ? 30 : 24,
      barGap: '20%',
      ...(stack === undefined ? {} : { stack }),
      data: data.map((value) => ({
        value,
        label: {
          show: value !== 0,
          position: stack !== undefined ? 'inside' : value < 0 ? 'bottom' : 'top',
          distance: 2,
        },
      })),
      label: {
        ...SMALL,
        fontSize: 6.5,
        color: stack !== undefined && color === COLORS.accent ? '#ffffff' : COLORS.quiet,
        textBorderWidth: 0,
        formatter: ({ value }: { value: unknown }) => formatNumber(Number(value).toFixed(0)),
      },
    })),
  });
  const svg = chart.renderToSVGString();
  chart.dispose();
  return svg.replace(FOR_BROWSERS, '');
}

/** What only a browser uses; its counted names would make every drawing of the same figures another file. */
const FOR_BROWSERS = /<style[\s\S]*<\/style>| class="[^"]*"| ecmeta_\w+="[^"]*"/g;
