import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import type { ContractDetail, HistoryEntry } from '../../shared/api.ts';
import type { WireRow } from '../../shared/tables.ts';
import { almereTables, CONTRACT, smallTables, Testbed, Workbook } from './testbed.ts';

async function twoWorkbooks() {
  const bed = await Testbed.open();
  const anna = new Workbook(bed);
  anna.tables = smallTables();
  expect((await anna.sync()).status).toBe(200);
  const bert = new Workbook(bed, await bed.token('Bert', ['schrijven']));
  expect((await bert.sync()).status).toBe(200);
  return { bed, anna, bert };
}
const HOURS = 2;
const TRAVEL = 3;

describe('a first sync', () => {
  it('stores every row and counts it', async () => {
    const bed = await Testbed.open();
    const workbook = new Workbook(bed);
    workbook.tables = almereTables();
    const { status, body } = await workbook.sync();
    expect(status).toBe(200);
    expect(body.revision).toBe(1);
    expect(body.counts).toEqual({
      kandidaten: { added: 288, changed: 0, removed: 0 },
      klanten: { added: 12, changed: 0, removed: 0 },
      plaatsingen: { added: 107, changed: 0, removed: 0 },
      uren: { added: 1402, changed: 0, removed: 0 },
    });
    expect(body.tables.uren).toMatchObject({ rows: [], removed: [] });
  });

  it('sent again changes nothing', async () => {
    const bed = await Testbed.open();
    const workbook = new Workbook(bed);
    workbook.tables = smallTables();
    await workbook.send();
    const again = await workbook.send();
    expect(again.status).toBe(200);
    expect(again.body.revision).toBe(1);
    expect(again.body.counts.uren).toEqual({ added: 0, changed: 0, removed: 0 });
    expect((await workbook.sync()).body.revision).toBe(1);
    expect((await workbook.sync()).body.revision).toBe(1);
  });

  it('reaches a second workbook', async () => {
    const { anna, bert } = await twoWorkbooks();
    expect(bert.tables).toEqual(anna.tables);
  });

  it('a dry run writes nothing and gives the present revision', async () => {
    const bed = await Testbed.open();
    const workbook = new Workbook(bed);
    workbook.tables = smallTables();
    const { status, body } = await workbook.send({ dryRun: true });
    expect([status, body.revision, body.counts.uren.added]).toEqual([200, 0, 1]);
    const other = new Workbook(bed);
    await other.sync();
    expect(other.tables.uren).toEqual([]);
  });

  it('takes gzip', async () => {
    const bed = await Testbed.open();
    const workbook = new Workbook(bed);
    workbook.tables = smallTables();
    const response = await bed.app.request(`/api/contracten/${CONTRACT}/sync`, {
      method: 'POST',
      headers: { Authorization: `Bearer ${bed.writer}`, 'Content-Encoding': 'gzip' },
      body: gzipSync(JSON.stringify(workbook.body())),
    });
    expect(response.status).toBe(200);
  });
});

