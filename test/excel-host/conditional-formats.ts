import { formatAddress, intersect, parseAddress, type Rect } from './address.ts';
import { type Api, badArgument, Bag, notFound } from './host-object.ts';
import type { Range } from './range.ts';

/** Recorded, not applied; a formula's absolute references follow the cells that they name. */
export class ConditionalFormat {
  static readonly api: Api = {
    name: 'ConditionalFormat',
    scalars: ['id', 'type', 'priority', 'stopIfTrue'],
    writable: ['priority', 'stopIfTrue'],
    navs: [
      'custom',
      'cellValue',
      'textComparison',
      'preset',
      'topBottom',
      'colorScale',
      'dataBar',
      'iconSet',
    ],
    methods: ['getRange', 'getRangeOrNullObject', 'delete'],
  };
  readonly id: string;
  readonly type: string;
  readonly range: Range;
  priority = 0;
  stopIfTrue = false;
  readonly custom = new Bag('CustomConditionalFormat');
  readonly cellValue = new Bag('CellValueConditionalFormat');
  readonly textComparison = new Bag('TextConditionalFormat');
  readonly preset = new Bag('PresetCriteriaConditionalFormat');
  readonly topBottom = new Bag('TopBottomConditionalFormat');
  readonly colorScale = new Bag('ColorScaleConditionalFormat');
  readonly dataBar = new Bag('DataBarConditionalFormat');
  readonly iconSet = new Bag('IconSetConditionalFormat');

  constructor(id: string, type: string, range: Range) {
    this.id = id;
    this.type = type;
    this.range = range;
  }
  get $identity() {
    return { Id: this.id };
  }
  getRange(): Range {
    return this.range;
  }
  getRangeOrNullObject(): Range {
    return this.range;
  }
  /** Cells of its sheet moved, or, without a place, are gone. */
  $shift(move: (rect: Rect) => Rect | undefined): void {
    const rule = this.custom.$child('rule');
    const formula = rule.$read('formula');
    if (typeof formula !== 'string') return;
    const moved = formula.replace(/"(?:[^"]|"")*"|\$[A-Z]{1,3}\$\d+/g, (part) => {
      if (part.startsWith('"')) return part;
      const to = move(parseAddress(part));
      return to ? formatAddress(to, true) : '#REF!';
    });
    rule.$write('formula', moved);
  }
  delete(): void {
    this.range.$guard();
    const { worksheet } = this.range;
    worksheet.$conditionalFormats = worksheet.$conditionalFormats.filter((format) => format !== this);
  }
}

export class ConditionalFormatCollection {
  static readonly api: Api = {
    name: 'ConditionalFormatCollection',
    methods: ['add', 'clearAll', 'getCount', 'getItem', 'getItemAt', 'getItemOrNullObject'],
  };
  readonly #range: Range;

  constructor(range: Range) {
    this.#range = range;
  }
  $items(): ConditionalFormat[] {
    return this.#range.worksheet.$conditionalFormats.filter(({ range }) => intersect(range, this.#range));
  }
  add(type: string): ConditionalFormat {
    this.#range.$guard();
    const { worksheet } = this.#range;
    const format = new ConditionalFormat(
      worksheet.workbook.$nextId(),
      type,
      this.#range.getResizedRange(0, 0),
    );
    worksheet.$conditionalFormats.push(format);
    return format;
  }
  clearAll(): void {
    for (const format of this.$items()) format.delete();
  }
  getCount(): number {
    return this.$items().length;
  }
  getItemOrNullObject(id: string): ConditionalFormat | null {
    return this.$items().find((format) => format.id === id) ?? null;
  }
  getItem(id: string): ConditionalFormat {
    const found = this.getItemOrNullObject(id);
    if (!found) throw notFound();
    return found;
  }
  $index(id: string): ConditionalFormat {
    return this.getItem(id);
  }
  getItemAt(index: number): ConditionalFormat {
    const found = this.$items()[index];
    if (!found) throw badArgument();
    return found;
  }
}
