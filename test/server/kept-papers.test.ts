import { describe, expect, it } from 'vitest';
import { changeContract, endContract } from '../../server/contract-changes.ts';
import type { TableName } from '../../shared/tables.ts';
import { almereContract } from '../almere.ts';
import { createBeds, getPdf, refusal } from './almere-bed.ts';
import { CONTRACT, type Testbed, type Workbook } from './testbed.ts';

const beds = createBeds();

/** Every kind of paper, kept: what is posted, and where it is found. */
const PAPERS: [path: string, post: string, body: object, admin?: true][] = [
  ['afrekeningen/2015-H2', 'afrekeningen/2015-H2/overname', { number: 'A-15-2', months: [] }, true],
  ['afrekeningen/2016-H1', 'afrekeningen/2016-H1', { saldo: '20970.04' }],
  ['facturen/2016-0001', 'facturen/2016-05', { date: '2016-05-31' }],
  ['facturen/2016-0002', 'facturen/2016-05/creditnota', { date: '2016-06-01' }],
  ['facturen/2016-05', 'facturen/2016-05', { date: '2016-06-02' }],
  ['bevestigingen/PL001/kandidaat', 'bevestigingen/PL001/kandidaat', { date: '2016-04-01' }],
  ['bevestigingen/PL001/klant', 'bevestigingen/PL001/klant', { date: '2016-04-01' }],
  ['premies/2016-06-15', 'premies/2016-06-15/overname', { perKandidaat: [] }, true],
  ['premies/2016-07-15', 'premies/2016-07-15', {}],
];

async function keepAll() {
  const { bed, workbook } = await beds.almere();
  const admin = await bed.token('Beheer', ['beheer']);
  const { body: empty } = await bed.get<{ months: object[] }>('afrekeningen/2015-H2');
  for (const [, path, body, isAdmin] of PAPERS) {
    const filled = 'months' in body ? { ...body, months: empty.months } : body;
    expect([path, (await bed.post(path, filled, isAdmin ? admin : bed.writer)).status]).toEqual([path, 200]);
  }
  return { bed, workbook, admin };
}

const readAll = (bed: Testbed) =>
  Promise.all(
    PAPERS.map(async ([path]) => ({
      path,
      figures: (await bed.get(path)).body,
      pdf: (await getPdf(bed, `${path}.pdf`)).toString('base64'),
    })),
  );

/** Changes every cell that a paper could show, as a colleague may. */
async function changeRecords(workbook: Workbook) {
  const write = (table: TableName, column: number, value: (old: unknown) => string) => {
    for (const row of workbook.tables[table]) row[column] = value(row[column]);
  };
  write('kandidaten', 1, (naam) => `${String(naam)} anders`);
  write('klanten', 1, (naam) => `${String(naam)} anders`);
  write('klanten', 2, () => 'Elders');
  write('plaatsingen', 5, () => '13.00');
  write('plaatsingen', 6, () => '13.13');
  write('uren', 2, () => '1.00');
  write('uren', 3, () => '1.00');
  expect((await workbook.sync({ settled: ['2015-H2', '2016-H1'] })).status).toBe(200);
}

describe('papers that are kept', () => {
  it('are the same figures and bytes after the records, the contract and its terms changed', async () => {
    const { bed, workbook, admin } = await keepAll();
    const before = await readAll(bed);
    expect(before.every(({ figures }) => (figures as { status: string }).status === 'vastgesteld')).toBe(
      true,
    );
    expect(new Set(before.map(({ pdf }) => pdf)).size).toBe(PAPERS.length);

    await changeRecords(workbook);
    const contract = almereContract();
    const other = { naam: 'Heel anders B.V.', adres: 'Elders 9' };
    await changeContract(bed.store, bed.by, CONTRACT, {
      ...contract,
      gemeente: 'Lelystad',
      ordernummer: 'ORD-1',
      uitvoerder: { ...contract.uitvoerder, ...other },
      opdrachtgever: { ...contract.opdrachtgever, ...other },
      plafonds: [],
    });
    const [tarief] = contract.tarieven;
    const terms = { ...tarief, geldigVanaf: '2016-07-01', premiePerUur: '5.00', wijziging: 'addendum 1' };
    expect((await bed.post('tarieven', terms, admin)).status).toBe(200);
    await endContract(bed.store, bed.by, CONTRACT, '2018-12-31');
    bed.now = new Date('2027-10-01T10:00:00Z');

    const after = await readAll(bed);
    for (const [i, paper] of before.entries()) expect(after[i]).toEqual(paper);
  });

  it('a second POST by another person changes neither figures, bytes nor name', async () => {
    const { bed } = await keepAll();
    const before = await readAll(bed);
    const again = await bed.token('Bob', ['lezen', 'schrijven', 'vaststellen']);
    for (const [, path, body, isAdmin] of PAPERS.filter(([path]) => path !== 'facturen/2016-0002'))
      if (!isAdmin) expect((await bed.post(path, body, again)).status).toBe(200);
    expect(await readAll(bed)).toEqual(before);
    expect(await bed.rows("SELECT name FROM papers WHERE naam = 'Bob'")).toEqual([]);
  });

  it('a paper that cannot be drawn is not kept, and takes no number', async () => {
    let isBroken = true;
    const { bed } = await beds.almere(
      (draw) => (name, data) => (isBroken ? Promise.reject(new Error('broken')) : draw(name, data)),
    );
    for (const [, path, body, isAdmin] of PAPERS.filter(([, post]) => !post.endsWith('/creditnota')))
      if (!isAdmin) expect(refusal(await bed.post(path, body))).toEqual([500, 'bug']);
    expect(await bed.rows('SELECT name FROM papers')).toEqual([]);
    isBroken = false;
    const { body } = await bed.post<{ number: string }>('facturen/2016-06', { date: '2016-06-30' });
    expect(body.number).toBe('2016-0001');
  });

  it('one that changed while it was drawn is drawn anew from what is there then', async () => {
    let onDraw: (() => Promise<unknown>) | undefined;
    const { bed, workbook } = await beds.almere((draw) => async (name, data) => {
      const change = onDraw;
      onDraw = undefined;
      const bytes = await draw(name, data);
      await change?.();
      return bytes;
    });
    onDraw = async () => {
      workbook.row('uren', 'PL001', '2016-04-01')[2] = '2.50';
      expect((await workbook.sync()).status).toBe(200);
    };
    const { status, body } = await bed.post<{ revision: number; totals: { payout: string } }>(
      'premies/2016-06-30',
      {},
    );
    expect([status, body.revision, body.totals.payout]).toEqual([200, 2, '4736.50']);
    const kept = await bed.rows('SELECT revision FROM papers');
    expect(kept).toEqual([{ revision: 2 }]);
  });
});
