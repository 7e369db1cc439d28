import { addAnswers, type Answers, conflictId, rowId } from '../../../addin/taskpane/choices.ts';
import { type CellFault, isEmpty, type SyncOptions } from '../../../addin/sync.ts';
import type { Questions } from '../../../addin/sync-questions.ts';
import { NO_CHOICES } from '../../../addin/sync-request.ts';
import { getTable, type WireRow } from '../../../shared/tables.ts';
import { type Testbed } from '../../server/testbed.ts';
import { Desk } from '../excel/desk.ts';
import { Oracle } from './oracle.ts';
import { below, chance, fresh, MOVES, pick } from './random.ts';
import { addTo, cellId, cellOf, demand, expectSame, idOf, type Value, valueAt } from './rows.ts';
import { DAYS, KLANTEN, newPlaatsing, User } from './user.ts';

/** Three workbooks on one contract under random use. */
export class Model {
  readonly counts: Record<string, number> = {};
  readonly trace: string[] = [];
  readonly bed: Testbed;
  private readonly oracle: Oracle;

  constructor(bed: Testbed) {
    this.bed = bed;
    this.oracle = new Oracle(bed);
  }

  private count(what: string): void {
    this.counts[what] = (this.counts[what] ?? 0) + 1;
  }

  async start(): Promise<void> {
    for (const [i, name] of ['Anna', 'Bert', 'Cora'].entries()) {
      const desk = await new Desk(this.bed, await this.bed.token(name, ['lezen', 'schrijven'])).setUp();
      const user = new User(name, desk);
      this.oracle.users.push(user);
      if (i === 0) {
        const plaatsingen = ['P1', 'P2', 'P3', 'P4'];
        desk.add('kandidaten', ['K1', 'Kees', '2016-01-04', '2014-05-01', true, null]);
        desk.add('klanten', ...KLANTEN.map((nummer): WireRow => [nummer, `Klant ${nummer}`, 'Almere']));
        desk.add('plaatsingen', ...plaatsingen.map(newPlaatsing));
        for (const day of DAYS.slice(0, 4))
          desk.add('uren', ...plaatsingen.map((p): WireRow => [p, day, String(fresh('uren')), null, null]));
      }
      await desk.mustSync();
      user.own.addAt(pick([0, 2, -1]), pick([0, 3, -1]));
    }
    await this.oracle.start();
  }

  async step(): Promise<void> {
    const user = pick(this.oracle.users);
    const dice = below(100);
    const does = async () => {
      if (dice < 13) return this.sync(user);
      if (dice < 65) return user.type();
      if (dice < 76) return user.add();
      if (dice < 83) return user.drop();
      if (dice < 94) return user.arrange();
      if (dice < 96) return user.reorder();
      return user.filter();
    };
    this.trace.push(`${user.name} ${await does()}`);
  }

