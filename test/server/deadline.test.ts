import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { openSqlite } from '../../server/store/sqlite.ts';
import { almereContract } from '../almere.ts';
import { addContract, findContract } from '../../server/store/contracten.ts';

const folder = mkdtempSync(join(tmpdir(), 'flextensie-'));
const path = join(folder, 'test.sqlite');
const store = openSqlite(path, { transactionMs: 150 });
afterAll(async () => {
  await store.close();
  rmSync(folder, { recursive: true });
});
const contract = (contractnummer: string) => ({ ...almereContract(), contractnummer });

/** Adds a contract in a transaction that goes on only once it is told to. */
function hang(contractnummer: string) {
  let goOn = () => {};
  const waiting = new Promise<void>((resolve) => (goOn = resolve));
  let after: Promise<void> = Promise.resolve();
  const transaction = store.transaction(() => {
    after = (async () => {
      await addContract(store, contract(contractnummer));
      await waiting;
      await addContract(store, contract(`${contractnummer}-LATER`));
    })();
    return after;
  });
  return { transaction, goOn, after: () => after };
}

describe('a transaction that does not come to its end', () => {
  it('is taken back in words, and those behind it go on', async () => {
    const stuck = hang('VAST');
    const next = store.transaction(() => addContract(store, contract('VOLGENDE')));
    await expect(stuck.transaction).rejects.toMatchObject({
      code: 'unavailable',
      message: 'Het duurde te lang. Er is niets opgeslagen. Probeer het zo nog eens.',
    });
    await next;
    expect(await findContract(store, 'VOLGENDE')).toBeDefined();
    expect(await findContract(store, 'VAST')).toBeUndefined();
  });

  it('stores nothing afterwards, also not in the transaction of another', async () => {
    const stuck = hang('ZOMBIE');
    await expect(stuck.transaction).rejects.toMatchObject({ code: 'unavailable' });
    await store.transaction(async () => {
      stuck.goOn();
      await expect(stuck.after()).rejects.toThrow('a statement after the end of its transaction');
      await addContract(store, contract('ANDERE'));
    });
    expect(await findContract(store, 'ANDERE')).toBeDefined();
    for (const none of ['ZOMBIE', 'ZOMBIE-LATER']) expect(await findContract(store, none)).toBeUndefined();
  });

  it('and one that hangs in a snapshot lets its reader go', async () => {
    const never = new Promise<void>(() => {});
    const hanging = Array.from({ length: 12 }, () => store.snapshot(() => never));
    for (const { status } of await Promise.allSettled(hanging)) expect(status).toBe('rejected');
    expect(await store.snapshot(() => findContract(store, 'ANDERE'))).toBeDefined();
  });
});

describe('two connections that write', () => {
  it('the second waits for the first without holding up its thread', async () => {
    const other = openSqlite(path);
    let goOn = () => {};
    const waiting = new Promise<void>((resolve) => (goOn = resolve));
    const first = other.transaction(async () => {
      await addContract(other, contract('EERST'));
      await waiting;
    });
    const second = store.transaction(() => addContract(store, contract('DAARNA')));
    for (let ticks = 0; ticks < 20; ticks += 1) await new Promise((resolve) => setTimeout(resolve, 1));
    expect(await findContract(store, 'DAARNA')).toBeUndefined();
    goOn();
    await Promise.all([first, second]);
    for (const each of ['EERST', 'DAARNA']) expect(await findContract(store, each)).toBeDefined();
    await other.close();
  });
});
