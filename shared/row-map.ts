import type { Table } from './tables.ts';

/**
 * What belongs to rows of a table, by their key fields, without regard to case. Looks a key of two fields up one field
 * after the other: making one text of them for each of a hundred thousand rows takes ten times as long.
 */
export class RowMap<Value> {
  readonly #keyLength: number;
  /** By the first field of a key of two, in lower case and as it was written; the one group of a key of one is at ''. */
  readonly #byFirst = new Map<unknown, Map<unknown, Value>>();
  readonly #groups: Map<unknown, Value>[] = [];

  constructor({ keyLength }: Table) {
    this.#keyLength = keyLength;
  }

  get size(): number {
    return this.#groups.reduce((sum, group) => sum + group.size, 0);
  }

  get(row: readonly unknown[]): Value | undefined {
    return this.#groupOf(row)?.get(this.#lastOf(row));
  }

  has(row: readonly unknown[]): boolean {
    return this.#groupOf(row)?.has(this.#lastOf(row)) ?? false;
  }

  set(row: readonly unknown[], value: Value): void {
    (this.#groupOf(row) ?? this.#addGroup(row)).set(this.#lastOf(row), value);
  }

  delete(row: readonly unknown[]): void {
    this.#groupOf(row)?.delete(this.#lastOf(row));
  }

  *values(): Generator<Value> {
    for (const group of this.#groups) yield* group.values();
  }

  #lastOf(row: readonly unknown[]): unknown {
    return this.#keyLength === 1 ? toLower(row[0]) : row[1];
  }

  #groupOf(row: readonly unknown[]): Map<unknown, Value> | undefined {
    const first = this.#keyLength === 1 ? '' : row[0];
    const known = this.#byFirst.get(first);
    if (known) return known;
    const group = this.#byFirst.get(toLower(first));
    if (group) this.#byFirst.set(first, group);
    return group;
  }

  #addGroup(row: readonly unknown[]): Map<unknown, Value> {
    const first = this.#keyLength === 1 ? '' : row[0];
    const group = new Map<unknown, Value>();
    this.#groups.push(group);
    this.#byFirst.set(first, group);
    this.#byFirst.set(toLower(first), group);
    return group;
  }
}

const toLower = (field: unknown): string => String(field).toLowerCase();
