import { expect, it } from 'vitest';
import { isEmpty, type SyncOptions } from '../../addin/sync.ts';
import type { Questions } from '../../addin/sync-questions.ts';
import { NO_CHOICES } from '../../addin/sync-request.ts';
import { toCell } from '../../addin/excel/cells.ts';
import { addAnswers, type Answers, conflictId, rowId } from '../../addin/taskpane/choices.ts';
import { serialOfDay } from '../../shared/calendar.ts';
import {
  type Column,
  getTable,
  TABLE_NAMES,
  type TableName,
  type WireRow,
  type WireValue,
} from '../../shared/tables.ts';
import { Testbed, Workbook } from '../server/testbed.ts';
import { Desk } from './excel/desk.ts';

/**
 * Three workbooks on one contract under random use, against an oracle that knows values only: what was typed where, what
 * each workbook has shown, and what the server holds. Every typed value is typed nowhere else, so that each says who
 * wrote it. MODEL_SEED and MODEL_OPS choose the run; MODEL_MOVES=1 also adds and moves rows while a sync runs.
 */
const SEED = Number(process.env['MODEL_SEED'] ?? 20161);
const STEPS = Number(process.env['MODEL_OPS'] ?? 10_000);
const MOVES = process.env['MODEL_MOVES'] === '1';
const MAX_HOURS = 40;
const NOTE = 'Notitie';

const PLAATSINGEN = ['P1', 'P2', 'P3', 'P4'];
const KLANTEN = ['KL1', 'KL2', 'KL3'];
const DAYS = Array.from({ length: 20 }, (_, i) =>
  new Date(Date.UTC(2016, 1, 5 + 7 * i)).toISOString().slice(0, 10),
);

/** A cell's value as Excel holds it; blank is ''. */
type Value = string | number;
type Rows = Map<string, Map<string, Value>>;

function mulberry32(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}
const random = mulberry32(SEED);
const below = (n: number) => Math.floor(random() * n);
const chance = (p: number) => random() < p;
function pick<T>(items: readonly T[]): T {
  const item = items[below(items.length)];
  if (item === undefined) throw new Error('nothing to pick from');
  return item;
}
function shuffle<T>(items: readonly T[]): T[] {
  return items
    .map((item) => ({ item, at: random() }))
    .sort((a, b) => a.at - b.at)
    .map(({ item }) => item);
}

let typedCount = 0;
/** A value for the field that no other cell of that field got for thousands of steps. */
function fresh(field: string): Value {
  typedCount += 1;
  if (field === 'uren') return (101 + (typedCount % 5900)) / 100;
  if (field === 'reiskosten' || field === 'uurtarief') return (1_000 + typedCount) / 100;
  if (field === 'reiskostenBetaaldOp') return serialOfDay('2017-01-01') + (typedCount % 30_000);
  return `Naam nr. ${typedCount}`;
}

const rowOf = (id: string) => id.slice(0, id.lastIndexOf(' '));
const valueAt = (rows: Rows, id: string) => rows.get(rowOf(id))?.get(id.slice(id.lastIndexOf(' ') + 1));
const cellId = (row: string, field: string) => `${row} ${field}`;
const addTo = (sets: Map<string, Set<Value>>, id: string, value: Value) =>
  sets.set(id, (sets.get(id) ?? new Set()).add(value));
const demand = (holds: boolean, message: string) => {
  if (!holds) throw new Error(message);
};

