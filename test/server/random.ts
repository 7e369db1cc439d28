/** Numbers that look random and follow from a seed, so that what was found can be found again. */
export class Random {
  #state: number;
  constructor(seed: number) {
    this.#state = seed;
  }
  /** From 0 up to, not including, 1 (mulberry32). */
  next(): number {
    this.#state = (this.#state + 0x6d2b79f5) | 0;
    let t = Math.imul(this.#state ^ (this.#state >>> 15), 1 | this.#state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  }
  /** A whole number from 0 up to, not including, `end`. */
  below = (end: number): number => Math.floor(this.next() * end);
  chance = (part: number): boolean => this.next() < part;
  pick = <T>(list: readonly T[]): T => list[this.below(list.length)] as T;
}