describe('two workbooks', () => {
  it('different fields of one row: both stay', async () => {
    const { anna, bert } = await twoWorkbooks();
    anna.row('uren', 'P1')[HOURS] = '7.00';
    bert.row('uren', 'P1')[TRAVEL] = '5.00';
    expect((await anna.sync()).body.counts.uren.changed).toBe(1);
    const { body } = await bert.sync();
    expect(body.tables.uren.rows).toEqual([['P1', '2016-02-05', '7.00', '5.00', null]]);
    await anna.sync();
    expect(anna.tables).toEqual(bert.tables);
  });

  it('the same field: a conflict that says who and when', async () => {
    const { bed, anna, bert } = await twoWorkbooks();
    anna.row('uren', 'P1')[HOURS] = '7.00';
    bert.row('uren', 'P1')[HOURS] = '6.00';
    await anna.sync();
    const { status, body } = await bert.sync();
    expect(status).toBe(409);
    expect(body).toMatchObject({ code: 'conflict', revision: 2, missing: [], settled: [] });
    expect(body.conflicts).toEqual([
      {
        table: 'uren',
        key: ['P1', '2016-02-05'],
        field: 'uren',
        base: '8.50',
        mine: '6.00',
        theirs: '7.00',
        by: 'Anna',
        at: bed.now.toISOString(),
      },
    ]);
  });

  it('mine wins in the conflicting field only', async () => {
    const { anna, bert } = await twoWorkbooks();
    anna.row('uren', 'P1')[HOURS] = '7.00';
    anna.row('uren', 'P1')[TRAVEL] = '1.00';
    bert.row('uren', 'P1')[HOURS] = '6.00';
    await anna.sync();
    const seen = (await bert.sync()).body.revision;
    const { body } = await bert.sync({ mine: { uren: [['P1', '2016-02-05']] }, seen });
    expect(body.tables.uren.rows).toEqual([['P1', '2016-02-05', '6.00', '1.00', null]]);
    await anna.sync();
    expect(anna.row('uren', 'P1')[HOURS]).toBe('6.00');
  });

  it('a conflict again where the field changed after it was seen', async () => {
    const { anna, bert } = await twoWorkbooks();
    anna.row('uren', 'P1')[HOURS] = '7.00';
    bert.row('uren', 'P1')[HOURS] = '6.00';
    await anna.sync();
    const seen = (await bert.sync()).body.revision;
    anna.row('uren', 'P1')[HOURS] = '7.50';
    await anna.sync();
    const again = await bert.sync({ mine: { uren: [['P1', '2016-02-05']] }, seen });
    expect(again.status).toBe(409);
    expect(again.body.conflicts).toMatchObject([{ theirs: '7.50', mine: '6.00', base: '8.50' }]);
  });

  it('theirs is taken by sending their value', async () => {
    const { anna, bert } = await twoWorkbooks();
    anna.row('uren', 'P1')[HOURS] = '7.00';
    bert.row('uren', 'P1')[HOURS] = '6.00';
    await anna.sync();
    await bert.sync();
    bert.row('uren', 'P1')[HOURS] = '7.00';
    expect((await bert.sync()).status).toBe(200);
  });

  it('both the same is fine', async () => {
    const { anna, bert } = await twoWorkbooks();
    anna.row('uren', 'P1')[HOURS] = '7.00';
    bert.row('uren', 'P1')[HOURS] = '7';
    await anna.sync();
    const { status, body } = await bert.sync();
    expect([status, body.revision]).toEqual([200, 2]);
  });

  it('both add the same row: fields that one left empty are filled', async () => {
    const { anna, bert } = await twoWorkbooks();
    anna.tables.uren.push(['P1', '2016-02-12', '8.00', null, null]);
    bert.tables.uren.push(['P1', '2016-02-12', '8.00', '3.00', null]);
    await anna.sync();
    expect((await bert.sync()).status).toBe(200);
    await anna.sync();
    expect(anna.row('uren', 'P1', '2016-02-12')[TRAVEL]).toBe('3.00');
  });
});

