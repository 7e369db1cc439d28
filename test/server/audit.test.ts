import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { RIGHTS } from '../../shared/api.ts';
import { record, SERVER_CHAIN } from '../../server/access/audit.ts';
import { setBlocked } from '../../server/access/persons.ts';
import { checkAudit, checkNoted } from '../../server/access/audit-check.ts';
import { getContract } from '../../server/store/contracten.ts';
import { openSqlite } from '../../server/store/sqlite.ts';
import { transaction } from '../../server/store/store.ts';
import { ROWS, syncBody } from './paths.ts';
import { ServerProcess } from './server-process.ts';
import { CONTRACT, Testbed } from './testbed.ts';

const bed = await Testbed.open({ draw: async () => new TextEncoder().encode('%PDF-') });
const boss = await bed.token('Baas', [...RIGHTS]);
const { id } = await getContract(bed.store, CONTRACT);

beforeAll(async () => {
  for (const [path, body] of [
    ['sync', syncBody(ROWS)],
    ['sync', syncBody(ROWS, 'K2')],
    ['bevestigingen/P1/klant', { date: '2016-03-01' }],
    ['verlengingen/P1', { akkoordDoor: 'J. Jansen', kenmerk: 'brief 12' }],
    ['afrekeningen/2016-H1', { saldo: '82.88' }],
    ['afrekeningen/2016-H1/uitbetaling', { factuurnummer: 'F-1', betaaldOp: '2016-07-20' }],
    ['facturen/2016-05', { date: '2016-05-31' }],
    ['premies/2016-07-15', {}],
    ['wissen', { kandidaten: ['K2'], reason: 'op verzoek' }],
  ] as const)
    expect([path, (await bed.post(path, body, boss)).status]).toEqual([path, 200]);
  await bed.get('maandrapporten/2016-02');
  await setBlocked(bed.store, bed.by, 1, true);
});

/** What is found once something was done to the database, which is undone. */
async function faultsAfter(tamper: string): Promise<string[]> {
  const found: string[] = [];
  await bed.undone(async () => {
    expect(await bed.change(tamper)).toBeGreaterThan(0);
    for (const chain of [id, SERVER_CHAIN])
      found.push(...(await checkAudit(bed.store, chain)).faults.map(({ message }) => message));
  });
  return found;
}

const FIRST = `contract_id = ${id} AND seq = 1`;
const MIDDLE = `contract_id = ${id} AND seq = 4`;
const LAST = `contract_id = ${id} AND seq = (SELECT last_seq FROM audit_ends WHERE contract_id = ${id})`;

