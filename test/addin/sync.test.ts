import { describe, expect, it } from 'vitest';
import { ClientError } from '../../addin/client.ts';
import { readConnection } from '../../addin/excel/connection.ts';
import { planSync, runSync } from '../../addin/sync.ts';
import { NO_CHOICES } from '../../addin/sync-request.ts';
import { TABLE_NAMES } from '../../shared/tables.ts';
import { installExcel } from '../excel-host/node-client.ts';
import { CONTRACT, smallTables, Testbed } from '../server/testbed.ts';
import { annaAndBert, Desk } from './excel/desk.ts';

const HOURS = ['P1', '2016-02-05'] as const;

describe('a first sync', () => {
  it('stores what stands in the workbook and remembers the revision', async () => {
    const bed = await Testbed.open();
    const anna = await new Desk(bed).setUp();
    const rows = smallTables();
    for (const name of TABLE_NAMES) anna.add(name, ...rows[name]);
    const plan = await anna.plan();
    expect(plan).toMatchObject({ kind: 'ready', outgoing: { uren: { added: 1, changed: 0, removed: 0 } } });
    const summary = await anna.mustSync();
    expect(summary).toMatchObject({ revision: 1, left: 0, incoming: { uren: { rows: 0, removed: 0 } } });
    expect(await readConnection()).toMatchObject({ revision: 1 });
    expect(await anna.plan()).toMatchObject({ kind: 'ready', outgoing: { uren: { added: 0 } } });
  });

  it('fills an empty workbook with the same cells', async () => {
    const { anna, bert } = await annaAndBert();
    for (const name of TABLE_NAMES) expect(bert.records(name)).toEqual(anna.records(name));
    expect(bert.records('uren')).toHaveLength(1);
    expect(bert.table('uren').getDataBodyRange().numberFormat).toEqual([
      ['@', 'dd-mm-yyyy', '0.00', '#,##0.00', 'dd-mm-yyyy'],
    ]);
  });
});

describe('two people on one row', () => {
  it('keeps what each changed in another field', async () => {
    const { anna, bert } = await annaAndBert();
    anna.type('uren', HOURS, 'uren', 7.25);
    bert.type('uren', HOURS, 'reiskosten', 6);
    await anna.mustSync();
    await bert.mustSync();
    await anna.mustSync();
    for (const desk of [anna, bert])
      expect(desk.records('uren')[0]).toMatchObject({ Uren: 7.25, Reiskosten: 6 });
  });

  it('asks about the same field, and takes mine', async () => {
    const { anna, bert } = await annaAndBert();
    anna.type('uren', HOURS, 'uren', 7.25);
    bert.type('uren', HOURS, 'uren', 8);
    await anna.mustSync();
    const plan = await bert.sync();
    if (plan.kind !== 'decide') throw new Error(plan.kind);
    expect(plan.conflicts).toMatchObject([
      { table: 'uren', field: 'uren', base: '8.50', mine: '8.00', theirs: '7.25', by: 'Anna' },
    ]);
    await bert.mustSync({ mine: { uren: [[...HOURS]] }, seen: plan.revision });
    await anna.mustSync();
    for (const desk of [anna, bert]) expect(desk.records('uren')[0]).toMatchObject({ Uren: 8 });
  });

  it('asks about the same field, and takes theirs', async () => {
    const { anna, bert } = await annaAndBert();
    anna.type('uren', HOURS, 'uren', 7.25);
    bert.type('uren', HOURS, 'uren', 8);
    bert.type('uren', HOURS, 'reiskosten', 5);
    await anna.mustSync();
    const plan = await bert.sync();
    if (plan.kind !== 'decide') throw new Error(plan.kind);
    await bert.mustSync({ theirs: plan.conflicts, seen: plan.revision });
    await anna.mustSync();
    for (const desk of [anna, bert])
      expect(desk.records('uren')[0]).toMatchObject({ Uren: 7.25, Reiskosten: 5 });
  });

  it('a row that one changed and the other removed: theirs takes it out, or brings it back', async () => {
    const { anna, bert } = await annaAndBert();
    anna.table('uren').rows.getItemAt(0).delete();
    bert.type('uren', HOURS, 'uren', 8);
    const missing = await anna.sync();
    expect(missing).toMatchObject({ kind: 'decide', missing: [{ table: 'uren', key: [...HOURS] }] });
    await anna.mustSync({ remove: { uren: [[...HOURS]] } });
    const plan = await bert.sync();
    if (plan.kind !== 'decide') throw new Error(plan.kind);
    expect(plan.conflicts).toMatchObject([{ field: null, theirs: null }]);
    await bert.mustSync({ theirs: plan.conflicts, seen: plan.revision });
    expect(bert.records('uren').filter(({ Datum }) => Datum !== '')).toEqual([]);

    anna.add('uren', ['P1', '2016-02-12', '4.00', null, null]);
    await anna.mustSync();
    await bert.mustSync();
    bert.type('uren', ['P1', '2016-02-12'], 'uren', 5);
    await bert.mustSync();
    anna.table('uren').rows.getItemAt(0).delete();
    const choices = { remove: { uren: [['P1', '2016-02-12']] } };
    const removed = await anna.sync(choices);
    if (removed.kind !== 'decide') throw new Error(removed.kind);
    await anna.mustSync({ ...choices, theirs: removed.conflicts, seen: removed.revision });
    expect(anna.records('uren')).toMatchObject([{ Uren: 5 }]);
  });
});

