import { accessDenied, type Api, notFound } from './host-object.ts';
import { Worksheet } from './sheet.ts';
import type { Workbook } from './workbook.ts';

export class WorksheetCollection {
  static readonly api: Api = {
    name: 'WorksheetCollection',
    methods: [
      'add',
      'getItem',
      'getItemOrNullObject',
      'getActiveWorksheet',
      'getCount',
      'getFirst',
      'getLast',
    ],
  };
  readonly #workbook: Workbook;
  #added = 0;

  constructor(workbook: Workbook) {
    this.#workbook = workbook;
  }
  $items(): Worksheet[] {
    return this.#workbook.$sheets;
  }
  add(name?: string): Worksheet {
    if (this.#workbook.protection.protected) throw accessDenied();
    const number = ++this.#added;
    const sheet = new Worksheet(this.#workbook, name ?? `Blad${number}`, number);
    this.#workbook.$sheets.push(sheet);
    return sheet;
  }
  getCount(visibleOnly = false): number {
    return this.#listed(visibleOnly).length;
  }
  getFirst(visibleOnly = false): Worksheet {
    return this.#listed(visibleOnly)[0] as Worksheet;
  }
  getLast(visibleOnly = false): Worksheet {
    return this.#listed(visibleOnly).at(-1) as Worksheet;
  }
  getActiveWorksheet(): Worksheet {
    return this.#workbook.$active;
  }
  getItemOrNullObject(key: string): Worksheet | null {
    return (
      this.$items().find(({ id, name }) => id === key || name.toLowerCase() === key.toLowerCase()) ?? null
    );
  }
  getItem(key: string): Worksheet {
    const found = this.getItemOrNullObject(key);
    if (!found) throw notFound();
    return found;
  }
  $index(key: string): Worksheet {
    return this.getItem(key);
  }
  #listed(visibleOnly: boolean): Worksheet[] {
    return this.$items().filter((sheet) => !visibleOnly || sheet.visibility === 'Visible');
  }
}
