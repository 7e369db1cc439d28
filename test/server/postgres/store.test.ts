import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { keepDownload, takeDownload } from '../../../server/store/downloads.ts';
import { addRevision, getContract, lockContract } from '../../../server/store/contracten.ts';
import { openPostgres } from '../../../server/store/postgres.ts';
import { MIGRATIONS } from '../../../server/store/schema.ts';
import { openSqlite } from '../../../server/store/sqlite.ts';
import { all, run, sql, transaction } from '../../../server/store/store.ts';
import { move } from '../../../server/beheer/move-command.ts';
import { byCommand } from '../../../server/access/audit.ts';
import { almereTables, CONTRACT, Testbed, Workbook } from '../testbed.ts';
import { administer, makeScratchDatabase, openScratchDatabase } from './scratch.ts';

const folder = mkdtempSync(join(tmpdir(), 'flextensie-'));
afterAll(() => rmSync(folder, { recursive: true }));
const bedOn = async () => Testbed.open({}, await openScratchDatabase());

describe('opening', () => {
  it('by five at once migrates once; a newer database is refused and left alone', async () => {
    const url = await makeScratchDatabase('template0');
    const stores = await Promise.all(Array.from({ length: 5 }, () => openPostgres(url)));
    expect(await stores[0]?.query('SELECT version FROM schema_version', [])).toEqual([
      { version: MIGRATIONS.length },
    ]);
    for (const store of stores) await store.close();
    await administer(url, `UPDATE schema_version SET version = ${MIGRATIONS.length + 1}`);
    await expect(openPostgres(url)).rejects.toThrow('nieuwere versie');
    expect(await administer(url, 'SELECT version::int FROM schema_version')).toEqual([
      { version: MIGRATIONS.length + 1 },
    ]);
  });
});

describe('two servers that read and then write', () => {
  it('100 of 100 count, with the contract locked', async () => {
    const url = await makeScratchDatabase();
    const [one, other] = await Promise.all([openPostgres(url), openPostgres(url)]);
    await Testbed.open({}, one);
    const person = { personId: null, naam: 'proef', at: '2026-11-23T10:00:00.000Z' };
    await Promise.all(
      Array.from({ length: 100 }, (_, i) => {
        const store = i % 2 === 0 ? one : other;
        return transaction(store, async () => {
          const { id, revision } = await lockContract(store, CONTRACT);
          await addRevision(store, id, revision + 1, person);
        });
      }),
    );
    expect((await getContract(one, CONTRACT)).revision).toBe(100);
    await Promise.all([one.close(), other.close()]);
  });

  it('20 of 20 count without a lock: who read what is no longer so does it again', async () => {
    const bed = await bedOn();
    const { store } = bed;
    const person = { personId: null, naam: 'proef', at: '2026-11-23T10:00:00.000Z' };
    let tries = 0;
    for (let pair = 0; pair < 10; pair += 1)
      await Promise.all(
        [0, 1].map(() =>
          transaction(store, async () => {
            tries += 1;
            const { id, revision } = await getContract(store, CONTRACT);
            await addRevision(store, id, revision + 1, person);
          }),
        ),
      );
    expect((await getContract(store, CONTRACT)).revision).toBe(20);
    expect(tries).toBeGreaterThan(20);
  });
});

