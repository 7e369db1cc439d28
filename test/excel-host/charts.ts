import { type Api, badArgument, Bag, notFound } from './host-object.ts';
import type { Range } from './range.ts';
import type { Worksheet } from './sheet.ts';

/** Recorded, not drawn. */
export class Chart {
  static readonly api: Api = {
    name: 'Chart',
    scalars: ['id', 'name', 'chartType', 'top', 'left', 'width', 'height', 'style', 'plotBy'],
    writable: ['name', 'chartType', 'top', 'left', 'width', 'height', 'style', 'plotBy'],
    navs: ['title', 'legend', 'axes', 'series', 'dataLabels', 'format', 'plotArea', 'worksheet'],
    methods: ['setPosition', 'setData', 'activate', 'delete'],
  };
  readonly worksheet: Worksheet;
  readonly id: string;
  name: string;
  chartType: string;
  plotBy: string;
  top = 0;
  left = 0;
  width = 360;
  height = 216;
  style = 201;
  readonly title = new Bag('ChartTitle');
  readonly legend = new Bag('ChartLegend');
  readonly axes = new Bag('ChartAxes');
  readonly series = new Bag('ChartSeriesCollection');
  readonly dataLabels = new Bag('ChartDataLabels');
  readonly format = new Bag('ChartAreaFormat');
  readonly plotArea = new Bag('ChartPlotArea');
  $source: Range;
  /** The cells that it was put over. */
  $position: [start: unknown, end: unknown] | undefined;

  constructor(id: string, name: string, type: string, source: Range, seriesBy: string) {
    this.id = id;
    this.name = name;
    this.worksheet = source.worksheet;
    this.chartType = type;
    this.plotBy = seriesBy;
    this.$source = source;
  }
  get $identity() {
    return { Id: this.id };
  }
  setPosition(start: Range | string, end?: Range | string): void {
    const local = (cell: Range | string | undefined) => (typeof cell === 'object' ? cell.$local : cell);
    this.$position = [local(start), local(end)];
  }
  setData(source: Range, seriesBy = 'Auto'): void {
    this.$source = source;
    this.plotBy = seriesBy;
  }
  activate(): void {
    this.worksheet.activate();
  }
  delete(): void {
    this.worksheet.$charts = this.worksheet.$charts.filter((chart) => chart !== this);
  }
}

export class ChartCollection {
  static readonly api: Api = {
    name: 'ChartCollection',
    scalars: ['count'],
    methods: ['add', 'getCount', 'getItem', 'getItemAt', 'getItemOrNullObject'],
  };
  readonly #worksheet: Worksheet;

  constructor(worksheet: Worksheet) {
    this.#worksheet = worksheet;
  }
  $items(): Chart[] {
    return this.#worksheet.$charts;
  }
  get count(): number {
    return this.$items().length;
  }
  getCount(): number {
    return this.count;
  }
  add(type: string, source: Range, seriesBy = 'Auto'): Chart {
    this.#worksheet.$guard();
    const id = this.#worksheet.workbook.$nextId();
    const chart = new Chart(id, `Grafiek ${this.count + 1}`, type, source, seriesBy);
    this.#worksheet.$charts.push(chart);
    return chart;
  }
  getItemOrNullObject(key: string): Chart | null {
    return this.$items().find(({ id, name }) => id === key || name === key) ?? null;
  }
  getItem(key: string): Chart {
    const found = this.getItemOrNullObject(key);
    if (!found) throw notFound();
    return found;
  }
  $index(key: string): Chart {
    return this.getItem(key);
  }
  getItemAt(index: number): Chart {
    const found = this.$items()[index];
    if (!found) throw badArgument();
    return found;
  }
}