describe('what users do to their sheets', () => {
  it('keeps their own columns, another order of columns, and sorted rows', async () => {
    const { anna, bert } = await annaAndBert();
    anna.add('uren', ['P1', '2016-02-12', '4.00', null, null], ['P1', '2016-02-19', '5.00', null, null]);
    await anna.mustSync();
    await bert.mustSync();
    const table = bert.table('uren');
    table.columns.add(0, [['Notitie'], ['een'], ['twee'], ['drie']]);
    const body = table.getDataBodyRange();
    body.values = body.values.toReversed();
    anna.type('uren', ['P1', '2016-02-12'], 'uren', 4.5);
    anna.add('uren', ['P1', '2016-02-26', '6.00', null, null]);
    await anna.mustSync();
    await bert.mustSync();
    expect(bert.records('uren').map(({ Notitie, Datum, Uren }) => [Notitie, Datum, Uren])).toEqual([
      ['drie', 42419, 5],
      ['twee', 42412, 4.5],
      ['een', 42405, 8.5],
      ['', 42426, 6],
    ]);
    expect((await bert.plan()).kind).toBe('ready');
  });

  it('skips blank rows and fills those at the end first', async () => {
    const { anna, bert } = await annaAndBert();
    bert.workbook.table('Uren').resize(bert.workbook.sheet('Uren').getRange('A1:E5'));
    anna.add('uren', ['P1', '2016-02-12', '4.00', null, null]);
    await anna.mustSync();
    await bert.mustSync();
    expect(bert.records('uren').map(({ Uren }) => Uren)).toEqual([8.5, 4, '', '']);
  });

  it('moves a note below the table down instead of writing over it', async () => {
    const { anna, bert } = await annaAndBert();
    bert.workbook.sheet('Uren').getRange('A3').values = 'let op';
    anna.add('uren', ['P1', '2016-02-12', '4.00', null, null], ['P1', '2016-02-19', '5.00', null, null]);
    await anna.mustSync();
    await bert.mustSync();
    expect(bert.records('uren')).toHaveLength(3);
    expect(bert.workbook.sheet('Uren').getRange('A5').values).toEqual([['let op']]);
  });

  it('keeps a formula of which the value is the same, and reads its value', async () => {
    const { anna } = await annaAndBert();
    const cell = anna.table('uren').getDataBodyRange().getCell(0, 2);
    cell.formulas = [['=8+0.5']];
    cell.$compute([[8.5]]);
    expect(await anna.plan()).toMatchObject({ outgoing: { uren: { changed: 0 } } });
    await anna.mustSync();
    expect(cell.formulas).toEqual([['=8+0.5']]);
  });

  it('=1+1 in a name stays those four characters through ten round trips', async () => {
    const { anna, bert } = await annaAndBert();
    const names = ['=1+1', '+31 6', '-1', '@x', "'t Hof", '007', '1-2', 'WAAR'];
    names.forEach((naam, i) => anna.add('klanten', [`N${i}`, naam, null]));
    for (let i = 0; i < 10; i++) {
      const [from, to] = i % 2 === 0 ? [anna, bert] : [bert, anna];
      names.forEach((_, n) => from.type('klanten', [`N${n}`], 'plaats', `Plaats ${i}`));
      await from.mustSync();
      await to.mustSync();
      expect(
        to
          .records('klanten')
          .slice(1)
          .map((row) => row['Naam']),
      ).toEqual(names);
    }
    expect(bert.table('klanten').getDataBodyRange().formulas.flat()).toContain('=1+1');
    expect(bert.table('klanten').getDataBodyRange().valueTypes.flat()).not.toContain('Double');
  });
});