describe('the store', () => {
  it('reads a snapshot of one moment, while others write', async () => {
    const { store } = await bedOn();
    await store.snapshot(async () => {
      const before = await all(store, sql.selectFrom('persons').select('naam'));
      await transaction(store, () =>
        run(store, sql.insertInto('persons').values({ naam: 'Piet', created_at: '2026-01-01' })),
      );
      expect(await all(store, sql.selectFrom('persons').select('naam'))).toEqual(before);
    });
    expect(
      await all(store, sql.selectFrom('persons').select('naam').where('naam', '=', 'Piet')),
    ).toHaveLength(1);
  });

  it('refuses a write outside a transaction', async () => {
    const { store } = await bedOn();
    expect(() => store.execute('DELETE FROM uren', [])).toThrow('a write outside a transaction');
  });

  it('says in words that its connections were cut, and goes on', async () => {
    const url = await makeScratchDatabase();
    const store = await openPostgres(url);
    const cut = () =>
      administer(
        url,
        'SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()',
      );
    const broken = transaction(store, async () => {
      await store.lock(1);
      await cut();
      await store.query('SELECT 1', []);
    });
    await expect(broken).rejects.toMatchObject({ code: 'unavailable' });
    await cut();
    expect(await transaction(store, () => store.query('SELECT 1 AS one', []))).toEqual([{ one: 1 }]);
    await store.close();
  });

  it('stores 100,000 rows, and ends them, in seconds', async () => {
    const { store } = await bedOn();
    const { id } = await getContract(store, CONTRACT);
    const rows = Array.from({ length: 100_000 }, (_, i) => [
      `P${i}`,
      '2016-02-05',
      800,
      i % 2 ? null : 400,
      null,
    ]);
    const columns = ['plaatsingnummer', 'datum', 'uren', 'reiskosten', '"reiskostenBetaaldOp"'];
    const before = Date.now();
    await transaction(store, async () => {
      await store.insertMany('uren', { contract_id: id, from_revision: 1 }, columns, rows);
      const keys = rows.map(([nummer, datum]) => [String(nummer).toLowerCase(), datum]);
      await store.endMany('uren', 2, id, ['plaatsingnummer', 'datum'], keys);
    });
    expect(Date.now() - before).toBeLessThan(30_000);
    expect(
      await store.query('SELECT count(*) AS n, sum(uren) AS uren, max(to_revision) AS until FROM uren', []),
    ).toEqual([{ n: 100_000, uren: 80_000_000, until: 2 }]);
  });

  it('opens a link once, of many at the same moment, and keeps nothing of it to be read', async () => {
    const { store } = await bedOn();
    const now = new Date('2026-11-23T10:00:00Z');
    const download = { path: '/api/contracten/X/afrekeningen/2016-H1.pdf', authorization: 'Bearer secret' };
    const ticket = await keepDownload(store, download, now, new Date(now.getTime() + 60_000));
    const [kept] = await all(store, sql.selectFrom('downloads').selectAll());
    expect(
      JSON.stringify(kept && [kept.hash.toString('latin1'), kept.sealed.toString('latin1')]),
    ).not.toMatch(/secret|afrekeningen/);
    const taken = await Promise.all(Array.from({ length: 8 }, () => takeDownload(store, ticket, now)));
    expect(taken.filter((each) => each !== undefined)).toEqual([download]);
  });
});

describe('moving a file', () => {
  it('takes every row over with its number, and what comes after goes on; not twice', async () => {
    const bed = await Testbed.open({}, openSqlite(join(folder, 'flextensie.sqlite')));
    const workbook = new Workbook(bed);
    workbook.tables = almereTables();
    await workbook.sync();
    const { rows: before } = { rows: await bed.rows('SELECT * FROM uren ORDER BY plaatsingnummer, datum') };
    await bed.store.close();
    const url = await makeScratchDatabase('template0');
    expect(await move(folder, url, byCommand('verhuizen naar', bed.now))).toMatch(
      /^Alles staat in PostgreSQL: \d+ rijen in \d+ tabellen/,
    );
    await expect(move(folder, url, byCommand('verhuizen naar', bed.now))).rejects.toThrow('niet leeg');
    const store = await openPostgres(url);
    const moved = await Testbed.open({}, store, false);
    expect(await moved.rows('SELECT * FROM uren ORDER BY plaatsingnummer, datum')).toEqual(before);
    const again = new Workbook(moved, bed.writer);
    Object.assign(again, { lineage: workbook.lineage, revision: workbook.revision, tables: workbook.tables });
    expect((await again.sync()).body.revision).toBe(1);
    await store.close();
  });
});
