import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TableName, WireRow } from '../../shared/tables.ts';
import { byCommand } from '../../server/access/audit.ts';
import { makeToken } from '../../server/access/tokens.ts';
import { beginContract } from '../../server/contract-changes.ts';
import { openStore } from '../../server/store/store.ts';
import { syncBytes } from '../../server/sync/sync-bytes.ts';
import { almereContract } from '../almere.ts';
import { bodyOf } from '../bench/rows.ts';
import { almereTables } from './testbed.ts';

export const [SMALL, WIDE, LONG] = ['KLEIN', 'BREED', 'LANG'];

/** So many kandidaten with hours in one month: as many lines in its maandrapport. */
function wideTables(kandidaten: number): Record<TableName, WireRow[]> {
  const numbers = Array.from({ length: kandidaten }, (_, i) => String(i).padStart(5, '0'));
  return {
    kandidaten: numbers.map((n) => [`K${n}`, `Kandidaat ${n}`, '2016-01-01', null, true, null]),
    klanten: [['KL1', 'Klant', 'Almere']],
    plaatsingen: numbers.map((n) => [
      `PL${n}`,
      `K${n}`,
      'KL1',
      '2016-01-01',
      null,
      '12.00',
      '11.75',
      null,
      null,
    ]),
    uren: numbers.map((n) => [`PL${n}`, '2016-05-02', '8.50', '4.00', null]),
  };
}

/** A folder for a server with three contracts: a small one, one with a long paper, and an empty one. */
export async function prepareFolder(lines: number): Promise<{ folder: string; token: string }> {
  const folder = mkdtempSync(join(tmpdir(), 'flextensie-'));
  const store = await openStore(join(folder, 'flextensie.sqlite'));
  const by = byCommand('proef', new Date());
  for (const contractnummer of [SMALL, WIDE, LONG])
    await beginContract(store, by, { ...almereContract(), contractnummer });
  for (const [contractnummer, tables] of [
    [SMALL, almereTables()],
    [WIDE, wideTables(lines)],
  ] as const)
    await syncBytes({ store, by, contractnummer, mayWrite: true }, Buffer.from(bodyOf(tables)));
  const rights = ['lezen', 'schrijven', 'beheer'] as const;
  const { token } = await makeToken(store, by, { naam: 'Anna', contractIds: null, rights });
  await store.close();
  return { folder, token };
}

export interface Ask {
  (path: string, init?: RequestInit): Promise<Response>;
}

/** How long the answers to `paths` took while `work` ran, in order, one after another. */
export async function timeBeside(
  ask: Ask,
  paths: readonly string[],
  work: Promise<unknown>,
): Promise<number[]> {
  let isDone = false;
  const done = work.finally(() => (isDone = true));
  const took: number[] = [];
  for (let i = 0; !isDone; i += 1) {
    const start = performance.now();
    const response = await ask(paths[i % paths.length] ?? '');
    await response.arrayBuffer();
    if (response.status !== 200) throw new Error(`${paths[i % paths.length]} answered ${response.status}`);
    took.push(performance.now() - start);
  }
  await done;
  return took.sort((a, b) => a - b);
}

export const percentile = (sorted: readonly number[], share: number): number =>
  sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