const TAMPERINGS: Record<string, [what: string, statement: string][]> = {
  'a line that is cut': [
    ['at the beginning', `DELETE FROM audit WHERE ${FIRST}`],
    ['in the middle', `DELETE FROM audit WHERE ${MIDDLE}`],
    ['at the end', `DELETE FROM audit WHERE ${LAST}`],
    ['with all the others', `DELETE FROM audit WHERE contract_id = ${id}`],
    ['of the server', `DELETE FROM audit WHERE contract_id = ${SERVER_CHAIN} AND seq = 1`],
    ['and the others moved down', `UPDATE audit SET seq = seq + 1000 WHERE contract_id = ${id}`],
    ['where the log ends', `DELETE FROM audit_ends WHERE contract_id = ${id}`],
  ],
  'a line that is changed': [
    ['its time', `UPDATE audit SET at = '2016-01-01T00:00:00.000Z' WHERE ${MIDDLE}`],
    ['its person', `UPDATE audit SET person_id = 1 WHERE ${FIRST}`],
    ['its origin', `UPDATE audit SET origin = '10.0.0.1' WHERE ${MIDDLE}`],
    ['its action', `UPDATE audit SET action = 'x' WHERE ${MIDDLE}`],
    ['its result', `UPDATE audit SET result = 'forbidden' WHERE ${MIDDLE}`],
    ['its digest', `UPDATE audit SET digest = upper(digest) WHERE ${MIDDLE}`],
    ['its hash', `UPDATE audit SET hash = upper(hash) WHERE ${LAST}`],
    ['its place', `UPDATE audit SET seq = 900 WHERE ${LAST}`],
    ['its contract', `UPDATE audit SET contract_id = 77 WHERE ${MIDDLE}`],
  ],
  'a value beside a line that is changed': [
    ['the object', `UPDATE audit SET object = 'elders' WHERE ${MIDDLE}`],
    ['the subject', `UPDATE audit SET subject = 'papers/factuur/x' WHERE ${MIDDLE}`],
    ['the old value', `UPDATE audit SET old = 'x' WHERE ${MIDDLE}`],
    ['the new value', `UPDATE audit SET new = 'x' WHERE ${MIDDLE}`],
    ['the key', `UPDATE audit SET nonce = 'x' WHERE ${MIDDLE}`],
    ['an erased one', `UPDATE audit_renewals SET digest = upper(digest)`],
    ['an erased one, that it was', `DELETE FROM audit_renewals`],
  ],
  'a row that is changed behind its back': [
    ['contracten: a tarief', `UPDATE contracten SET json = replace(json, '11.75', '11.76')`],
    ['contracten: its revision', `UPDATE contracten SET revision = revision + 1`],
    ['revisions: who', `UPDATE revisions SET naam = 'Iemand'`],
    ['revisions: when', `UPDATE revisions SET at = '2016-01-01T00:00:00.000Z'`],
    ['revisions: one less', `DELETE FROM revisions WHERE revision = 1`],
    ['kandidaten', `UPDATE kandidaten SET matchbaar = 0`],
    ['klanten', `UPDATE klanten SET naam = 'Iemand'`],
    ['plaatsingen', `UPDATE plaatsingen SET uurtarief = 1`],
    ['uren', `UPDATE uren SET uren = uren + 1`],
    ['uren: one less', `DELETE FROM uren`],
    [
      'uren: one more',
      `INSERT INTO uren SELECT contract_id, plaatsingnummer, '2016-02-06', uren, NULL, NULL, from_revision, NULL FROM uren`,
    ],
    ['papers: its bytes', `UPDATE papers SET pdf = CAST(pdf || 'x' AS BLOB) WHERE kind = 'afrekening'`],
    [
      'papers: its figures',
      `UPDATE papers SET json = replace(json, '82.88', '92.88') WHERE kind = 'afrekening'`,
    ],
    ['papers: who fixed it', `UPDATE papers SET naam = 'Iemand'`],
    ['papers: when', `UPDATE papers SET at = '2016-01-01T00:00:00.000Z'`],
    ['papers: its name', `UPDATE papers SET name = '2016-0009' WHERE kind = 'factuur'`],
    ['papers: one less', `DELETE FROM papers WHERE kind = 'premierun'`],
    [
      'papers: one more',
      `INSERT INTO papers SELECT contract_id, kind, 'x', revision, at, naam, json, pdf FROM papers WHERE kind = 'factuur'`,
    ],
    ['uitbetalingen', `UPDATE uitbetalingen SET betaald_op = '2016-07-21'`],
    [
      'uitbetalingen: one more',
      `INSERT INTO uitbetalingen SELECT id + 1, contract_id, period, 'F-2', betaald_op, at, naam FROM uitbetalingen`,
    ],
    ['akkoorden', `UPDATE akkoorden SET kenmerk = 'x'`],
    ['akkoorden: one less', `DELETE FROM akkoorden`],
    [
      'rights: more of them',
      `UPDATE rights SET rechten = 'lezen,beheer' WHERE rechten = 'lezen,schrijven,vaststellen'`,
    ],
    [
      'rights: one more',
      `INSERT INTO rights (person_id, contract_id, rechten, granted_at, granted_by) SELECT person_id, NULL, 'beheer', granted_at, 'x' FROM rights LIMIT 1`,
    ],
    ['rights: of every contract', `UPDATE rights SET contract_id = NULL`],
    ['tokens: another one', `UPDATE tokens SET hash = zeroblob(32) WHERE id = 1`],
    ['tokens: its end', `UPDATE tokens SET expires_at = '2099-01-01T00:00:00.000Z'`],
    [
      'tokens: one more',
      `INSERT INTO tokens (person_id, hash, created_at, expires_at) SELECT person_id, zeroblob(32), created_at, expires_at FROM tokens LIMIT 1`,
    ],
    ['persons: blocked no more', `UPDATE persons SET blocked_at = NULL WHERE blocked_at IS NOT NULL`],
    ['erasures', `DELETE FROM erasures`],
  ],
};

