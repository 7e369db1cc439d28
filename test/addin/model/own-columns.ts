import type { Desk } from '../excel/desk.ts';
import { next } from './random.ts';
import { demand, type Value } from './rows.ts';

const NOTE = 'Notitie';
const SUM = 'Dubbel';

/** What the user has beside the hours: a text and a formula, other ones beside each row. */
export class OwnColumns {
  private readonly desk: Desk;
  private readonly beside = new Map<string, Record<string, string>>();

  constructor(desk: Desk) {
    this.desk = desk;
  }

  addAt(note: number, sum: number): void {
    const { columns } = this.desk.table('uren');
    columns.add(note, undefined, NOTE);
    columns.add(sum, undefined, SUM);
    this.check();
  }

  /** The cells for a new row, by header. */
  give(row: string): Record<string, string> {
    const n = next();
    const cells = { [NOTE]: `bij ${row} (${n})`, [SUM]: `=2*[@Uren]+0*${n}` };
    this.beside.set(row, cells);
    return cells;
  }

  forget(row: string): void {
    this.beside.delete(row);
  }

  /** They are where the user put them; rows that came in have none, and get them now. */
  check(): void {
    const present = new Set<string>();
    const table = this.desk.table('uren');
    const body = table.getDataBodyRange();
    const headers = table.$headers();
    const contents = body.formulas;
    for (const [i, record] of this.desk.records('uren').entries()) {
      if (record['Plaatsingnummer'] === '') continue;
      const row = `uren ${record['Plaatsingnummer']} ${record['Datum']}`;
      present.add(row);
      const known = this.beside.get(row);
      for (const header of [NOTE, SUM]) {
        const [wanted, stands] = [known?.[header] ?? '', contents[i]?.[headers.indexOf(header)]];
        demand(stands === wanted, `${header} of ${row} is "${stands as Value}", not "${wanted}"`);
      }
      if (known) continue;
      for (const [header, content] of Object.entries(this.give(row)))
        body.getCell(i, headers.indexOf(header)).formulas = [[content]];
    }
    for (const row of this.beside.keys()) if (!present.has(row)) this.beside.delete(row);
  }
}