describe('removing', () => {
  const key = ['P1', '2016-02-05'];

  it('asks what to do with a row that is missing, and removes it where told', async () => {
    const { anna, bert } = await twoWorkbooks();
    anna.remove('uren', ...key);
    const asked = await anna.sync();
    expect(asked.status).toBe(409);
    expect(asked.body.missing).toEqual([{ table: 'uren', key }]);
    const removed = await anna.sync({ remove: { uren: [key] } });
    expect(removed.body.counts.uren).toEqual({ added: 0, changed: 0, removed: 1 });
    const { body } = await bert.sync();
    expect(body.tables.uren.removed).toEqual([key]);
    expect(bert.tables.uren).toEqual([]);
  });

  it('brings a missing row back where told', async () => {
    const { anna } = await twoWorkbooks();
    anna.remove('uren', ...key);
    const { status, body } = await anna.sync({ restore: { uren: [key] } });
    expect([status, body.revision]).toEqual([200, 1]);
    expect(anna.row('uren', ...key)).toEqual(['P1', '2016-02-05', '8.50', '4.00', null]);
  });

  it('conflicts with a change, either way', async () => {
    const { anna, bert } = await twoWorkbooks();
    anna.row('uren', 'P1')[HOURS] = '7.00';
    await anna.sync();
    bert.remove('uren', ...key);
    const removal = await bert.sync({ remove: { uren: [key] } });
    expect(removal.body.conflicts).toMatchObject([{ field: null, key, mine: null, by: 'Anna' }]);
    const seen = removal.body.revision;
    expect((await bert.sync({ remove: { uren: [key] }, mine: { uren: [key] }, seen })).status).toBe(200);

    anna.row('uren', 'P1')[HOURS] = '6.00';
    const change = await anna.sync();
    expect(change.body.conflicts).toMatchObject([{ field: null, key, theirs: null, by: 'Bert' }]);
    const kept = await anna.sync({ mine: { uren: [key] }, seen: change.body.revision });
    expect(kept.body.counts.uren.added).toBe(1);
    await bert.sync();
    expect(bert.row('uren', ...key)[HOURS]).toBe('6.00');
  });

  it('what no longer exists is fine', async () => {
    const { anna } = await twoWorkbooks();
    const { status, body } = await anna.sync({ remove: { uren: [['P1', '2016-12-31']] } });
    expect([status, body.revision]).toEqual([200, 1]);
  });

  it('a row in use is refused', async () => {
    const { anna } = await twoWorkbooks();
    anna.remove('kandidaten', 'K1');
    const { status, body } = await anna.sync({ remove: { kandidaten: [['K1']] } });
    expect(status).toBe(422);
    expect(body.issues).toMatchObject([{ table: 'plaatsingen', field: 'kandidaatnummer', row: 0 }]);
    anna.remove('plaatsingen', 'P1');
    anna.remove('uren', 'P1');
    const all = { kandidaten: [['K1']], plaatsingen: [['P1']], uren: [key] };
    expect((await anna.sync({ remove: all })).status).toBe(200);
  });
});

describe('from: earlier hours stay out of the workbook', () => {
  const from = (workbook: Workbook, day: string, extra = {}) => {
    const body = workbook.body(extra);
    (body['tables'] as Record<string, Record<string, unknown>>)['uren'] = {
      ...(body['tables'] as Record<string, Record<string, unknown>>)['uren'],
      from: day,
    };
    return body;
  };

  it('neither missing nor sent back; sending one is a fault', async () => {
    const { bed, anna, bert } = await twoWorkbooks();
    anna.tables.uren = [];
    const answer = await bed.post<{ tables: { uren: { rows: unknown[] } } }>(
      'sync',
      from(anna, '2016-03-01'),
    );
    expect(answer.status).toBe(200);
    expect(answer.body.tables.uren.rows).toEqual([]);
    const fault = await bed.post<{ issues: unknown[] }>('sync', from(bert, '2016-03-01'));
    expect(fault.status).toBe(422);
    expect(fault.body.issues).toMatchObject([{ table: 'uren', row: 0, field: 'datum' }]);
  });
});

