import { getTable, type TableName } from '../../../shared/tables.ts';
import { type Testbed, Workbook } from '../../server/testbed.ts';
import {
  addTo,
  cellId,
  cellsOf,
  demand,
  expectSame,
  fieldOf,
  rowOf,
  type Rows,
  rowsOf,
  type Value,
  valueAt,
} from './rows.ts';
import type { User } from './user.ts';

/**
 * Knows values only: what was typed where, what each workbook has shown, and what the server holds. Every typed value is
 * typed nowhere else, so that each says who wrote it.
 */
export class Oracle {
  truth: Rows = new Map();
  revision = 0;
  readonly users: User[] = [];
  private readonly bed: Testbed;

  constructor(bed: Testbed) {
    this.bed = bed;
  }

  /** What the server holds, as a workbook that never synced gets it. */
  async server(): Promise<{ rows: Rows; revision: number }> {
    const { status, body } = await new Workbook(this.bed).send({ dryRun: true });
    demand(status === 200, `the server answers ${status}`);
    const rows = rowsOf((name) => {
      const { columns, rows } = body.tables[name];
      const places = getTable(name).columns.map((column) => columns.indexOf(column.name));
      return rows.map((row) =>
        cellsOf(
          name,
          places.map((place) => row[place] ?? null),
        ),
      );
    });
    return { rows, revision: body.revision };
  }

  async start(): Promise<void> {
    ({ rows: this.truth, revision: this.revision } = await this.server());
  }

  /** What the server holds now must follow from what this user typed, saw and answered, and nothing else. */
  async observe(user: User): Promise<void> {
    const { rows, revision } = await this.server();
    for (const [row, fields] of this.truth) if (!rows.has(row)) this.checkRemoval(user, row, fields);
    for (const [row, fields] of rows) {
      const before = this.truth.get(row);
      const isRevived = !before && user.reviving.has(row);
      const [first] = getTable(row.split(' ')[0] as TableName).columns;
      demand(
        before !== undefined ||
          isRevived ||
          user.added.has(row) ||
          user.typed.has(cellId(row, first?.name ?? '')),
        `${row} is on the server, and ${user.name} did not add it`,
      );
      for (const [field, value] of fields) {
        const old = before?.get(field) ?? '';
        if (value !== old) this.checkChange(user, cellId(row, field), old, value, isRevived);
      }
      user.added.delete(row);
    }
    demand(revision >= this.revision, 'the revision went back');
    for (const other of this.users)
      if (other !== user)
        for (const [id, value] of other.edits)
          if (valueAt(this.truth, id) === value && valueAt(rows, id) !== value)
            other.overwritten.set(id, value);
    this.truth = rows;
    this.revision = revision;
  }

  private checkRemoval(user: User, row: string, fields: Map<string, Value>): void {
    demand(user.removing.has(row), `${row} is gone from the server, and ${user.name} did not remove it`);
    for (const [field, value] of fields)
      demand(
        value === '' || user.seen.get(cellId(row, field))?.has(value) === true,
        `${row} is removed with a ${field} ${value} that ${user.name} never saw`,
      );
  }

  private checkChange(user: User, id: string, old: Value, value: Value, isRevived: boolean): void {
    demand(
      (isRevived ? user.seen : user.typed).get(id)?.has(value) === true,
      `${id} became ${value}, which ${user.name} did not type; it was ${old}`,
    );
    const givenUp = user.givenUp.get(id);
    demand(
      givenUp?.mine !== value || givenUp.theirs !== old,
      `${user.name} gave ${value} up for ${old} in ${id}, and it came back`,
    );
    demand(
      old === '' || user.seen.get(id)?.has(old) === true,
      `${id} was ${old}, and ${user.name} wrote ${value} over it unasked`,
    );
  }

  /**
   * After `done`: what stood in the workbook when it began (`before`) is on the server, and what the server has is in
   * the workbook. `dropped`: what the user gave up on the way there, null for a whole row.
   */
  acknowledge(
    user: User,
    before: ReadonlyMap<string, Value>,
    dropped: ReadonlyMap<string, Value | null>,
    left: number,
  ): void {
    for (const [id, value] of before) {
      if (user.edits.get(id) !== value) continue;
      const isGivenUp =
        dropped.get(id) === value ||
        dropped.has(rowOf(id)) ||
        user.givenUp.get(id)?.mine === value ||
        user.overwritten.get(id) === value ||
        user.givenUpRows.has(rowOf(id));
      demand(
        isGivenUp || valueAt(this.truth, id) === value,
        `${id}: ${value} of ${user.name} is not on the server`,
      );
      user.edits.delete(id);
    }
    for (const [id, value] of user.edits) if (valueAt(this.truth, id) === value) user.edits.delete(id);
    for (const row of user.removing) demand(!this.truth.has(row), `${row} is still on the server`);
    const rows = user.rows();
    for (const [id, value] of user.edits) {
      // Typed in a row after its removal was agreed to, and before it was read: it goes with the row.
      if (dropped.has(rowOf(id)) && !rows.has(rowOf(id))) user.edits.delete(id);
      const now = valueAt(rows, id);
      demand(
        now === value || !user.edits.has(id),
        `${user.name} typed ${value} in ${id} during the sync, and ${now} stands there`,
      );
    }
    if (left === 0) this.agree(user, rows);
  }

  /** Nothing was left: the workbook holds what the server holds, but for what was typed since. */
  private agree(user: User, rows: Rows): void {
    user.typed = new Map();
    for (const [id, value] of user.edits) addTo(user.typed, id, value);
    for (const [row, fields] of user.added)
      for (const [field, value] of fields) addTo(user.typed, cellId(row, field), value);
    user.removing.clear();
    user.reviving.clear();
    user.held.clear();
    user.look();
    const expected: Rows = new Map(
      [...user.added, ...this.truth].map(([row, fields]) => [row, new Map(fields)]),
    );
    for (const [id, value] of user.edits) expected.get(rowOf(id))?.set(fieldOf(id), value);
    expectSame(rows, expected);
  }
}
