import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { afterEach, describe, expect, it } from 'vitest';
import type { Afrekening, ContractDetail } from '../../shared/api.ts';
import { makeToken } from '../../server/access/tokens.ts';
import { MIGRATIONS } from '../../server/store/schema.ts';
import { openSqlite, type SqliteStore } from '../../server/store/sqlite.ts';
import { almereContract } from '../almere.ts';
import { createBeds, getPdf } from './almere-bed.ts';
import { CONTRACT, Testbed, Workbook, almereTables } from './testbed.ts';

const beds = createBeds();
const folders: string[] = [];
const open: { close(): unknown }[] = [];
afterEach(async () => {
  for (const each of open.splice(0)) await each.close();
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
});
const newPath = (): string => {
  const folder = mkdtempSync(join(tmpdir(), 'flex-migratie-'));
  folders.push(folder);
  return join(folder, 'data.db');
};
const reopen = (path: string): SqliteStore => {
  const store = openSqlite(path);
  open.push(store);
  return store;
};
const AT = '2016-07-01T08:12:00.000Z';

/** A half-year as the first version kept it, made by the present program. */
async function finalise() {
  const { bed } = await beds.almere();
  bed.now = new Date(AT);
  const { body: afrekening } = await bed.post<Afrekening>('afrekeningen/2016-H1', { saldo: '20970.04' });
  expect(afrekening.status).toBe('vastgesteld');
  return { afrekening, pdf: await getPdf(bed, 'afrekeningen/2016-H1.pdf') };
}

/** A file of schema version 1, filled with what that version could hold. */
async function writeVersion1(extra = '') {
  const { afrekening, pdf } = await finalise();
  const path = newPath();
  const raw = new Sqlite(path);
  raw.exec(MIGRATIONS[0] ?? '');
  raw.pragma('user_version = 1');
  raw
    .prepare('INSERT INTO contracten VALUES (7, ?, ?, ?, 1)')
    .run(CONTRACT, JSON.stringify(almereContract()), 'a'.repeat(32));
  raw.prepare("INSERT INTO revisions VALUES (7, 1, ?, 1, 'Anna')").run(AT);
  for (const [kandidaatnummer, naam, aanmelddatum, sinds, matchbaar, uitstroom] of almereTables().kandidaten)
    raw
      .prepare('INSERT INTO kandidaten VALUES (7, ?, ?, ?, ?, ?, ?, 1, NULL)')
      .run(kandidaatnummer, naam, aanmelddatum, sinds, Number(matchbaar), uitstroom);
  raw
    .prepare("INSERT INTO afrekeningen VALUES (7, '2016-H1', 'AFR-2016-H1', 1, ?, 'Anna', ?, ?)")
    .run(AT, JSON.stringify(afrekening), pdf);
  raw.exec(extra);
  raw.close();
  return { path, afrekening, pdf };
}

describe('a database of the first version', () => {
  it('opens with its finalised half-year equal to the byte, and goes on', async () => {
    const { path, afrekening, pdf } = await writeVersion1();
    const store = reopen(path);
    expect(store.raw.pragma('user_version', { simple: true })).toBe(MIGRATIONS.length);
    const bed = await Testbed.open({}, store, false);
    const { token } = await makeToken(store, bed.by, {
      naam: 'Piet',
      contractIds: [7],
      rights: ['lezen', 'schrijven', 'vaststellen'],
    });
    expect((await bed.get('afrekeningen/2016-H1', token)).body).toEqual(afrekening);
    const response = await bed.app.request(`/api/contracten/${CONTRACT}/afrekeningen/2016-H1.pdf`, {
      headers: { Authorization: `Bearer ${token}` },
    });
    expect(Buffer.from(await response.arrayBuffer()).equals(pdf)).toBe(true);
    const { body } = await bed.request<ContractDetail>('GET', `/api/contracten/${CONTRACT}`, token);
    expect(body.afrekeningen).toEqual([
      {
        period: '2016-H1',
        status: 'vastgesteld',
        number: 'AFR-2016-H1',
        revision: 1,
        saldo: '20970.04',
        payout: '20970.04',
        payBy: '2016-07-30',
        overgenomen: false,
        uitbetaling: null,
        at: AT,
        by: 'Anna',
      },
    ]);
    const paid = { factuurnummer: 'G-16-77', betaaldOp: '2016-07-20' };
    expect((await bed.post('afrekeningen/2016-H1/uitbetaling', paid, token)).body).toEqual(paid);
    const workbook = new Workbook(bed, token);
    workbook.lineage = 'a'.repeat(32);
    workbook.revision = 1;
    workbook.tables = { ...almereTables(), klanten: [], plaatsingen: [], uren: [] };
    expect((await workbook.sync()).body.revision).toBe(1);
  });

  it('is opened once more without a change', async () => {
    const { path, pdf } = await writeVersion1();
    await reopen(path).close();
    const { raw } = reopen(path);
    expect(raw.prepare('SELECT kind, name, at, naam, revision, pdf FROM papers').all()).toEqual([
      { kind: 'afrekening', name: '2016-H1', at: AT, naam: 'Anna', revision: 1, pdf },
    ]);
  });

  it('where the step fails half-way, stays as it was', async () => {
    const { path, pdf } = await writeVersion1('CREATE TABLE akkoorden (in_the_way TEXT)');
    expect(() => openSqlite(path)).toThrow('akkoorden');
    const raw = new Sqlite(path);
    open.push(raw);
    expect(raw.pragma('user_version', { simple: true })).toBe(1);
    expect(raw.prepare('SELECT pdf FROM afrekeningen').all()).toEqual([{ pdf }]);
    expect(raw.prepare("SELECT name FROM sqlite_master WHERE name = 'papers'").all()).toEqual([]);
  });
});

describe('a database of a newer version', () => {
  it('is refused and left alone', () => {
    const path = newPath();
    const raw = new Sqlite(path);
    raw.pragma(`user_version = ${MIGRATIONS.length + 1}`);
    raw.close();
    expect(() => openSqlite(path)).toThrow('nieuwere versie');
    const again = new Sqlite(path);
    open.push(again);
    expect(again.pragma('user_version', { simple: true })).toBe(MIGRATIONS.length + 1);
    expect(again.prepare('SELECT name FROM sqlite_master').all()).toEqual([]);
  });
});