describe('faults', () => {
  it('in row 700 of 1,000 leaves nothing stored and names row and field', async () => {
    const bed = await Testbed.open();
    const workbook = new Workbook(bed);
    workbook.tables = almereTables();
    workbook.tables.uren = workbook.tables.uren.slice(0, 1000);
    const row = workbook.tables.uren[699];
    if (row) row[HOURS] = '8.505';
    const { status, body } = await workbook.send();
    expect(status).toBe(422);
    expect(body.issues).toMatchObject([{ table: 'uren', row: 699, field: 'uren', key: row?.slice(0, 2) }]);
    expect(body.issues[0]?.message).toMatch(
      /^Uren, PL\d+ op \d\d-\d\d-\d{4}, Uren: '8,505' heeft meer dan twee decimalen/,
    );
    const { body: detail } = await bed.request<ContractDetail>(
      'GET',
      `/api/contracten/${CONTRACT}`,
      bed.writer,
    );
    expect(detail.revision).toBe(0);
    const empty = new Workbook(bed);
    await empty.sync();
    expect(Object.values(empty.tables).flat()).toEqual([]);
  });

  it('all at once, in every table', async () => {
    const workbook = new Workbook(await Testbed.open());
    workbook.tables = smallTables();
    workbook.tables.kandidaten.push(
      ['K 2', '', 'gisteren', null, null, null],
      ['k1', null, '2016-01-01', null, false, null],
    );
    workbook.tables.uren.push(['P1', '2016-02-05', '60.01', '-1.00', '2016-02-30']);
    const { status, body } = await workbook.send();
    expect(status).toBe(422);
    expect(body.issues.map(({ row, field }) => [row, field])).toEqual([
      [1, 'kandidaatnummer'],
      [1, 'aanmelddatum'],
      [1, 'matchbaar'],
      [2, 'kandidaatnummer'],
      [1, 'uren'],
      [1, 'reiskosten'],
      [1, 'reiskostenBetaaldOp'],
    ]);
  });

  it.each([
    ['a number where a decimal belongs', 'uren', ['P1', '2016-02-12', 8.5, null, null]],
    ['a comma', 'uren', ['P1', '2016-02-12', '8,5', null, null]],
    ['an object', 'uren', ['P1', '2016-02-12', {}, null, null]],
    ['too few fields', 'uren', ['P1', '2016-02-12']],
    ['a control character', 'klanten', ['KL2', 'a\u0007b', null]],
    ['201 characters', 'klanten', ['KL2', 'x'.repeat(201), null]],
    ['half a surrogate', 'klanten', ['KL2', '\ud800', null]],
    ['a burgerservicenummer', 'kandidaten', ['K2', 'Jan 123.456.782', '2016-01-01', null, true, null]],
    ['a burgerservicenummer as key', 'kandidaten', ['123456782', null, '2016-01-01', null, true, null]],
    [
      'an end before the start',
      'plaatsingen',
      ['P2', 'K1', 'KL1', '2016-02-02', '2016-02-01', '12', null, null, null],
    ],
    [
      'an extension without agreement',
      'plaatsingen',
      ['P2', 'K1', 'KL1', '2016-02-02', null, '12', null, '2016-09-01', null],
    ],
    ['a rate of 0', 'plaatsingen', ['P2', 'K1', 'KL1', '2016-02-02', null, '12', '0.00', null, null]],
  ] as const)('refuses %s', async (_, table, row) => {
    const workbook = new Workbook(await Testbed.open());
    workbook.tables = smallTables();
    workbook.tables[table].push([...row] as never);
    const { status, body } = await workbook.send();
    expect(status).toBe(422);
    expect(body.issues).toHaveLength(1);
    expect(body.issues[0]).toMatchObject({ table, row: 1 });
  });

  it.each([
    ['an unknown plaatsing', 'uren', ['P9', '2016-02-12', '8.00', null, null], 'plaatsingnummer'],
    ['hours before the plaatsing', 'uren', ['P1', '2016-01-31', '8.00', null, null], 'datum'],
    [
      'an unknown kandidaat',
      'plaatsingen',
      ['P2', 'K9', 'KL1', '2016-02-02', null, '12', null, null, null],
      'kandidaatnummer',
    ],
    [
      'an unknown klant',
      'plaatsingen',
      ['P2', 'K1', 'KL9', '2016-02-02', null, '12', null, null, null],
      'klantnummer',
    ],
  ] as const)('refuses %s', async (_, table, row, field) => {
    const workbook = new Workbook(await Testbed.open());
    workbook.tables = smallTables();
    workbook.tables[table].push([...row]);
    const { status, body } = await workbook.send();
    expect(status).toBe(422);
    expect(body.issues).toMatchObject([{ table, row: 1, field }]);
  });

  it('a plaatsing that is shortened past its hours', async () => {
    const { anna } = await twoWorkbooks();
    anna.row('plaatsingen', 'P1')[4] = '2016-02-04';
    const { status, body } = await anna.sync();
    expect(status).toBe(422);
    expect(body.issues).toMatchObject([{ table: 'uren', row: 0, field: 'datum' }]);
  });

  it('only a warning in klanten', async () => {
    const workbook = new Workbook(await Testbed.open());
    workbook.tables = smallTables();
    workbook.tables.klanten.push(['KL2', 'Firma 123456782', null]);
    const { status, body } = await workbook.send();
    expect(status).toBe(200);
    expect(body.warnings).toContainEqual(
      expect.objectContaining({ code: 'burgerservicenummer', table: 'klanten', key: ['KL2'], field: 'naam' }),
    );
  });
});

