import type { ClientBase, Pool, QueryConfig } from 'pg';
import pg from 'pg';
import { explain, isRetryable } from './postgres-errors.ts';
import type { Connection } from './store.ts';

const { builtins, getTypeParser } = pg.types;

/** Counts and sums are whole numbers, well within what a number holds; the rest as `pg` has it. */
const types: QueryConfig['types'] = {
  getTypeParser: (id, format) =>
    id === builtins.INT8 || id === builtins.NUMERIC ? Number : (getTypeParser(id, format) as never),
};

const numbered = new Map<string, string>();

/** `?` as `$1`, `$2`, …; no text of ours has a question mark of another meaning. */
function number(text: string): string {
  let known = numbered.get(text);
  if (known === undefined) {
    let count = 0;
    known = text.replace(/\?/g, () => `$${(count += 1)}`);
    numbered.set(text, known);
  }
  return known;
}

/** Rows that go at once: as one parameter, so that neither their number nor the length of the text counts. */
const CHUNK = 5_000;

function chunksOf(columns: readonly string[], rows: readonly (readonly unknown[])[]): string[] {
  const names = columns.map((name) => name.replaceAll('"', ''));
  const chunks: string[] = [];
  for (let at = 0; at < rows.length; at += CHUNK)
    chunks.push(
      JSON.stringify(
        rows
          .slice(at, at + CHUNK)
          .map((row) => Object.fromEntries(names.map((name, column) => [name, row[column]]))),
      ),
    );
  return chunks;
}

/** One client, or a pool of which each statement takes one. */
export function connectPostgres(client: ClientBase | Pool): Connection {
  const ask = async (text: string, parameters: readonly unknown[], rowMode?: 'array') => {
    const query = { text: number(text), values: [...parameters], types, ...(rowMode ? { rowMode } : {}) };
    try {
      return await (client as ClientBase).query(query as QueryConfig);
    } catch (error) {
      // That one is for the transaction around it.
      throw isRetryable(error) ? error : explain(error);
    }
  };
  return {
    query: async <Output>(text: string, parameters: readonly unknown[]) =>
      (await ask(text, parameters)).rows as Output[],
    queryArrays: async (text, parameters) => (await ask(text, parameters, 'array')).rows as unknown[][],
    queryMany: async (table, columns, where, parameters) =>
      (await ask(`SELECT ${columns.join(', ')} FROM ${table} WHERE ${where}`, parameters, 'array'))
        .rows as unknown[][],
    execute: async (text, parameters) => (await ask(text, parameters)).rowCount ?? 0,
    insertMany: async (table, fixed, columns, rows) => {
      const values = [...Object.values(fixed).map(Number), ...columns];
      const names = [...Object.keys(fixed), ...columns];
      for (const chunk of chunksOf(columns, rows))
        await ask(
          `INSERT INTO ${table} (${names.join(', ')}) SELECT ${values.join(', ')} FROM json_populate_recordset(NULL::${table}, ?::json)`,
          [chunk],
        );
    },
    endMany: async (table, revision, contractId, keyColumns, keys) => {
      const where = keyColumns.map((name) => `own.${name} = ended.${name}`).join(' AND ');
      // Each row is looked up by its key: a join may be planned by counts of before these rows, and then take minutes.
      const find = `SELECT own.ctid FROM ${table} AS own WHERE own.contract_id = ? AND ${where} AND own.to_revision IS NULL`;
      for (const chunk of chunksOf(keyColumns, keys))
        await ask(
          `UPDATE ${table} SET to_revision = ? WHERE ctid = ANY (ARRAY(SELECT (${find}) FROM json_populate_recordset(NULL::${table}, ?::json) AS ended))`,
          [revision, contractId, chunk],
        );
    },
  };
}
