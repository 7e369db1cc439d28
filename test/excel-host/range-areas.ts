import { type Api, ApiError, badArgument } from './host-object.ts';
import type { Range } from './range.ts';
import type { Worksheet } from './sheet.ts';

/** Blocks of cells on one sheet, in the order in which they were selected; they may overlap. */
export class RangeAreas {
  static readonly api: Api = {
    name: 'RangeAreas',
    scalars: ['address', 'areaCount', 'cellCount', 'isEntireColumn', 'isEntireRow'],
    navs: ['areas', 'worksheet'],
  };
  readonly #ranges: readonly Range[];

  constructor(ranges: readonly Range[]) {
    this.#ranges = ranges;
  }
  get address(): string {
    return this.#ranges.map(({ address }) => address).join(',');
  }
  get areaCount(): number {
    return this.#ranges.length;
  }
  get cellCount(): number {
    return this.#ranges.reduce((sum, { cellCount }) => sum + cellCount, 0);
  }
  get isEntireColumn(): boolean {
    return this.#ranges.every(({ isEntireColumn }) => isEntireColumn);
  }
  get isEntireRow(): boolean {
    return this.#ranges.every(({ isEntireRow }) => isEntireRow);
  }
  get areas(): RangeCollection {
    return new RangeCollection(this.#ranges);
  }
  get worksheet(): Worksheet {
    return (this.#ranges[0] as Range).worksheet;
  }
}

export class RangeCollection {
  static readonly api: Api = { name: 'RangeCollection', methods: ['getCount', 'getItemAt'] };
  readonly #ranges: readonly Range[];

  constructor(ranges: readonly Range[]) {
    this.#ranges = ranges;
  }
  $items(): readonly Range[] {
    return this.#ranges;
  }
  getCount(): number {
    return this.#ranges.length;
  }
  getItemAt(index: number): Range {
    const range = this.#ranges[index];
    if (!range) throw badArgument();
    return range;
  }
}

/** What Excel says where it wants one block and several are selected. */
export const severalSelected = (): ApiError =>
  new ApiError('InvalidSelection', 'The current selection is invalid for this operation.');