  /** Answers at random; what the questions showed is then known to the user. `isCareful`: nothing may go. */
  private answer(
    user: User,
    questions: Questions,
    dropped: Map<string, Value | null>,
    isCareful: boolean,
  ): Answers {
    const answers: Answers = { conflicts: {}, missing: {}, settled: false };
    demand(questions.settled.length === 0, 'a settled half-year came up');
    for (const row of questions.missing) {
      const id = idOf(row.table, row.key);
      const isThere = user.rows().has(id);
      demand(MOVES || !isThere, `${id} is called missing and stands there`);
      const answer = isCareful ? 'restore' : pick(['remove', 'remove', 'restore'] as const);
      answers.missing[rowId(row)] = answer;
      if (answer === 'remove' && !isThere) user.removing.add(id);
      else user.removing.delete(id);
      this.trace.push(`${id} is missing: ${answer}`);
      this.count(answer);
    }
    const { truth } = this.oracle;
    for (const conflict of questions.conflicts) {
      const row = idOf(conflict.table, conflict.key);
      const isGone = conflict.field === null && !truth.has(row);
      const side =
        isCareful && conflict.field === null
          ? isGone
            ? 'mine'
            : 'theirs'
          : pick(['mine', 'theirs'] as const);
      answers.conflicts[conflictId(conflict)] = side;
      this.count(conflict.field === null ? `row ${side}` : side);
      this.trace.push(`${row} ${conflict.field}: ${side} of ${conflict.mine} and ${conflict.theirs}`);
      const column = getTable(conflict.table).columns.find(({ name }) => name === conflict.field);
      if (!column) {
        if (side === 'theirs') {
          dropped.set(row, null);
          user.givenUpRows.add(row);
          user.removing.delete(row);
          continue;
        }
        dropped.delete(row);
        user.givenUpRows.delete(row);
        if (isGone) user.reviving.add(row);
        else for (const [field, value] of truth.get(row) ?? []) addTo(user.seen, cellId(row, field), value);
        continue;
      }
      const id = cellId(row, column.name);
      const theirs = cellOf(column, conflict.theirs);
      demand(valueAt(truth, id) === theirs, `theirs of ${id} is not ${theirs}`);
      const mine = cellOf(column, conflict.mine);
      addTo(user.seen, id, theirs);
      // An edit that an earlier answer gave up, and that is no longer what the workbook holds, is settled.
      const edit = user.edits.get(id);
      if (edit !== mine && user.givenUp.get(id)?.mine === edit) user.edits.delete(id);
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

  /**
   * Hours whose plaatsing is gone, here or on the server, are the only faults there can be. The user takes such hours
   * out; where they are a colleague's, the plaatsing must come back: answers whether that is so.
   */
  private repair(user: User, faults: readonly CellFault[], isStill: boolean): boolean {
    for (const { table, key, rowIndex } of faults)
      if (isStill && user.rows().has(idOf(table, key)))
        demand(
          user.standsAt(table, key, rowIndex),
          `the fault in ${idOf(table, key)} leads to row ${rowIndex}`,
        );
    let isCareful = false;
    for (const { table, key, field } of faults) {
      const row = idOf(table, key);
      const plaatsing = idOf('plaatsingen', key.slice(0, 1));
      demand(table === 'uren' && field === 'plaatsingnummer', `a fault in ${row} ${field}`);
      demand(
        !user.rows().has(plaatsing) || !this.oracle.truth.has(plaatsing),
        `${row} is called a fault, and ${plaatsing} is there`,
      );
      const isHere = user.rows().has(row);
      this.trace.push(isHere ? user.take(table, key) : `${row} is a colleague's`);
      this.count(isHere ? 'fault taken out' : 'fault of a colleague');
      isCareful ||= !isHere;
    }
    return isCareful;
  }

  private async sync(user: User, isSmooth = false): Promise<string> {
    const { desk } = user;
    const { oracle } = this;
    const dropped = new Map<string, Value | null>();
    let choices = NO_CHOICES;
    let isCareful = false;
    for (let round = 0; ; round++) {
      demand(round < 12, 'the questions do not end');
      user.look();
      const before = new Map(user.edits);
      const told: string[] = [];
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
          const does = MOVES && chance(0.4) ? pick(['add', 'arrange', 'reorder'] as const) : 'type';
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
      this.trace.push(`${user.name} ${outcome?.kind ?? 'fails'}; ${told.join('; ')}`);
      await oracle.observe(user);
      user.own.check();
      if (!outcome) return 'syncs in vain';
      if (outcome.kind === 'decide') {
        choices = addAnswers(choices, outcome, this.answer(user, outcome, dropped, isCareful));
      } else if (outcome.kind === 'faults') {
        if (!this.repair(user, outcome.faults, told.length === 0)) continue;
        // What was answered does not stand: asked anew, the user lets nothing go.
        isCareful = true;
        choices = NO_CHOICES;
        dropped.clear();
        user.removing.clear();
      } else if (outcome.kind === 'done') {
        const { left } = outcome.summary;
        this.count(left > 0 ? 'done, cells left' : 'done');
        oracle.acknowledge(user, before, dropped, left);
        return `syncs to revision ${oracle.revision}`;
      }
    }
  }

  /** All sync in turn until nothing changes any more: then all hold the same. */
  async finish(): Promise<void> {
    const { users } = this.oracle;
    for (let round = 1; round <= 6; round++) {
      for (const user of users) await this.sync(user, true);
      let isQuiet = true;
      for (const { desk } of users) {
        const plan = await desk.plan();
        isQuiet &&= plan.kind === 'ready' && isEmpty(plan);
      }
      if (!isQuiet) continue;
      const { rows } = await this.oracle.server();
      for (const user of users) {
        expectSame(user.rows(), rows);
        user.own.check();
        demand(user.edits.size === 0, `${user.name} still has changes`);
      }
      return;
    }
    throw new Error('the workbooks do not agree after six rounds');
  }
}