describe('the envelope', async () => {
  const bed = await Testbed.open();
  const workbook = new Workbook(bed);
  const sendTables = (change: (tables: Record<string, unknown>) => void) => {
    const body = workbook.body();
    change(body['tables'] as Record<string, unknown>);
    return bed.post('sync', body);
  };

  it('all four tables, each with all its columns', async () => {
    expect((await sendTables((tables) => delete tables['uren'])).status).toBe(422);
    expect(
      (await sendTables((tables) => (tables['klanten'] = { columns: ['klantnummer'], rows: [] }))).status,
    ).toBe(422);
  });
  it('columns in another order', async () => {
    const answer = await sendTables((tables) => {
      tables['klanten'] = { columns: ['plaats', 'naam', 'klantnummer'], rows: [['Almere', 'Bakker', 'KL7']] };
    });
    expect(answer.status).toBe(200);
    const other = new Workbook(bed);
    await other.sync();
    expect(other.tables.klanten).toEqual([['KL7', 'Bakker', 'Almere']]);
  });
  it.each(['', '{', '[]', 'null', '"x"', '{"tables": 1}'])('%j is a 4xx', async (body) => {
    const { status } = await bed.post('sync', body);
    expect([400, 422]).toContain(status);
  });
  it('more than 100,000 rows is 413', async () => {
    const { status } = await sendTables((tables) => {
      tables['klanten'] = {
        columns: ['klantnummer', 'naam', 'plaats'],
        rows: Array(100_001).fill(['a', 'b', null]),
      };
    });
    expect(status).toBe(413);
  });
  it('a gzip bomb is 413', async () => {
    const response = await bed.app.request(`/api/contracten/${CONTRACT}/sync`, {
      method: 'POST',
      headers: { Authorization: `Bearer ${bed.writer}`, 'Content-Encoding': 'gzip' },
      body: gzipSync(Buffer.alloc(40 * 1024 * 1024, 32)),
    });
    expect(response.status).toBe(413);
  });
  it('another lineage, or a revision that is not yet there, is 409', async () => {
    const other = await bed.post<{ code: string }>('sync', { ...workbook.body(), lineage: 'x', revision: 0 });
    expect([other.status, other.body.code]).toEqual([409, 'lineage']);
    const { body: detail } = await bed.request<ContractDetail>(
      'GET',
      `/api/contracten/${CONTRACT}`,
      bed.writer,
    );
    const ahead = await bed.post<{ code: string }>('sync', {
      ...workbook.body(),
      lineage: detail.lineage,
      revision: 99,
    });
    expect([ahead.status, ahead.body.code]).toEqual([409, 'lineage']);
  });
});

describe('rights', () => {
  it('reading alone: a dry run and a sync without changes, not a write', async () => {
    const bed = await Testbed.open();
    const reader = new Workbook(bed, await bed.token('Carla', ['lezen']));
    expect((await reader.sync()).status).toBe(200);
    reader.tables = smallTables();
    expect((await reader.send({ dryRun: true })).status).toBe(200);
    const refused = await reader.send();
    expect(refused.status).toBe(403);
    expect((await new Workbook(bed).sync()).body.revision).toBe(0);
  });
});