describe('faults', () => {
  it('points at the cell, in the sheet as it stands', async () => {
    const { anna } = await annaAndBert();
    anna.workbook.table('Uren').resize(anna.workbook.sheet('Uren').getRange('A1:E4'));
    anna.add('uren', ['P1', '2016-02-12', '4.00', null, null]);
    anna.type('uren', ['P1', '2016-02-12'], 'uren', 'acht');
    expect(await anna.plan()).toMatchObject({
      kind: 'faults',
      faults: [{ table: 'uren', rowIndex: 2, key: ['P1', '2016-02-12'], field: 'uren' }],
    });
    anna.type('uren', ['P1', '2016-02-12'], 'uren', 61);
    expect(await anna.plan()).toMatchObject({
      kind: 'faults',
      faults: [{ table: 'uren', rowIndex: 2, key: ['P1', '2016-02-12'], field: 'uren' }],
    });
  });

  it('tells the faults of cells and of rows at once, each cell once', async () => {
    const { anna } = await annaAndBert();
    anna.type('uren', HOURS, 'uren', 'acht');
    anna.add('uren', ['P1', '2016-02-12', '99.00', null, null], ['P1', '2016-02-12', '1.00', null, null]);
    anna.add('klanten', ['KL 9', null, null]);
    const plan = await anna.plan();
    if (plan.kind !== 'faults') throw new Error(plan.kind);
    expect(plan.faults.map(({ table, rowIndex, field }) => [table, rowIndex, field])).toEqual([
      ['uren', 0, 'uren'],
      ['klanten', 1, 'klantnummer'],
      ['klanten', 1, 'naam'],
      ['uren', 1, 'uren'],
      ['uren', 2, 'plaatsingnummer'],
    ]);
  });

  it('warns of a date as text, which formulas do not count', async () => {
    const { anna } = await annaAndBert();
    anna.table('uren').getDataBodyRange().getCell(0, 1).values = "'5-2-2016";
    const plan = await anna.plan();
    if (plan.kind !== 'ready') throw new Error(plan.kind);
    expect(plan.outgoing.uren.changed).toBe(0);
    expect(plan.warnings[0]).toMatchObject({ code: 'cell', field: 'datum', key: [...HOURS] });
  });
});

