import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { KeysByTable } from '../../shared/api.ts';
import type { WireRow } from '../../shared/tables.ts';
import { smallTables, Testbed, Workbook } from './testbed.ts';

const DAYS = ['2016-02-05', '2016-02-12', '2016-02-19', '2016-02-26'];
const PEOPLE = 3;

/** What a person does in a workbook: put hours or travel in a row (making it where it is not there), drop one, or sync. */
type Step = { who: number } & (
  | { do: 'set'; day: string; field: 2 | 3; value: string }
  | { do: 'drop'; day: string }
  | { do: 'sync'; lost: boolean }
);

const who = fc.nat({ max: PEOPLE - 1 });
const day = fc.constantFrom(...DAYS);
const amount = fc.integer({ min: 0, max: 900 }).map((n) => (n / 100).toFixed(2));
const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({
      who,
      do: fc.constant('set' as const),
      day,
      field: fc.constantFrom(2 as const, 3 as const),
      value: amount,
    }),
  },
  { weight: 1, arbitrary: fc.record({ who, do: fc.constant('drop' as const), day }) },
  { weight: 3, arbitrary: fc.record({ who, do: fc.constant('sync' as const), lost: fc.boolean() }) },
);

/** The hours by day, as [uren, reiskosten]. */
type Hours = Map<string, [string | null, string | null]>;
const hoursOf = (rows: readonly WireRow[]): Hours =>
  new Map(rows.map((row) => [String(row[1]), [row[2] as string, row[3] as string | null]]));
const sorted = (hours: Hours) => [...hours].sort(([a], [b]) => (a < b ? -1 : 1));

class Person {
  readonly workbook: Workbook;
  /** As it stood after the last sync: what differs from it is this person's own change. */
  agreed: Hours = new Map();

  constructor(bed: Testbed) {
    this.workbook = new Workbook(bed);
  }

  do(action: Exclude<Step, { do: 'sync' }>): void {
    const { uren } = this.workbook.tables;
    if (action.do === 'drop') return this.workbook.remove('uren', 'P1', action.day);
    const row = uren.find(([, at]) => at === action.day);
    if (row) row[action.field] = action.value;
    else if (action.field === 2) uren.push(['P1', action.day, action.value, null, null]);
  }

  /** Syncs, own choices winning, and tells in `server` what was acknowledged: own changes, field by field. */
  async sync(server: Hours, lost: boolean): Promise<void> {
    const mine = hoursOf(this.workbook.tables.uren);
    const dropped = [...this.agreed.keys()].filter((at) => !mine.has(at));
    const remove: KeysByTable = { uren: dropped.map((at) => ['P1', at]) };
    let answer = await this.workbook.send({ remove });
    let choice = {};
    if (answer.status === 409) {
      choice = { mine: { uren: answer.body.conflicts.map(({ key }) => key) }, seen: answer.body.revision };
      answer = await this.workbook.send({ remove, ...choice });
    }
    expect(answer.status).toBe(200);
    for (const at of dropped) server.delete(at);
    for (const [at, [uren, reiskosten]] of mine) {
      const was = this.agreed.get(at);
      const now = server.get(at);
      if (was && was[0] === uren && was[1] === reiskosten) continue;
      server.set(at, [
        uren !== (was?.[0] ?? null) || !now ? uren : now[0],
        reiskosten !== (was?.[1] ?? null) || !now ? reiskosten : now[1],
      ]);
    }
    // An answer that is lost: the same goes again, and must change nothing.
    if (lost)
      expect((await this.workbook.send({ remove, ...choice })).body.revision).toBe(answer.body.revision);
    await this.workbook.sync({ remove, ...choice });
    this.agreed = hoursOf(this.workbook.tables.uren);
    expect(sorted(this.agreed)).toEqual(sorted(server));
  }
}

describe('three workbooks', () => {
  it('no acknowledged value is lost, untouched fields merge, all are alike in the end', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 60 }), async (steps) => {
        const bed = await Testbed.open();
        const people = Array.from({ length: PEOPLE }, () => new Person(bed));
        const [first] = people;
        if (!first) return;
        first.workbook.tables = { ...smallTables(), uren: [] };
        const server: Hours = new Map();
        for (const person of people) await person.sync(server, false);
        for (const action of steps) {
          const person = people[action.who];
          if (action.do === 'sync') await person?.sync(server, action.lost);
          else person?.do(action);
        }
        for (const person of [...people, ...people]) await person.sync(server, false);
        for (const { agreed } of people) expect(sorted(agreed)).toEqual(sorted(server));
        await bed.store.close();
      }),
      { numRuns: 60 },
    );
    // On PostgreSQL each run makes a database of its own.
  }, 300_000);
});