describe('history of a row', () => {
  it('who, when, old and new; newest first', async () => {
    const { bed, anna, bert } = await twoWorkbooks();
    bert.row('uren', 'P1')[HOURS] = '7.00';
    await bert.sync();
    await anna.sync();
    anna.remove('uren', 'P1');
    await anna.sync({ remove: { uren: [['P1', '2016-02-05']] } });
    const { body } = await bed.get<HistoryEntry[]>('geschiedenis/uren/P1/2016-02-05');
    expect(
      body.map(({ revision, by, old, new: next }) => [revision, by, old?.['uren'], next?.['uren']]),
    ).toEqual([
      [3, 'Anna', '7.00', undefined],
      [2, 'Bert', '8.50', '7.00'],
      [1, 'Anna', undefined, '8.50'],
    ]);
  });
  it('of a row that never was is not found', async () => {
    const { bed } = await twoWorkbooks();
    expect((await bed.get('geschiedenis/uren/P1/2016-02-06')).status).toBe(404);
    expect((await bed.get('geschiedenis/tokens/1')).status).toBe(404);
  });
});

describe('numbers that Excel takes for the same', () => {
  it('are refused: SUMIFS would add their hours together', async () => {
    const workbook = new Workbook(await Testbed.open());
    workbook.tables = smallTables();
    for (const number of ['1', '01', '1E2', '100', 'P01'])
      workbook.tables.klanten.push([number, 'Klant', null]);
    const { status, body } = await workbook.send();
    expect(status).toBe(422);
    expect(body.issues.map(({ message }) => message)).toEqual(
      ['1', '01', '1E2', '100'].map(
        (number) => expect.stringMatching(`Klanten, ${number}, .*hetzelfde getal`) as string,
      ),
    );
  });
});

describe('a request that is not quite one', () => {
  it.each(['true', 5, {}])('dryRun %j is refused and nothing is stored', async (dryRun) => {
    const workbook = new Workbook(await Testbed.open());
    workbook.tables = smallTables();
    expect((await workbook.send({ dryRun: dryRun as boolean })).status).toBe(422);
    expect((await workbook.send()).body).toMatchObject({ revision: 1, counts: { uren: { added: 1 } } });
  });

  it('sixty thousand faulty rows get their answer', async () => {
    const workbook = new Workbook(await Testbed.open());
    workbook.tables.kandidaten = Array.from({ length: 60_000 }, () => [null, 'x', 'y', 'z', null, null]);
    const { status, body } = await workbook.send();
    expect(status).toBe(422);
    expect(body.issues.length).toBeGreaterThan(60_000);
  }, 30_000);
});

describe('a value that the server held meanwhile and gave up', () => {
  it('is asked about where a stale workbook would bring it back', async () => {
    const { anna, bert } = await twoWorkbooks();
    anna.row('uren', 'P1')[HOURS] = '7.00';
    await anna.sync();
    anna.row('uren', 'P1')[HOURS] = '8.50';
    await anna.sync();
    bert.row('uren', 'P1')[HOURS] = '7.00';
    const { status, body } = await bert.send();
    expect(status).toBe(409);
    expect(body.conflicts).toMatchObject([{ field: 'uren', base: '8.50', mine: '7.00', theirs: '8.50' }]);
    bert.row('uren', 'P1')[HOURS] = '6.00';
    expect((await bert.send({ dryRun: true })).status).toBe(200);
    bert.row('uren', 'P1')[HOURS] = '7.00';
    const mine = { mine: { uren: [['P1', '2016-02-05']] }, seen: body.revision };
    expect((await bert.sync(mine)).status).toBe(200);
    await anna.sync();
    expect(anna.row('uren', 'P1')[HOURS]).toBe('7.00');
  });

  it('so is a row that came and went', async () => {
    const { anna, bert } = await twoWorkbooks();
    const row = ['P1', '2016-02-12', '4.00', null, null];
    anna.tables.uren.push([...row]);
    await anna.sync();
    anna.remove('uren', 'P1', '2016-02-12');
    await anna.sync({ remove: { uren: [['P1', '2016-02-12']] } });
    bert.tables.uren.push([...row]);
    const { status, body } = await bert.send();
    expect(status).toBe(409);
    expect(body.conflicts).toMatchObject([{ field: null, base: null, mine: true, theirs: null, by: 'Anna' }]);
    const mine = { mine: { uren: [['P1', '2016-02-12']] }, seen: body.revision };
    expect((await bert.sync(mine)).body.counts.uren.added).toBe(1);
  });

  it('whoever went back and forth alone is not asked', async () => {
    const { anna } = await twoWorkbooks();
    for (const hours of ['7.00', '8.50', '7.00', '8.50']) {
      anna.row('uren', 'P1')[HOURS] = hours;
      expect((await anna.sync()).status).toBe(200);
    }
  });

  it('mine seen at a revision that is not yet there is refused', async () => {
    const { bert } = await twoWorkbooks();
    bert.row('uren', 'P1')[HOURS] = '7.00';
    const { status, body } = await bert.send({ mine: { uren: [['P1', '2016-02-05']] }, seen: 999 });
    expect([status, body.code]).toEqual([409, 'lineage']);
  });
});

