import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { getRequestListener } from '@hono/node-server';
import Sqlite from 'better-sqlite3';
import { afterAll, describe, expect, it } from 'vitest';
import { TABLES, type TableName, type WireRow } from '../../shared/tables.ts';
import { byCommand } from '../../server/access/audit.ts';
import { createFailures } from '../../server/access/limits.ts';
import { makeToken } from '../../server/access/tokens.ts';
import { createApp } from '../../server/app.ts';
import { addContract, getContract } from '../../server/store/contracten.ts';
import { openStore } from '../../server/store/store.ts';
import { almereContract } from '../almere.ts';
import { CONTRACT } from '../server/testbed.ts';
import { bodyOf, median, tablesOf } from './rows.ts';

const folder = mkdtempSync(join(tmpdir(), 'flextensie-bench-'));
afterAll(() => rmSync(folder, { recursive: true }));
let made = 0;
const newFile = () => join(folder, `${(made += 1)}.sqlite`);

/** The bare operation: parse the same body, insert the same rows with prepared statements in one durable transaction. */
function bare(body: string): number {
  const db = new Sqlite(newFile());
  db.pragma('journal_mode = WAL');
  db.pragma('synchronous = FULL');
  const inserts = TABLES.map(({ name, columns, keyLength }) => {
    const names = columns.map((c) => c.name);
    db.exec(
      `CREATE TABLE ${name} (${names.join(', ')}, PRIMARY KEY (${names.slice(0, keyLength).join(', ')})) WITHOUT ROWID`,
    );
    return { name, insert: db.prepare(`INSERT INTO ${name} VALUES (${names.map(() => '?').join(', ')})`) };
  });
  const start = performance.now();
  const { tables } = JSON.parse(body) as { tables: Record<TableName, { rows: WireRow[] }> };
  db.transaction(() => {
    for (const { name, insert } of inserts)
      for (const row of tables[name].rows)
        insert.run(...row.map((value) => (typeof value === 'boolean' ? Number(value) : value)));
  })();
  const took = performance.now() - start;
  db.close();
  return took;
}

interface Took {
  first: number;
  again: number;
  changed: number;
}

/**
 * A sync of the same body over loopback HTTP, into a new database; then the same rows once more, unchanged; then with other
 * hours in every hundredth row.
 */
async function overHttp(tables: Record<TableName, WireRow[]>): Promise<Took> {
  const store = await openStore(newFile());
  await store.transaction(() => addContract(store, almereContract()));
  const { token } = await makeToken(store, byCommand('meting', new Date()), {
    naam: 'Bench',
    contractIds: [(await getContract(store, CONTRACT)).id],
    rights: ['schrijven'],
  });
  const app = createApp({
    store,
    now: () => new Date(),
    draw: () => Promise.reject(new Error('nothing is drawn')),
    version: '0',
    addinDir: '.',
    officeDir: '.',
    log: { info: () => undefined, error: () => undefined },
    failures: createFailures(),
  });
  const server = createServer((request, response) => void getRequestListener(app.fetch)(request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const contract = `http://127.0.0.1:${(server.address() as AddressInfo).port}/api/contracten/${CONTRACT}`;
  const headers = { Authorization: `Bearer ${token}` };
  // The pane has asked for the contract before it syncs: the connection is there, the token's use is noted.
  await (await fetch(contract, { headers })).json();
  const post = async (body: string) => {
    const start = performance.now();
    const response = await fetch(`${contract}/sync`, { method: 'POST', headers, body });
    const answer = (await response.json()) as { lineage: string; revision: number };
    expect(response.status).toBe(200);
    return { took: performance.now() - start, answer };
  };
  const first = await post(bodyOf(tables));
  const { lineage, revision } = first.answer;
  const again = await post(bodyOf(tables, { lineage, revision }));
  expect(again.answer.revision).toBe(revision);
  const uren = tables.uren.map((row, i) =>
    i % 100 === 0 ? [...row.slice(0, 2), '7.75', ...row.slice(3)] : row,
  );
  const changed = await post(bodyOf({ ...tables, uren }, { lineage, revision }));
  expect(changed.answer.revision).toBe(revision + 1);
  await new Promise((resolve) => server.close(resolve));
  await store.close();
  return { first: first.took, again: again.took, changed: changed.took };
}

describe('sync over HTTP against JSON.parse and raw prepared inserts', () => {
  const syncs = new Map<number, number>();

  it.each([
    [1_000, 9],
    [10_000, 7],
    [100_000, 3],
  ])('%i rows', async (total, rounds) => {
    const tables = tablesOf(total);
    const body = bodyOf(tables);
    const ratios: number[] = [];
    const resync: number[] = [];
    const firsts: number[] = [];
    const merges: number[] = [];
    for (let round = 0; round <= rounds; round += 1) {
      const floor = bare(body);
      const { first, again, changed } = await overHttp(tables);
      if (round === 0) continue; // warming up
      ratios.push(first / floor);
      resync.push(again / floor);
      firsts.push(first);
      merges.push(changed / again);
    }
    syncs.set(total, median(firsts));
    console.log(
      `${total} rows: first sync ${median(ratios).toFixed(2)} × the bare operation, unchanged ${median(resync).toFixed(2)} ×, 1 % changed ${median(merges).toFixed(2)} × unchanged (${median(firsts).toFixed(0)} ms)`,
    );
    // The aim is 1.5: docs/prestaties.md says where the rest goes.
    if (total > 1_000) expect(median(ratios)).toBeLessThanOrEqual(3);
  });

  it('1,000 to 100,000 rows', () => {
    const growth = (syncs.get(100_000) ?? Number.NaN) / (syncs.get(1_000) ?? Number.NaN);
    console.log(`100 times the rows cost ${growth.toFixed(0)} times the time`);
    expect(growth).toBeLessThanOrEqual(110);
  });
});
