import { formatAddress, parseAddress, quoteSheet } from './address.ts';
import { alreadyExists, type Api, badArgument, notFound, notSimulated } from './host-object.ts';
import { Range } from './range.ts';
import type { Worksheet } from './sheet.ts';
import type { Workbook } from './workbook.ts';

/** Letters, digits, points and underscores, and not what reads as a cell. */
export const isTableName = (name: unknown): name is string =>
  typeof name === 'string' &&
  name.length <= 255 &&
  /^[\p{L}_\\][\p{L}\p{N}_.\\]*$/u.test(name) &&
  !/^([a-z]{1,3}\d{1,7}|r\d*c\d*|r|c)$/i.test(name);

export class NamedItem {
  static readonly api: Api = {
    name: 'NamedItem',
    scalars: ['name', 'type', 'value', 'formula', 'visible', 'comment', 'scope'],
    writable: ['formula', 'visible', 'comment'],
    navs: ['worksheetOrNullObject'],
    methods: ['getRange', 'getRangeOrNullObject', 'delete'],
  };
  readonly #workbook: Workbook;
  readonly name: string;
  readonly $sheet: Worksheet | undefined;
  comment: string;
  visible = true;
  /** What it stands for, moving along with its cells; absent for other formulas. */
  $range: Range | undefined;
  #formula = '';

  constructor(workbook: Workbook, name: string, to: Range | string, comment: string, sheet?: Worksheet) {
    this.#workbook = workbook;
    this.name = name;
    this.comment = comment;
    this.$sheet = sheet;
    if (to instanceof Range) this.$range = to.getResizedRange(0, 0);
    else this.formula = to;
  }
  get $identity() {
    return { _Id: this.name };
  }
  get scope(): string {
    return this.$sheet ? 'Worksheet' : 'Workbook';
  }
  get worksheetOrNullObject(): Worksheet | null {
    return this.$sheet ?? null;
  }
  get formula(): string {
    const range = this.$range;
    if (!range) return this.#formula;
    if (range.$deleted) return '=#REF!';
    return `=${quoteSheet(range.worksheet.name)}!${formatAddress(range, true)}`;
  }
  set formula(formula: unknown) {
    if (typeof formula !== 'string') throw badArgument();
    this.#formula = formula.startsWith('=') ? formula : `=${formula}`;
    this.$range = plainReference(this.#workbook, this.#formula.slice(1));
  }
  get type(): string {
    return this.getRangeOrNullObject() ? 'Range' : 'String';
  }
  /** Of a range its address; other formulas are not computed. */
  get value(): unknown {
    const range = this.getRangeOrNullObject();
    if (!range) throw notSimulated(`the value of ${this.name}, ${this.#formula},`);
    return range.address;
  }
  getRangeOrNullObject(): Range | null {
    if (this.$range) return this.$range.$deleted ? null : this.$range.getResizedRange(0, 0);
    return structuredReference(this.#workbook, this.#formula.slice(1)) ?? null;
  }
  getRange(): Range {
    const range = this.getRangeOrNullObject();
    if (!range) throw notFound();
    return range;
  }
  delete(): void {
    this.#workbook.$names = this.#workbook.$names.filter((item) => item !== this);
  }
}

/** `Blad1!$A$1:$B$2`, the sheet included. */
function plainReference(workbook: Workbook, text: string): Range | undefined {
  if (!/^('[^']+'|[\p{L}\p{N}_.]+)!\$?[A-Z]*\$?\d*(:\$?[A-Z]*\$?\d*)?$/iu.test(text)) return undefined;
  const { sheet, ...rect } = parseAddress(text);
  return new Range(workbook.sheet(sheet ?? ''), rect);
}

/** `Uren` and `Uren[Datum]`: the cells below the header. */
export function structuredReference(workbook: Workbook, text: string): Range | undefined {
  const parts = /^([\p{L}_\\][\p{L}\p{N}_.\\]*)(?:\[([^[\]#@]+)\])?$/u.exec(text);
  const table = parts?.[1] === undefined ? null : workbook.tables.getItemOrNullObject(parts[1]);
  if (!table) return undefined;
  if (parts?.[2] === undefined) return table.getDataBodyRange();
  return table.columns.getItemOrNullObject(parts[2])?.getDataBodyRange();
}

/** Of a workbook, or of one of its sheets. */
export class NamedItemCollection {
  static readonly api: Api = {
    name: 'NamedItemCollection',
    methods: ['add', 'getItem', 'getItemOrNullObject', 'getCount'],
  };
  readonly #workbook: Workbook;
  readonly #sheet: Worksheet | undefined;

  constructor(workbook: Workbook, sheet?: Worksheet) {
    this.#workbook = workbook;
    this.#sheet = sheet;
  }
  $items(): NamedItem[] {
    return this.#workbook.$names.filter(({ $sheet }) => $sheet === this.#sheet);
  }
  add(name: string, reference: Range | string, comment = ''): NamedItem {
    if (!isTableName(name)) throw badArgument();
    const table = this.#workbook.tables.getItemOrNullObject(name);
    if (this.getItemOrNullObject(name) || (table && !this.#sheet)) throw alreadyExists();
    const item = new NamedItem(this.#workbook, name, reference, comment, this.#sheet);
    this.#workbook.$names.push(item);
    return item;
  }
  getItemOrNullObject(name: string): NamedItem | null {
    return this.$items().find((item) => item.name.toLowerCase() === name.toLowerCase()) ?? null;
  }
  getItem(name: string): NamedItem {
    const found = this.getItemOrNullObject(name);
    if (!found) throw notFound();
    return found;
  }
  $index(name: string): NamedItem {
    return this.getItem(name);
  }
  getCount(): number {
    return this.$items().length;
  }
}
