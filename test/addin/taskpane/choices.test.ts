import { describe, expect, it } from 'vitest';
import {
  addAnswers,
  type Answers,
  conflictId,
  countOpen,
  NO_ANSWERS,
  rowId,
  askMissing,
  listRenamings,
} from '../../../addin/taskpane/choices.ts';
import { NO_CHOICES } from '../../../addin/sync-request.ts';
import type { Questions, RenamedRow } from '../../../addin/sync-questions.ts';
import type { Conflict } from '../../../shared/api.ts';

const conflict = (field: string, theirs = '7.50'): Conflict => ({
  table: 'uren',
  key: ['PL001', '2016-04-08'],
  field,
  base: '8.50',
  mine: '9.00',
  theirs,
  by: 'Anna',
  at: '2026-11-23T10:12:00Z',
});
const questions = (part: Partial<Questions> = {}): Questions => ({
  kind: 'decide',
  conflicts: [],
  missing: [],
  renamed: [],
  leaveOut: null,
  settled: [],
  corrections: [],
  revision: 43,
  ...part,
});
const decide = (chosen: [Conflict, 'mine' | 'theirs'][]): Answers => ({
  ...NO_ANSWERS,
  conflicts: Object.fromEntries(chosen.map(([each, side]) => [conflictId(each), side])),
});

describe('what the user decided', () => {
  it('mine in one field of a row and theirs in another: the row is mine, that field theirs', () => {
    const [hours, costs] = [conflict('uren'), conflict('reiskosten')];
    const choices = addAnswers(
      NO_CHOICES,
      questions({ conflicts: [hours, costs] }),
      decide([
        [hours, 'mine'],
        [costs, 'theirs'],
      ]),
    );
    expect(choices.mine).toEqual({ uren: [['PL001', '2016-04-08']] });
    expect(choices.theirs).toEqual([costs]);
    expect(choices.seen).toBe(43);
  });

  it('a later answer takes the place of an earlier one about the same field', () => {
    const first = conflict('uren');
    const again = conflict('uren', '6.00');
    const earlier = addAnswers(NO_CHOICES, questions({ conflicts: [first] }), decide([[first, 'theirs']]));
    const later = addAnswers(
      earlier,
      questions({ conflicts: [again], revision: 44 }),
      decide([[again, 'theirs']]),
    );
    expect(later.theirs).toEqual([again]);
    expect(later.seen).toBe(44);
  });

  it('a row stands in mine once, whatever the case of its key', () => {
    const lower = { ...conflict('reiskosten'), key: ['pl001', '2016-04-08'] };
    const once = addAnswers(
      NO_CHOICES,
      questions({ conflicts: [conflict('uren'), lower] }),
      decide([
        [conflict('uren'), 'mine'],
        [lower, 'mine'],
      ]),
    );
    expect(once.mine.uren).toHaveLength(1);
  });

  it('missing rows go to remove or restore, settled half-years to settled', () => {
    const missing: Questions['missing'] = [
      { table: 'uren', key: ['PL002', '2016-04-08'] },
      { table: 'klanten', key: ['KL01'] },
    ];
    const [gone, back] = missing.map(rowId) as [string, string];
    const choices = addAnswers(NO_CHOICES, questions({ missing, settled: ['2016-H1'] }), {
      conflicts: {},
      missing: { [gone]: 'remove', [back]: 'restore' },
      settled: true,
    });
    expect(choices.remove).toEqual({ uren: [['PL002', '2016-04-08']] });
    expect(choices.restore).toEqual({ klanten: [['KL01']] });
    expect(choices.settled).toEqual(['2016-H1']);
    expect(choices.seen).toBeNull();
  });

  it('leaves the earlier choices as they were', () => {
    addAnswers(
      NO_CHOICES,
      questions({ conflicts: [conflict('uren')] }),
      decide([[conflict('uren'), 'mine']]),
    );
    expect(NO_CHOICES).toEqual({ remove: {}, restore: {}, mine: {}, theirs: [], seen: null, settled: [] });
  });

  it('counts what still waits for an answer', () => {
    const open = questions({
      conflicts: [conflict('uren')],
      missing: [{ table: 'klanten', key: ['KL01'] }],
      settled: ['2016-H1', '2016-H2'],
    });
    expect(countOpen(open, NO_ANSWERS)).toBe(3);
    expect(countOpen(open, { ...decide([[conflict('uren'), 'mine']]), settled: true })).toBe(1);
  });

  it('a renamed plaatsing is one question with its hours, and takes the old keys away', () => {
    const plaatsing: RenamedRow = { table: 'plaatsingen', from: ['PL1'], to: ['PL9'], dependents: [] };
    const hours: RenamedRow = {
      table: 'uren',
      from: ['PL1', '2016-04-08'],
      to: ['PL9', '2016-04-08'],
      dependents: [],
    };
    const moved: RenamedRow = { ...hours, from: ['PL2', '2016-04-08'], to: ['PL2', '2016-04-09'] };
    const renamed = [plaatsing, hours, moved];
    const missing = renamed.map(({ table, from }) => ({ table, key: from }));
    const asked = questions({ missing, renamed });
    expect(askMissing(asked)).toEqual([
      { row: missing[0], renaming: plaatsing, along: [missing[1]] },
      { row: missing[2], renaming: moved, along: [] },
    ]);
    const answers: Answers = {
      ...NO_ANSWERS,
      missing: Object.fromEntries(missing.map((row) => [rowId(row), 'rename' as const])),
    };
    expect(listRenamings(asked, answers)).toEqual(renamed);
    expect(addAnswers(NO_CHOICES, asked, answers).remove).toEqual({
      plaatsingen: [['PL1']],
      uren: [
        ['PL1', '2016-04-08'],
        ['PL2', '2016-04-08'],
      ],
    });
  });

  it('hours of older years are left out from the day that was offered', () => {
    const missing = [{ table: 'uren' as const, key: ['PL1', '2015-12-31'] }];
    const asked = questions({ missing, leaveOut: '2016-01-01' });
    const [id] = missing.map(rowId) as [string];
    expect(addAnswers(NO_CHOICES, asked, { ...NO_ANSWERS, missing: { [id]: 'leave' } })).toMatchObject({
      from: '2016-01-01',
      remove: {},
    });
    expect(addAnswers(NO_CHOICES, asked, { ...NO_ANSWERS, missing: { [id]: 'restore' } })).not.toHaveProperty(
      'from',
    );
    expect(addAnswers(NO_CHOICES, asked, NO_ANSWERS)).not.toHaveProperty('from');
  });
});
