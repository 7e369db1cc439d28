import { expect, it } from 'vitest';
import { annaAndBert } from './excel/desk.ts';
import { Testbed } from '../server/testbed.ts';
import { Model } from './model/model.ts';
import { SEED, STEPS } from './model/random.ts';

/** What must have come up in a run of this length, or it tells little. */
const EXPECTED = [
  ...[
    'mine',
    'theirs',
    'row mine',
    'row theirs',
    'remove',
    'restore',
    'lost',
    'cancelled',
    'done, cells left',
  ],
  ...['edits during a sync', 'fault taken out', 'fault of a colleague'],
];

it(
  `three workbooks lose no acknowledged value in ${STEPS} random steps, and are alike in the end`,
  { timeout: 600_000 },
  async () => {
    const model = new Model(await Testbed.open());
    await model.start();
    let step = 0;
    try {
      for (step = 1; step <= STEPS; step++) await model.step();
      await model.finish();
    } catch (error) {
      const what = error instanceof Error ? error.message : String(error);
      const trace = model.trace.slice(-12).join('\n');
      throw new Error(`MODEL_SEED=${SEED}, step ${step}: ${what}\n${trace}`, { cause: error });
    }
    if (STEPS >= 5_000) for (const what of EXPECTED) expect(model.counts[what], what).toBeGreaterThan(0);
    await model.bed.store.close();
  },
);

/** Found with MODEL_MOVES=1, MODEL_SEED=4: the server compares whole rows, and this one was changed since it came. */
it.fails(
  'asks about a row that someone removed, where the workbook got it while a cell was left',
  async () => {
    const { bed, anna, bert } = await annaAndBert();
    anna.type('uren', ['P1', '2016-02-05'], 'uren', 8);
    anna.add('uren', ['P1', '2016-02-12', '2.00', '1.00', null]);
    await anna.mustSync();
    const left = await bert.sync(
      {},
      {
        onProgress: (step) => {
          if (step === 'Versturen naar de server') bert.type('uren', ['P1', '2016-02-05'], 'uren', 6);
        },
      },
    );
    expect(left).toMatchObject({ kind: 'done', summary: { left: 1 } });
    bert.type('uren', ['P1', '2016-02-12'], 'reiskosten', 3);
    anna.table('uren').rows.getItemAt(1).delete();
    await anna.mustSync({ remove: { uren: [['P1', '2016-02-12']] } });
    const outcome = await bert.sync();
    expect(outcome).toMatchObject({ kind: 'decide' });
    if (outcome.kind !== 'decide') return;
    expect(outcome.conflicts).toContainEqual(
      expect.objectContaining({ key: ['P1', '2016-02-12'], field: null, theirs: null }),
    );
    await bed.store.close();
  },
);