/** The rows by their key, as they stand in the tables of the server or of a workbook. */
function rowsOf(read: (name: TableName) => Value[][]): Rows {
  const all: Rows = new Map();
  for (const name of TABLE_NAMES) {
    const { columns, keyLength } = getTable(name);
    for (const values of read(name)) {
      const id = [name, ...values.slice(0, keyLength)].join(' ');
      demand(!all.has(id), `${id} stands there twice`);
      all.set(id, new Map(columns.map((column, i) => [column.name, values[i] ?? ''])));
    }
  }
  return all;
}
/** As it stands in a cell: the apostrophe that keeps text is not part of it. */
function cellOf(column: Column, value: WireValue): Value {
  const cell = toCell(column, value);
  return typeof cell === 'string' ? cell.replace(/^'/, '') : cell;
}
const cellsOf = (name: TableName, row: WireRow): Value[] =>
  getTable(name).columns.map((column, i) => cellOf(column, row[i] ?? null));
const idOf = (name: TableName, key: readonly string[]) =>
  [name, ...cellsOf(name, [...key]).slice(0, key.length)].join(' ');

/** Someone with a workbook, and what we know of it without asking the code that syncs. */
class User {
  readonly name: string;
  readonly desk: Desk;
  /** Typed and not on the server yet. */
  readonly edits = new Map<string, Value>();
  /** All that was typed, by cell, as long as a request with it may still be under way. */
  typed = new Map<string, Set<Value>>();
  /** What this workbook has shown, by cell: who types over that knows what it replaces. */
  readonly seen = new Map<string, Set<Value>>();
  readonly added: Rows = new Map();
  /** Rows that the user agreed to remove, and removed ones that the user agreed to bring back. */
  readonly removing = new Set<string>();
  readonly reviving = new Set<string>();
  /** Per cell the own value that the user gave up for the server's: it must not come back over that one. */
  readonly givenUp = new Map<string, { mine: Value; theirs: Value }>();
  /** Rows that went for good by an answer, until they are added anew; the request that said so may have been lost. */
  readonly givenUpRows = new Set<string>();
  /** Per cell the own value that reached the server, and over which a colleague who saw it wrote on purpose. */
  readonly overwritten = new Map<string, Value>();
  readonly notes = new Map<string, string>();
  /** Keys that stood in the workbook since it last agreed: not added anew. */
  readonly held = new Set<string>();

  constructor(name: string, desk: Desk) {
    this.name = name;
    this.desk = desk;
  }

  rows(): Rows {
    return rowsOf((name) =>
      this.desk
        .records(name)
        .map((record) => getTable(name).columns.map(({ label }) => record[label] as Value))
        .filter((values) => values.some((value) => value !== '')),
    );
  }

  look(): Rows {
    const rows = this.rows();
    for (const [row, fields] of rows) {
      this.held.add(row);
      for (const [field, value] of fields) addTo(this.seen, cellId(row, field), value);
    }
    return rows;
  }

  type(): string {
    const kind = below(8);
    if (kind === 0) return this.typeIn('klanten', [pick(KLANTEN)], 'naam');
    if (kind === 1) return this.typeIn('plaatsingen', [pick(PLAATSINGEN)], 'uurtarief');
    const keys = this.hours();
    if (keys.length === 0) return 'types nothing';
    return this.typeIn('uren', pick(keys), pick(['uren', 'uren', 'reiskosten', 'reiskostenBetaaldOp']));
  }

  typeIn(name: TableName, key: readonly string[], field: string): string {
    const row = idOf(name, key);
    const id = cellId(row, field);
    const was = this.rows().get(row)?.get(field) ?? '';
    const value = fresh(field);
    addTo(this.seen, id, was);
    addTo(this.seen, id, value);
    addTo(this.typed, id, value);
    this.edits.set(id, value);
    this.added.get(row)?.set(field, value);
    this.desk.type(name, key, field, value);
    return `types ${value} over ${was} in ${id}`;
  }

  hours(): string[][] {
    const byId = new Map(PLAATSINGEN.flatMap((p) => DAYS.map((day) => [idOf('uren', [p, day]), [p, day]])));
    return [...this.rows().keys()].flatMap((row) => {
      const key = byId.get(row);
      return key ? [key] : [];
    });
  }

  add(): string {
    const table = this.desk.table('uren');
    const key = [pick(PLAATSINGEN), pick(DAYS)];
    const row = idOf('uren', key);
    if (this.hours().length >= MAX_HOURS || this.held.has(row) || this.rows().has(row)) return 'adds nothing';
    const values = cellsOf('uren', [...key, null, null, null]);
    values[2] = fresh('uren');
    if (chance(0.5)) values[3] = fresh('reiskosten');
    const { columns } = getTable('uren');
    const fields = new Map(columns.map(({ name }, i) => [name, values[i] ?? '']));
    for (const [field, value] of fields) {
      addTo(this.typed, cellId(row, field), value);
      addTo(this.seen, cellId(row, field), value);
      if (field === 'uren' || (field === 'reiskosten' && value !== ''))
        this.edits.set(cellId(row, field), value);
    }
    this.added.set(row, fields);
    this.givenUpRows.delete(row);
    this.held.add(row);
    this.notes.set(row, `van ${this.name} bij ${row} (${typedCount})`);
    const cells = table.$headers().map((header) => {
      const i = columns.findIndex(({ label }) => label === header);
      return i >= 0 ? values[i] : header === NOTE ? this.notes.get(row) : '';
    });
    const at = chance(0.5) ? undefined : below(table.rows.count);
    table.rows.add(at, [cells]);
    return `adds ${row} at ${at ?? 'the end'}`;
  }

  drop(): string {
    const keys = this.hours();
    if (keys.length < 8) return 'drops nothing';
    const row = idOf('uren', pick(keys));
    this.look();
    const index = this.desk
      .records('uren')
      .findIndex((record) => `uren ${record['Plaatsingnummer']} ${record['Datum']}` === row);
    this.desk.table('uren').rows.getItemAt(index).delete();
    this.forget(row);
    return `drops ${row}`;
  }

  /** The row is no longer in the workbook. */
  forget(row: string): void {
    this.added.delete(row);
    this.notes.delete(row);
    for (const id of this.edits.keys()) if (id.startsWith(`${row} `)) this.edits.delete(id);
  }

  arrange(): string {
    const name = pick(['uren', 'uren', 'klanten', 'plaatsingen'] as const);
    const table = this.desk.table(name);
    if (chance(0.5)) {
      table.sort.apply([{ key: below(table.$headers().length), ascending: chance(0.5) }]);
      return `sorts ${name}`;
    }
    const body = table.getDataBodyRange();
    body.formulas = shuffle(body.formulas);
    return `shuffles ${name}`;
  }

  filter(): string {
    const name = pick(['uren', 'klanten', 'plaatsingen'] as const);
    this.desk
      .table(name)
      .columns.getItemAt(0)
      .filter.$call('applyValuesFilter', [['P1']]);
    return `filters ${name}`;
  }

  /** Own cells are where the user put them; rows that came in have none, and get one now. */
  checkNotes(): void {
    const present = new Set<string>();
    const table = this.desk.table('uren');
    const column = table.$headers().indexOf(NOTE);
    for (const [i, record] of this.desk.records('uren').entries()) {
      if (record['Plaatsingnummer'] === '') continue;
      const row = `uren ${record['Plaatsingnummer']} ${record['Datum']}`;
      present.add(row);
      const note = this.notes.get(row) ?? '';
      demand(record[NOTE] === note, `the note of ${row} is "${record[NOTE]}", not "${note}"`);
      if (note !== '') continue;
      typedCount += 1;
      const text = `van ${this.name} bij ${row} (${typedCount})`;
      this.notes.set(row, text);
      table.getDataBodyRange().getCell(i, column).values = [[text]];
    }
    for (const row of this.notes.keys()) if (!present.has(row)) this.notes.delete(row);
  }
}

class Model {
  readonly bed = new Testbed();
  readonly counts: Record<string, number> = {};
  readonly trace: string[] = [];
  users: User[] = [];
  truth: Rows = new Map();
  revision = 0;

  count(what: string): void {
    this.counts[what] = (this.counts[what] ?? 0) + 1;
  }

  async start(): Promise<void> {
    for (const [i, name] of ['Anna', 'Bert', 'Cora'].entries()) {
      const desk = await new Desk(this.bed, this.bed.token(name, ['lezen', 'schrijven'])).setUp();
      const user = new User(name, desk);
      this.users.push(user);
      if (i === 0) {
        desk.add('kandidaten', ['K1', 'Kees', '2016-01-04', '2014-05-01', true, null]);
        desk.add('klanten', ...KLANTEN.map((nummer): WireRow => [nummer, `Klant ${nummer}`, 'Almere']));
        for (const nummer of PLAATSINGEN)
          desk.add('plaatsingen', [
            nummer,
            'K1',
            pick(KLANTEN),
            '2016-02-01',
            null,
            '12.00',
            null,
            null,
            null,
          ]);
        for (const day of DAYS.slice(0, 4))
          desk.add('uren', ...PLAATSINGEN.map((p): WireRow => [p, day, String(fresh('uren')), null, null]));
      }
      await desk.mustSync();
      desk.table('uren').columns.add(pick([0, 2, -1]), undefined, NOTE);
      user.checkNotes();
    }
    ({ rows: this.truth, revision: this.revision } = await this.server());
  }

  /** As a workbook that never synced gets it. */
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

  /** What the server holds now must follow from what this user typed, saw and answered, and nothing else. */
  async observe(user: User): Promise<void> {
    const { rows, revision } = await this.server();
    for (const [row, fields] of this.truth) {
      if (rows.has(row)) continue;
      demand(user.removing.has(row), `${row} is gone from the server, and ${user.name} did not remove it`);
      for (const [field, value] of fields)
        demand(
          value === '' || user.seen.get(cellId(row, field))?.has(value) === true,
          `${row} is removed with a ${field} ${value} that ${user.name} never saw`,
        );
    }
    for (const [row, fields] of rows) {
      const before = this.truth.get(row);
      const isRevived = !before && user.reviving.has(row);
      demand(
        before !== undefined || isRevived || user.added.has(row) || user.typed.has(cellId(row, 'datum')),
        `${row} is on the server, and ${user.name} did not add it`,
      );
      for (const [field, value] of fields) {
        const id = cellId(row, field);
        const old = before?.get(field) ?? '';
        if (value === old) continue;
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
      if (user.added.has(row)) user.added.delete(row);
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

  /** Answers at random; what the questions showed is then known to the user. */
  answer(user: User, questions: Questions, dropped: Map<string, Value | null>): Answers {
    const answers: Answers = { conflicts: {}, missing: {}, settled: false };
    demand(questions.settled.length === 0, 'a settled half-year came up');
    for (const row of questions.missing) {
      const id = idOf(row.table, row.key);
      const isThere = user.rows().has(id);
      demand(MOVES || !isThere, `${id} is called missing and stands there`);
      const answer = pick(['remove', 'remove', 'restore'] as const);
      answers.missing[rowId(row)] = answer;
      if (answer === 'remove' && !isThere) user.removing.add(id);
      else user.removing.delete(id);
      this.count(answer);
    }
    for (const conflict of questions.conflicts) {
      const row = idOf(conflict.table, conflict.key);
      const side = pick(['mine', 'theirs'] as const);
      answers.conflicts[conflictId(conflict)] = side;
      this.count(conflict.field === null ? `row ${side}` : side);
      const column = getTable(conflict.table).columns.find(({ name }) => name === conflict.field);
      if (!column) {
        if (side === 'theirs') {
          dropped.set(row, null);
          user.givenUpRows.add(row);
          user.removing.delete(row);
        } else if (this.truth.has(row)) {
          for (const [field, value] of this.truth.get(row) ?? []) addTo(user.seen, cellId(row, field), value);
        } else user.reviving.add(row);
        continue;
      }
      const id = cellId(row, column.name);
      const theirs = cellOf(column, conflict.theirs);
      demand(this.truth.get(row)?.get(column.name) === theirs, `theirs of ${id} is not ${theirs}`);
      const mine = cellOf(column, conflict.mine);
      // What was given up in a request that was lost is not the user's any more once the cell holds something else.
      const edit = user.edits.get(id);
      if (edit !== undefined && edit !== mine && user.givenUp.get(id)?.mine === edit) user.edits.delete(id);
      addTo(user.seen, id, theirs);
      this.trace.push(`${id}: ${side} of ${mine} and ${theirs}`);
      if (side === 'mine') {
        dropped.delete(id);
        user.givenUp.delete(id);
        user.overwritten.delete(id);
        addTo(user.typed, id, mine);
      } else {
        dropped.set(id, mine);
        user.givenUp.set(id, { mine, theirs });
      }
    }
    return answers;
  }

  async sync(user: User, isSmooth = false): Promise<string> {
    const { desk } = user;
    const told: string[] = [];
    const dropped = new Map<string, Value | null>();
    let choices = NO_CHOICES;
    for (let round = 0; ; round++) {
      demand(round < 8, 'the questions do not end');
      user.look();
      const before = new Map(user.edits);
      const stop = new AbortController();
      const kind = isSmooth ? 9 : below(10);
      const cancelAt = kind === 0 ? 1 + below(14) : Infinity;
      const editAt = kind === 1 || kind === 2 ? 1 + below(14) : Infinity;
      const isLost = kind === 3;
      let calls = 0;
      const options: SyncOptions = {
        signal: stop.signal,
        onProgress: (step) => {
          calls += 1;
          if (calls === cancelAt) stop.abort();
          if (calls < editAt || calls > editAt + 2) return;
          const does = MOVES && chance(0.4) ? pick(['add', 'arrange'] as const) : 'type';
          told.push(`at "${step}": ${user[does]()}`);
          this.count('edits during a sync');
        },
      };
      desk.online = !isLost;
      let outcome;
      try {
        outcome = await desk.sync(choices, options);
      } catch (error) {
        if (!isLost && calls < cancelAt) throw error;
        told.push(isLost ? 'lost' : `cancelled at ${cancelAt}`);
        this.count(isLost ? 'lost' : 'cancelled');
      } finally {
        desk.online = true;
      }
      this.trace.push(`${user.name} ${outcome?.kind ?? 'fails'}; ${told.splice(0).join('; ')}`);
      await this.observe(user);
      user.checkNotes();
      if (!outcome) return 'syncs in vain';
      if (outcome.kind === 'decide') {
        choices = addAnswers(choices, outcome, this.answer(user, outcome, dropped));
        continue;
      }
      if (outcome.kind !== 'done') throw new Error(JSON.stringify(outcome));
      this.count(outcome.summary.left > 0 ? 'done, cells left' : 'done');
      this.acknowledge(user, before, dropped, outcome.summary.left);
      return `syncs to revision ${this.revision}`;
    }
  }

  /** After `done`: what stood in the workbook is on the server, and what the server has is in the workbook. */
  acknowledge(user: User, before: Map<string, Value>, dropped: Map<string, Value | null>, left: number) {
    const at = (id: string) => valueAt(this.truth, id);
    for (const [id, value] of before) {
      if (user.edits.get(id) !== value) continue;
      const isGivenUp =
        dropped.get(id) === value ||
        dropped.has(rowOf(id)) ||
        user.givenUp.get(id)?.mine === value ||
        user.overwritten.get(id) === value ||
        user.givenUpRows.has(rowOf(id));
      demand(isGivenUp || at(id) === value, `${id}: ${value} of ${user.name} is not on the server`);
      user.edits.delete(id);
    }
    for (const [id, value] of user.edits) if (at(id) === value) user.edits.delete(id);
    for (const row of user.removing) demand(!this.truth.has(row), `${row} is still on the server`);
    const rows = user.rows();
    for (const [id, value] of user.edits) {
      const now = valueAt(rows, id);
      demand(now === value, `${user.name} typed ${value} in ${id} during the sync, and ${now} stands there`);
    }
    if (left > 0) return;
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
    for (const [id, value] of user.edits)
      expected.get(rowOf(id))?.set(id.slice(id.lastIndexOf(' ') + 1), value);
    expectSame(rows, expected);
  }

  async step(): Promise<string> {
    const user = pick(this.users);
    const dice = below(100);
    const does = async () => {
      if (dice < 13) return this.sync(user);
      if (dice < 66) return user.type();
      if (dice < 77) return user.add();
      if (dice < 84) return user.drop();
      if (dice < 96) return user.arrange();
      return user.filter();
    };
    return `${user.name} ${await does()}`;
  }

  /** All sync in turn until nothing changes any more. */
  async finish(): Promise<void> {
    for (let round = 1; round <= 6; round++) {
      for (const user of this.users) await this.sync(user, true);
      let isQuiet = true;
      for (const { desk } of this.users) {
        const plan = await desk.plan();
        isQuiet &&= plan.kind === 'ready' && isEmpty(plan);
      }
      if (!isQuiet) continue;
      for (const user of this.users) {
        expectSame(user.rows(), (await this.server()).rows);
        user.checkNotes();
        demand(user.edits.size === 0, `${user.name} still has changes`);
      }
      return;
    }
    throw new Error('the workbooks do not agree after six rounds');
  }
}

const plain = (rows: Rows) =>
  Object.fromEntries(
    [...rows].sort(([a], [b]) => (a < b ? -1 : 1)).map(([row, fields]) => [row, Object.fromEntries(fields)]),
  );
function expectSame(actual: Rows, expected: Rows): void {
  expect(plain(actual)).toEqual(plain(expected));
}

it(
  `three workbooks lose no acknowledged value in ${STEPS} random steps, and are alike in the end`,
  { timeout: 600_000 },
  async () => {
    const model = new Model();
    await model.start();
    let step = 0;
    try {
      for (step = 1; step <= STEPS; step++) model.trace.push(`${step}. ${await model.step()}`);
      await model.finish();
    } catch (error) {
      const what = error instanceof Error ? error.message : String(error);
      const trace = model.trace.slice(-12).join('\n');
      throw new Error(`MODEL_SEED=${SEED}, step ${step}: ${what}\n${trace}`, { cause: error });
    }
    if (STEPS >= 5_000)
      for (const what of [
        'mine',
        'theirs',
        'row mine',
        'row theirs',
        'remove',
        'restore',
        'lost',
        'cancelled',
        'done, cells left',
      ])
        expect(model.counts[what], what).toBeGreaterThan(0);
    model.bed.store.raw.close();
  },
);
