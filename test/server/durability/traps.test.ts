import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { DomainError } from '../../../shared/errors.ts';
import { lockFolder } from '../../../server/lock.ts';
import { findFault } from '../../../server/store/fault.ts';
import { openSqlite, type SqliteStore } from '../../../server/store/sqlite.ts';
import { smallTables, Testbed, Workbook } from '../testbed.ts';
import { newFolder } from './folders.ts';

const closing: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});
function open(path = join(newFolder(), 'data.sqlite'), opening = {}): SqliteStore {
  const store = openSqlite(path, opening);
  closing.push(() => store.close());
  return store;
}
const count = async (store: SqliteStore) =>
  (await store.query<{ n: number }>('SELECT count(*) AS n FROM uitbetalingen', []))[0]?.n;
const add = (store: SqliteStore, period = 'x'.repeat(2000)) =>
  store.execute("INSERT INTO uitbetalingen (contract_id, period, at, naam) VALUES (?, ?, 'x', 'y')", [
    1,
    period,
  ]);
/** The rows that `add` makes belong to a contract. */
const addContract = (store: SqliteStore) =>
  store.execute("INSERT INTO contracten VALUES (1, 'A', '{}', 'x', 0, x'00')", []);

describe('a transaction that finds the disk full', () => {
  it('tells that, 53 of 53 times, and never that it could not undo what SQLite had undone', async () => {
    const store = open();
    await store.transaction(() => addContract(store));
    const pages = store.raw.pragma('page_count', { simple: true }) as number;
    store.raw.pragma(`max_page_count = ${pages + 5}`);
    const codes: unknown[] = [];
    for (let time = 0; time < 53; time += 1)
      await store
        .transaction(async () => {
          for (let row = 0; row < 100; row += 1) await add(store);
        })
        .catch((error: unknown) => codes.push((error as NodeJS.ErrnoException).code));
    expect(codes).toEqual(Array<string>(53).fill('SQLITE_FULL'));
    expect(await count(store)).toBe(0);
    store.raw.pragma('max_page_count = 100000');
    await store.transaction(() => add(store));
    expect(await count(store)).toBe(1);
  });

  it('keeps an error of its own', async () => {
    const store = open();
    const own = new DomainError('invalid', 'Zo niet.');
    await expect(store.transaction(() => Promise.reject(own))).rejects.toBe(own);
  });
});

describe('who reads, waits and then writes', () => {
  const read = async (store: SqliteStore) =>
    (await store.query<{ revision: number }>('SELECT revision FROM contracten', []))[0]?.revision ?? 0;
  const raise = async (store: SqliteStore) => {
    const revision = await read(store);
    await new Promise((resolve) => setImmediate(resolve));
    await store.execute('UPDATE contracten SET revision = ?', [revision + 1]);
  };

  it('100 of 100 count, over two connections', async () => {
    const path = join(newFolder(), 'data.sqlite');
    const stores = [open(path), open(path, { isOpen: true })];
    const [first] = stores as [SqliteStore];
    await first.transaction(() => addContract(first));
    await Promise.all(
      Array.from({ length: 50 }, () =>
        Promise.all(stores.map((store) => store.transaction(() => raise(store)))),
      ),
    );
    expect(await read(first)).toBe(100);
  });

  it('outside a transaction cannot write at all', async () => {
    const store = open();
    await store.transaction(() => addContract(store));
    await expect(raise(store)).rejects.toThrow('a write outside a transaction');
  });
});

it('the store asked inside its own transaction is that transaction: nothing waits for itself', async () => {
  const store = open();
  await store.transaction(async () => {
    await addContract(store);
    await store.transaction(() => add(store));
    expect(await count(store)).toBe(1);
    expect(await store.snapshot(() => count(store))).toBe(1);
  });
  expect(await count(store)).toBe(1);
});

describe('what SQLite would store as something else', () => {
  it.each(['NaN', 'Infinity', '1e999', '12,5', '0x10', '-0.01', '9007199254740993', 'a\0b'])(
    '%j as hours or as money is refused, and nothing is stored',
    async (value) => {
      const bed = await Testbed.open();
      for (const column of [2, 3]) {
        const workbook = new Workbook(bed);
        workbook.tables = smallTables();
        workbook.row('uren', 'P1')[column] = value;
        expect((await workbook.send()).status).toBe(422);
      }
      expect(await bed.rows('SELECT * FROM uren')).toEqual([]);
      await bed.store.close();
    },
  );

  it('bytes that are no UTF-8 are refused as unreadable', async () => {
    const bed = await Testbed.open();
    const workbook = new Workbook(bed);
    workbook.tables = smallTables();
    const bytes = Buffer.from(JSON.stringify(workbook.body()));
    bytes[bytes.indexOf('Kees')] = 0xff;
    const { status } = await bed.app.request('/api/contracten/ALM-2015-01/sync', {
      method: 'POST',
      headers: { Authorization: `Bearer ${bed.writer}`, 'Content-Type': 'application/json' },
      body: bytes,
    });
    expect(status).toBe(400);
    await bed.store.close();
  });

  it('no number in a text column and no text in a number: every table is strict', async () => {
    const { raw } = open();
    const tables = raw.pragma('table_list') as { schema: string; name: string; strict: number }[];
    const ours = tables.filter(({ schema, name }) => schema === 'main' && !name.startsWith('sqlite_'));
    expect(ours.length).toBeGreaterThan(10);
    expect(ours.filter(({ strict }) => strict === 0)).toEqual([]);
  });
});

describe('one more connection of the same server', () => {
  it('looks at nothing again: no damage, no migration, no backup', async () => {
    const path = join(newFolder(), 'data.sqlite');
    const backups = join(newFolder(), 'backups');
    await openSqlite(path).close();
    const bytes = readFileSync(path);
    writeFileSync(path, bytes.fill(0, bytes.length - 4096));
    // What only reading all of the file can find.
    expect(findFault(path)).toBeDefined();
    const beside = open(path, { isOpen: true, backups });
    expect(existsSync(backups)).toBe(false);
    expect(
      ['journal_mode', 'synchronous', 'foreign_keys', 'trusted_schema'].map((name): unknown =>
        beside.raw.pragma(name, { simple: true }),
      ),
    ).toEqual(['wal', 2, 1, 0]);
  });

  it('is refused on a file that is not at the newest version, which is not changed', async () => {
    const path = join(newFolder(), 'data.sqlite');
    const { raw } = open(path);
    raw.pragma('user_version = 2');
    expect(() => openSqlite(path, { isOpen: true })).toThrow('not open at the newest version');
    expect(raw.pragma('user_version', { simple: true })).toBe(2);
  });
});

it('a second server on the file is refused 20 of 20 times, at once, and let in after the first', () => {
  const lock = join(newFolder(), 'server.lock');
  const unlock = lockFolder(lock);
  const started = performance.now();
  for (let time = 0; time < 20; time += 1)
    expect(() => lockFolder(lock)).toThrow('Er draait al een server op deze gegevens');
  expect(performance.now() - started).toBeLessThan(20 * 2_000);
  unlock();
  expect(statSync(lock).isFile()).toBe(true);
  lockFolder(lock)();
});
