import { covers, intersect, type Rect } from './address.ts';
import type { Recorder } from './host-object.ts';

interface Entry {
  rect: Rect;
  path: string;
  value: unknown;
}

/**
 * What was set on ranges of a sheet beside their cells: `format.fill.color`, `dataValidation.rule`, `hyperlink`,
 * `rowHidden`. The last setting counts; a range of which only a part has it answers null, as Excel does.
 */
export class FormatLog {
  readonly #entries = new Map<string, Entry>();
  /** Every call, such as `format.autofitColumns`. */
  readonly calls: { rect: Rect; method: string; args: readonly unknown[] }[] = [];

  set(rect: Rect, path: string, value: unknown): void {
    const { rowIndex, columnIndex, rowCount, columnCount } = rect;
    const key = `${path} ${rowIndex} ${columnIndex} ${rowCount} ${columnCount}`;
    this.#entries.delete(key);
    this.#entries.set(key, { rect: { rowIndex, columnIndex, rowCount, columnCount }, path, value });
  }

  get(rect: Rect, path: string): unknown {
    let found: unknown = null;
    for (const entry of this.#entries.values()) {
      if (entry.path !== path || !intersect(entry.rect, rect)) continue;
      found = covers(entry.rect, rect) ? entry.value : null;
    }
    return found;
  }

  /** The one value that all rows or columns of the range have, each `unset` where nothing was set; null where they differ. */
  ofAll(rect: Rect, path: string, unset: unknown): unknown {
    const inside = [...this.#entries.values()].filter((e) => e.path === path && intersect(e.rect, rect));
    const starts = (from: 'rowIndex' | 'columnIndex', size: 'rowCount' | 'columnCount') => {
      const edges = inside.flatMap((e) => [e.rect[from], e.rect[from] + e.rect[size]]);
      return [rect[from], ...edges.filter((at) => at > rect[from] && at < rect[from] + rect[size])];
    };
    const values = new Set(
      starts('rowIndex', 'rowCount').flatMap((rowIndex) =>
        starts('columnIndex', 'columnCount').map(
          (columnIndex) => this.get({ rowIndex, columnIndex, rowCount: 1, columnCount: 1 }, path) ?? unset,
        ),
      ),
    );
    return values.size === 1 ? [...values][0] : null;
  }

  /** Takes over the cell formats of a range in that log, this one's or another sheet's; sizes stay. */
  copy(source: FormatLog, from: Rect, to: Rect): void {
    const isSize = (path: string) => /\.(columnWidth|rowHeight)$/.test(path);
    const entries = [...source.#entries.values()].filter(
      ({ path }) => path.startsWith('format.') && !isSize(path),
    );
    for (const path of this.pathsWithin(to, 'format.')) if (!isSize(path)) this.set(to, path, null);
    for (const { rect, path, value } of entries) {
      const shared = intersect(rect, from);
      if (!shared) continue;
      const rowIndex = shared.rowIndex - from.rowIndex + to.rowIndex;
      const columnIndex = shared.columnIndex - from.columnIndex + to.columnIndex;
      this.set({ ...shared, rowIndex, columnIndex }, path, value);
    }
  }

  /** The paths below a prefix that were ever set on cells of the range. */
  pathsWithin(rect: Rect, prefix: string): string[] {
    const entries = [...this.#entries.values()];
    return [
      ...new Set(
        entries.filter((e) => e.path.startsWith(prefix) && intersect(e.rect, rect)).map(({ path }) => path),
      ),
    ];
  }

  record(rect: Rect, method: string, args: readonly unknown[]): void {
    this.calls.push({ rect: { ...rect }, method, args });
    if (!method.endsWith('.clear')) return;
    for (const path of this.pathsWithin(rect, method.slice(0, -'clear'.length))) this.set(rect, path, null);
  }

  clear(rect: Rect, prefix: string): void {
    for (const path of this.pathsWithin(rect, prefix)) this.set(rect, path, null);
  }

  /** Cells moved; `move` gives the new place, or undefined where the cells are gone. */
  shift(move: (rect: Rect) => Rect | undefined): void {
    const entries = [...this.#entries.values()];
    this.#entries.clear();
    for (const { rect, path, value } of entries) {
      const moved = move(rect);
      if (moved) this.set(moved, path, value);
    }
  }
}

/** One branch of a range's settings, such as `format.font`. */
export class RangeSettings implements Recorder {
  readonly $name: string;
  readonly #log: FormatLog;
  readonly #rect: Rect;
  readonly #path: string;
  readonly #guard: () => void;

  /** `guard` is called before each change, and throws where the sheet is protected. */
  constructor(name: string, log: FormatLog, rect: Rect, path: string, guard: () => void) {
    this.$name = name;
    this.#log = log;
    this.#rect = rect;
    this.#path = path;
    this.#guard = guard;
  }

  $read(name: string): unknown {
    return this.#log.get(this.#rect, `${this.#path}.${name}`);
  }
  $write(name: string, value: unknown): void {
    this.#guard();
    this.#log.set(this.#rect, `${this.#path}.${name}`, value);
  }
  $names(): string[] {
    const prefix = `${this.#path}.`;
    const names = this.#log.pathsWithin(this.#rect, prefix).map((path) => path.slice(prefix.length));
    return names.filter((name) => !name.includes('.'));
  }
  $child(name: string): RangeSettings {
    return new RangeSettings(
      `${this.$name}.${name}`,
      this.#log,
      this.#rect,
      `${this.#path}.${name}`,
      this.#guard,
    );
  }
  $call(method: string, args: readonly unknown[]): void {
    this.#guard();
    this.#log.record(this.#rect, `${this.#path}.${method}`, args);
  }
}