describe.each(Object.entries(TAMPERINGS))('%s is found', (_, tamperings) => {
  it.each(tamperings)('%s', async (_what, statement) => {
    expect(await faultsAfter(statement)).not.toEqual([]);
  });
});

describe('the log', () => {
  it('is whole where nobody touched it', async () => {
    for (const chain of [id, SERVER_CHAIN]) expect((await checkAudit(bed.store, chain)).faults).toEqual([]);
  });

  it('that was cut and made to fit again is found by what was noted of it elsewhere', async () => {
    const { end } = await checkAudit(bed.store, id);
    await bed.undone(async () => {
      await bed.change(`DELETE FROM audit WHERE ${LAST}`);
      await bed.change(
        `UPDATE audit_ends SET (last_seq, last_hash) = (SELECT seq, hash FROM audit WHERE contract_id = ${id} ORDER BY seq DESC LIMIT 1) WHERE contract_id = ${id}`,
      );
      expect((await checkAudit(bed.store, id)).faults).toEqual([]);
      expect(await checkNoted(bed.store, id, end ?? '')).toHaveLength(1);
    });
    expect(await checkNoted(bed.store, id, end ?? '')).toEqual([]);
  });

  it('stays whole where values were erased, and where it is written on after that', async () => {
    expect(await bed.rows('SELECT * FROM audit_renewals')).not.toEqual([]);
    expect((await bed.post('sync', syncBody(ROWS, 'K3'), boss)).status).toBe(200);
    expect((await checkAudit(bed.store, id)).faults).toEqual([]);
  });

  it('is one chain where many ask at once', async () => {
    const before = (await checkAudit(bed.store, id)).lines;
    const paths = [
      'maandrapporten/2016-02',
      'facturen',
      'premies',
      'nergens',
      'inzage/K1',
      'resultaten/2016-H1',
    ];
    await Promise.all(Array.from({ length: 120 }, (_, i) => bed.get(paths[i % paths.length] ?? '', boss)));
    const { lines, faults } = await checkAudit(bed.store, id);
    expect([lines - before, faults]).toEqual([100, []]);
  });
});

describe('in a file on which a server and commands write at once', () => {
  const server = new ServerProcess();
  afterAll(() => server.remove());
  const check = () => server.beheer('audit', 'controleren');

  it('both leave one chain, and the command says by its exit code whether that is whole', async () => {
    await server.beheer('contract', 'toevoegen', 'test/data/almere/contract.json');
    const make = (naam: string) =>
      server.beheer('token', 'maken', '--naam', naam, '--contract', CONTRACT, '--rechten', 'lezen');
    const token = (await make('Anna')).split('\n').at(-1) ?? '';
    await server.start();
    const ask = () =>
      fetch(`${server.url}/api/contracten/${CONTRACT}/premies`, {
        headers: { Authorization: `Bearer ${token}` },
      });
    await Promise.all([
      ...Array.from({ length: 4 }, (_, i) => make(`Persoon ${i}`)),
      ...Array.from({ length: 60 }, async () => expect((await ask()).status).toBe(200)),
    ]);
    const sound = await check();
    expect(sound).toMatch(/^server: \d+ regels, heel/);
    expect(sound).toMatch(/ALM-2015-01: \d+ regels, heel/);

    const store = openSqlite(`${server.dataDir}/flextensie.sqlite`);
    await transaction(store, () => record(store, SERVER_CHAIN, { ...bed.by, object: 'proef' }));
    store.raw.exec(`UPDATE audit SET result = 'ok!' WHERE contract_id = ${SERVER_CHAIN} AND seq = 2`);
    await store.close();
    await expect(check()).rejects.toMatchObject({
      code: 1,
      stdout: expect.stringMatching(/server: \d+ regels, NIET HEEL[^]*Regel 2 is veranderd/) as string,
    });
  }, 240_000);
});
