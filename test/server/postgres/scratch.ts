import pg from 'pg';
import { afterAll } from 'vitest';
import { openPostgres } from '../../../server/store/postgres.ts';
import type { Store } from '../../../server/store/store.ts';
import { sharedPort } from './cluster.ts';

const urlOf = (port: number, database: string) => `postgres://flextensie@127.0.0.1:${port}/${database}`;

/** A statement as the administrator of the cluster. */
export async function administer<Row>(url: string, text: string): Promise<Row[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query(text)).rows as Row[];
  } finally {
    await client.end();
  }
}

let port: Promise<number> | undefined;
const findPort = (): Promise<number> =>
  (port ??= sharedPort(async ({ port: own }) => {
    await administer(urlOf(own, 'postgres'), 'CREATE DATABASE migrated');
    await (await openPostgres(urlOf(own, 'migrated'))).close();
  }));

const open = new Map<string, Store | undefined>();
let count = 0;

/** The address of an empty database of a test's own, at the newest version; `template0`: at none. */
export async function makeScratchDatabase(template = 'migrated'): Promise<string> {
  const own = await findPort();
  const name = `scratch_${process.pid}_${(count += 1)}`;
  await administer(urlOf(own, 'postgres'), `CREATE DATABASE ${name} TEMPLATE ${template}`);
  open.set(name, undefined);
  return urlOf(own, name);
}

export async function openScratchDatabase(): Promise<Store> {
  const url = await makeScratchDatabase();
  const store = await openPostgres(url);
  const name = url.split('/').at(-1) ?? '';
  open.set(name, store);
  return {
    ...store,
    close: async () => {
      // Not once more at the end, where this is still under way.
      open.set(name, undefined);
      await store.close();
      await drop(name);
    },
  };
}

async function drop(name: string): Promise<void> {
  open.delete(name);
  await administer(urlOf(await findPort(), 'postgres'), `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
}

afterAll(async () => {
  for (const [name, store] of [...open]) {
    await store?.close();
    await drop(name);
  }
});
