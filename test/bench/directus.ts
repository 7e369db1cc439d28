import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { type ColumnType, type Table, type TableName, TABLES, type WireRow } from '../../shared/tables.ts';
import { freePort } from '../server/postgres/cluster.ts';

type Tables = Record<TableName, WireRow[]>;

const TYPES: Record<ColumnType, string> = {
  key: 'string',
  ref: 'string',
  text: 'string',
  date: 'date',
  boolean: 'boolean',
  decimal: 'decimal',
};

/** Directus has no keys of two columns: what needs one gets a column that joins them. */
const keyName = ({ columns, keyLength }: Table) =>
  keyLength === 1
    ? (columns[0]?.name ?? '')
    : columns
        .slice(0, keyLength)
        .map((column) => column.name)
        .join('_');

function itemOf(table: Table, row: WireRow): Record<string, unknown> {
  const item = Object.fromEntries(table.columns.map(({ name }, i) => [name, row[i]]));
  return { ...item, [keyName(table)]: row.slice(0, table.keyLength).join(' ') };
}

/** A Directus on SQLite, as its manual starts one, as a process of its own. */
export class Directus {
  readonly child: ChildProcess;
  readonly version: string;
  #url: string;
  #token: string;

  private constructor(child: ChildProcess, version: string, url: string, token: string) {
    this.child = child;
    this.version = version;
    this.#url = url;
    this.#token = token;
  }

  /** `peer`: where it is installed. */
  static async start(peer: string, folder: string): Promise<Directus> {
    const token = randomUUID();
    const port = await freePort();
    const env = {
      ...process.env,
      ...{ HOST: '127.0.0.1', PORT: String(port), TELEMETRY: 'false', SECRET: randomUUID() },
      ...{ DB_CLIENT: 'sqlite3', DB_FILENAME: join(folder, 'directus.sqlite'), MAX_PAYLOAD_SIZE: '32mb' },
      ...{ ADMIN_EMAIL: 'meting@example.com', ADMIN_PASSWORD: randomUUID(), ADMIN_TOKEN: token },
      ...{ STORAGE_LOCAL_ROOT: join(folder, 'uploads'), EXTENSIONS_PATH: join(folder, 'extensions') },
    };
    const home = join(peer, 'node_modules/directus');
    const { version } = JSON.parse(readFileSync(join(home, 'package.json'), 'utf8')) as { version: string };
    await promisify(execFile)('node', [join(home, 'cli.js'), 'bootstrap'], { env });
    const child = spawn('node', [join(home, 'cli.js'), 'start'], { env, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    await new Promise<void>((resolve, reject) => {
      const read = (chunk: Buffer) => {
        output += chunk.toString();
        if (output.includes('Server started')) resolve();
      };
      child.stdout.on('data', read);
      child.stderr.on('data', read);
      child.on('exit', () => reject(new Error(output)));
    });
    return new Directus(child, version, `http://127.0.0.1:${port}`, token);
  }

  async #ask<T>(method: string, path: string, body?: object): Promise<T> {
    const response = await fetch(`${this.#url}${path}`, {
      method,
      headers: { Authorization: `Bearer ${this.#token}`, 'Content-Type': 'application/json' },
      ...(body && { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`${method} ${path} answered ${response.status}: ${text.slice(0, 500)}`);
    return (text === '' ? undefined : JSON.parse(text)) as T;
  }

  /** The four tables anew, empty. `history`: every change is kept, which is how Directus makes them by itself. */
  async makeCollections(history: boolean): Promise<void> {
    const there = await this.#ask<{ data: { collection: string }[] }>('GET', '/collections');
    for (const table of TABLES) {
      if (there.data.some(({ collection }) => collection === table.name))
        await this.#ask('DELETE', `/collections/${table.name}`);
      const key = keyName(table);
      const fields = table.columns
        .filter(({ name }) => name !== key)
        .map(({ name, type, required }) => ({
          field: name,
          type: TYPES[type],
          schema: {
            is_nullable: required !== true,
            ...(type === 'decimal' && { numeric_precision: 15, numeric_scale: 2 }),
          },
        }));
      await this.#ask('POST', '/collections', {
        collection: table.name,
        schema: {},
        meta: { accountability: history ? 'all' : null },
        fields: [{ field: key, type: 'string', schema: { is_primary_key: true } }, ...fields],
      });
    }
  }

  /** The rows of each table in one request a table, which is as far as its REST goes. */
  async send(method: 'POST' | 'PATCH', tables: Tables): Promise<void> {
    for (const table of TABLES) {
      const items = tables[table.name].map((row) => itemOf(table, row));
      if (items.length > 0) await this.#ask(method, `/items/${table.name}`, items);
    }
  }

  /** Throws where it does not hold as many rows and as many hours as these. */
  async expectHours({ uren }: Tables): Promise<void> {
    const answer = await this.#ask<{ data: [{ count: unknown; sum: { uren: unknown } }] }>(
      'GET',
      '/items/uren?aggregate[count]=*&aggregate[sum]=uren',
    );
    const [{ count, sum }] = answer.data;
    const hours = uren.reduce((total, row) => total + Number(row[2]), 0);
    if (Number(count) !== uren.length || Math.abs(Number(sum.uren) - hours) > 0.005)
      throw new Error(`Directus holds ${JSON.stringify(answer.data)}`);
  }
}