describe('a row under another key', () => {
  const hours = (plaatsing: string, day: string, uren = '8.00'): WireRow => [
    plaatsing,
    day,
    uren,
    null,
    null,
  ];

  async function withHours(...rows: WireRow[]) {
    const workbook = new Workbook(await Testbed.open());
    workbook.tables = smallTables();
    workbook.tables.plaatsingen.push(['P2', 'K1', 'KL1', '2016-03-01', null, '20.00', null, null, null]);
    workbook.tables.uren = rows;
    await workbook.sync();
    return workbook;
  }
  const renamed = async (workbook: Workbook) => (await workbook.send()).body.renamed;

  it('is told as a renaming, with what refers to it', async () => {
    const workbook = await withHours(hours('P1', '2016-02-05'), hours('P1', '2016-02-12'));
    workbook.row('plaatsingen', 'P1')[0] = 'P101';
    expect(await renamed(workbook)).toEqual([{ table: 'plaatsingen', from: ['P1'], to: ['P101'] }]);
    for (const row of workbook.tables.uren) row[0] = 'P101';
    workbook.row('uren', 'P101', '2016-02-12')[2] = '7.00';
    expect(await renamed(workbook)).toEqual([
      { table: 'plaatsingen', from: ['P1'], to: ['P101'] },
      { table: 'uren', from: ['P1', '2016-02-05'], to: ['P101', '2016-02-05'] },
      { table: 'uren', from: ['P1', '2016-02-12'], to: ['P101', '2016-02-12'] },
    ]);
  });

  it('hours on another day, or of another plaatsing, are known again by their values', async () => {
    const workbook = await withHours(hours('P1', '2016-02-05', '3.00'), hours('P1', '2016-03-12', '4.00'));
    workbook.row('uren', 'P1', '2016-02-05')[1] = '2016-02-06';
    workbook.row('uren', 'P1', '2016-03-12')[0] = 'P2';
    expect(await renamed(workbook)).toEqual([
      { table: 'uren', from: ['P1', '2016-02-05'], to: ['P1', '2016-02-06'] },
      { table: 'uren', from: ['P1', '2016-03-12'], to: ['P2', '2016-03-12'] },
    ]);
  });

  it('nothing is said where two rows could be it, or where nothing is missing', async () => {
    const workbook = await withHours(hours('P1', '2016-02-05'));
    workbook.tables.uren = [hours('P1', '2016-02-06'), hours('P1', '2016-02-07')];
    const { body } = await workbook.send();
    expect(body.missing).toHaveLength(1);
    expect(body).not.toHaveProperty('renamed');
    workbook.tables.uren.push(hours('P1', '2016-02-05'));
    expect((await workbook.send()).status).toBe(200);
  });
});