describe('when things go wrong', () => {
  it('leaves a cell that the user changes during the sync, and keeps the old revision', async () => {
    const { anna, bert } = await annaAndBert();
    anna.type('uren', HOURS, 'uren', 7.25);
    anna.type('uren', HOURS, 'reiskosten', 5);
    await anna.mustSync();
    let typed = false;
    const outcome = await bert.sync(
      {},
      {
        onProgress: (step) => {
          if (step !== 'Versturen naar de server' || typed) return;
          typed = true;
          bert.type('uren', HOURS, 'uren', 3);
        },
      },
    );
    expect(outcome).toMatchObject({ kind: 'done', summary: { left: 1, revision: 2 } });
    expect(bert.records('uren')[0]).toMatchObject({ Uren: 3, Reiskosten: 5 });
    expect(await readConnection()).toMatchObject({ revision: 1 });
    expect(await bert.plan()).toMatchObject({
      kind: 'decide',
      conflicts: [{ mine: '3.00', theirs: '7.25' }],
    });
  });

  it('sends a request without an answer again before anything newer', async () => {
    const { anna, bert } = await annaAndBert();
    bert.type('uren', HOURS, 'uren', 7);
    bert.online = false;
    await expect(bert.sync()).rejects.toMatchObject({ code: 'offline' });
    bert.online = true;
    // It lies in the workbook, so that a pane that was closed meanwhile finds it too.
    expect(await readConnection()).toMatchObject({ unanswered: true });
    // Back to what it was before the request that was stored after all.
    bert.type('uren', HOURS, 'uren', 8.5);
    expect((await bert.mustSync()).outgoing.uren.changed).toBe(1);
    expect(await readConnection()).not.toHaveProperty('unanswered');
    await anna.mustSync();
    for (const desk of [anna, bert]) expect(desk.records('uren')[0]).toMatchObject({ Uren: 8.5 });
  });

  it('a request that goes again does not undo what a colleague made of it since', async () => {
    const { anna, bert } = await annaAndBert();
    bert.type('uren', HOURS, 'uren', 7);
    bert.add('uren', ['P1', '2016-02-26', '6.00', null, null]);
    bert.online = false;
    await expect(bert.sync()).rejects.toMatchObject({ code: 'offline' });
    bert.online = true;
    await anna.mustSync();
    anna.type('uren', HOURS, 'uren', 8.5);
    anna.table('uren').rows.getItemAt(1).delete();
    await anna.mustSync({ remove: { uren: [['P1', '2016-02-26']] } });
    const plan = await bert.plan();
    expect(plan).toMatchObject({
      kind: 'decide',
      conflicts: [
        { field: 'uren', mine: '7.00', theirs: '8.50' },
        { field: null, mine: true, theirs: null },
      ],
    });
    if (plan.kind !== 'decide') throw new Error(plan.kind);
    await bert.mustSync({ theirs: plan.conflicts, seen: plan.revision });
    expect(bert.records('uren')).toEqual(anna.records('uren'));
  });

  it('what was given up stays given up, also when the answer comes the second time', async () => {
    const { anna, bert } = await annaAndBert();
    anna.type('uren', HOURS, 'uren', 7.25);
    bert.type('uren', HOURS, 'uren', 8);
    await anna.mustSync();
    const plan = await bert.plan();
    if (plan.kind !== 'decide') throw new Error(plan.kind);
    bert.online = false;
    await expect(bert.sync({ theirs: plan.conflicts, seen: plan.revision })).rejects.toThrow(ClientError);
    bert.online = true;
    await bert.mustSync();
    await anna.mustSync();
    for (const desk of [anna, bert]) expect(desk.records('uren')[0]).toMatchObject({ Uren: 7.25 });
  });

  it('a row that is typed while the tables are being found is read as well', async () => {
    const { anna } = await annaAndBert();
    const host = installExcel(anna.workbook);
    const first = host.requests.length;
    host.onRequest = (n) => {
      if (n === first + 3) anna.table('uren').rows.add(0, [['P1', 42408, 2, '', '']]);
    };
    expect(await planSync(anna.client, CONTRACT, NO_CHOICES)).toMatchObject({
      kind: 'ready',
      outgoing: { uren: { added: 1 } },
    });
  });

  it('after the server was restored, what was chosen before it no longer holds', async () => {
    const { bed, anna, bert } = await annaAndBert();
    anna.type('uren', HOURS, 'uren', 6);
    anna.type('uren', HOURS, 'reiskosten', 9);
    await anna.mustSync();
    bert.type('uren', HOURS, 'uren', 7);
    const shown = await bert.plan();
    if (shown.kind !== 'decide') throw new Error(shown.kind);
    expect(shown.conflicts).toHaveLength(1);
    await bed.change("UPDATE contracten SET lineage = 'ffff'");
    const again = await bert.sync({ mine: { uren: [[...HOURS]] }, seen: shown.revision });
    expect(again).toMatchObject({
      kind: 'decide',
      conflicts: [{ field: 'uren' }, { field: 'reiskosten', mine: '4.00', theirs: '9.00' }],
    });
  });

  it('stops when asked, before anything counts as agreed', async () => {
    const { anna, bert } = await annaAndBert();
    anna.add('uren', ['P1', '2016-02-12', '4.00', null, null]);
    await anna.mustSync();
    const stop = new AbortController();
    const outcome = bert.sync(
      {},
      {
        signal: stop.signal,
        onProgress: (step) => {
          if (step === 'Versturen naar de server') stop.abort();
        },
      },
    );
    await expect(outcome).rejects.toThrow(ClientError);
    expect(await readConnection()).toMatchObject({ revision: 1 });
    await bert.mustSync();
    expect(bert.records('uren')).toEqual(anna.records('uren'));
  });

  it('a filter in the way is cleared and named; one in another table stays', async () => {
    const { anna, bert } = await annaAndBert();
    for (const name of ['uren', 'klanten'] as const)
      bert
        .table(name)
        .columns.getItemAt(0)
        .filter.$call('applyValuesFilter', [['P9']]);
    anna.type('uren', HOURS, 'uren', 7.25);
    await anna.mustSync();
    expect(await bert.mustSync()).toMatchObject({ unfiltered: ['uren'] });
    expect(bert.table('uren').autoFilter.isDataFiltered).toBe(false);
    expect(bert.table('klanten').autoFilter.isDataFiltered).toBe(true);
    expect(bert.records('uren')).toEqual(anna.records('uren'));
  });

  it('a totals row stays the last one and keeps its formula', async () => {
    const { anna, bert } = await annaAndBert();
    bert.table('uren').showTotals = true;
    bert.table('uren').getTotalRowRange().getCell(0, 2).formulas = '=SUBTOTAL(109,[Uren])';
    anna.add('uren', ['P1', '2016-02-12', '4.00', null, null]);
    await anna.mustSync();
    await bert.mustSync();
    expect(bert.records('uren')).toHaveLength(2);
    expect(bert.table('uren').getTotalRowRange().formulas[0]?.[2]).toBe('=SUBTOTAL(109,[Uren])');
    expect((await bert.plan()).kind).toBe('ready');
    anna.table('uren').rows.getItemAt(1).delete();
    await anna.mustSync({ remove: { uren: [['P1', '2016-02-12']] } });
    await bert.mustSync();
    expect(bert.records('uren')).toHaveLength(1);
    expect(bert.table('uren').getTotalRowRange().formulas[0]?.[2]).toBe('=SUBTOTAL(109,[Uren])');
  });

  it('where Excel fails at one undo step, it is written without', async () => {
    const { anna, bert } = await annaAndBert();
    anna.type('uren', HOURS, 'uren', 7.25);
    await anna.mustSync();
    const host = installExcel(bert.workbook);
    await planSync(bert.client, CONTRACT, NO_CHOICES);
    // What the preview read, and the keeping of the request.
    host.failAt(2 + host.requests.length, 'UndoNotSupported');
    await runSync(bert.client, CONTRACT, NO_CHOICES);
    expect(bert.records('uren')).toEqual(anna.records('uren'));
  });

  it('new rows get the lists and bounds of their columns', async () => {
    const { anna, bert } = await annaAndBert();
    anna.add('uren', ['P1', '2016-02-12', '4.00', null, null]);
    await anna.mustSync();
    await bert.mustSync();
    const cell = bert.table('uren').getDataBodyRange().getCell(1, 0);
    expect(bert.workbook.sheet('Uren').$formats.get(cell, 'dataValidation.rule')).toEqual({
      list: { inCellDropDown: true, source: '=Plaatsingnummers' },
    });
  });

  it('an own column with nearly the name of ours is never taken for it', async () => {
    const { anna, bert } = await annaAndBert();
    bert.table('uren').columns.add(0, [['reiskosten '], [99]]);
    expect(await bert.plan()).toMatchObject({ kind: 'ready', outgoing: { uren: { changed: 0 } } });
    anna.type('uren', HOURS, 'reiskosten', 5);
    await anna.mustSync();
    await bert.mustSync();
    expect(bert.records('uren')).toMatchObject([{ 'reiskosten ': 99, Reiskosten: 5 }]);
    bert.workbook.$type(bert.table('uren').getHeaderRowRange().getCell(0, 4).address, 'reiskosten');
    await expect(bert.plan()).rejects.toMatchObject({
      message: expect.stringContaining('lijken meer') as string,
    });
  });

  it('a workbook that counts days from 1904 is refused before anything is read', async () => {
    const { bert } = await annaAndBert();
    bert.workbook.sheet('_Flextensie').getRange('A6').values = 40908;
    await expect(bert.plan()).rejects.toMatchObject({ code: 'date_system' });
  });

  it('text keeps its outer spaces through the server and back', async () => {
    const { anna, bert } = await annaAndBert();
    for (const name of [' voor', 'na ', '\u00a0vast\u00a0', '\u2003breed'])
      anna.add('klanten', [`KL${name.length}${name.codePointAt(0)}`, name, null]);
    await anna.mustSync();
    await bert.mustSync();
    expect(await bert.plan()).toMatchObject({ kind: 'ready', outgoing: { klanten: { changed: 0 } } });
    expect(bert.records('klanten')).toHaveLength(5);
  });

  it('says in Dutch that a sheet is protected, and finishes once it is not', async () => {
    const { anna, bert } = await annaAndBert();
    anna.type('uren', HOURS, 'uren', 7.25);
    await anna.mustSync();
    const { protection } = bert.workbook.sheet('Uren');
    protection.protect();
    await expect(bert.sync()).rejects.toMatchObject({
      code: 'AccessDenied',
      message: expect.stringContaining('beveiliging') as string,
    });
    protection.unprotect();
    await bert.mustSync();
    expect(bert.records('uren')).toEqual(anna.records('uren'));
  });
});
