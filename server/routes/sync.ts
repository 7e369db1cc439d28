import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { type Context, Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { route } from '../access/route.ts';
import type { Env } from '../env.ts';
import { holdsMore } from '../store/rows.ts';
import { MAX_BYTES, tooLarge } from '../sync/parse-request.ts';
import { syncBytes } from '../sync/sync-bytes.ts';
import { malformed } from './json.ts';

/** What the server's own thread does in between: its other answers wait for it. */
export const SHORT_BYTES = 64 * 1024;
const SHORT_ROWS = 2_000;

export const sync = new Hono<Env>().post(
  '/:contractnummer/sync',
  route({
    needs: 'lezen',
    action: 'synchroniseren',
    body: 'SyncRequest',
    answer: 'SyncResult',
    refusals: { conflict: 'SyncConflict', invalid: 'SyncFaults' },
  }),
  bodyLimit({
    maxSize: MAX_BYTES,
    onError: () => {
      throw tooLarge();
    },
  }),
  async (c) => {
    const bytes = await readBytes(c);
    const { by, contract, deps, rights } = c.var;
    const { store, syncApart } = deps;
    const syncing = {
      contractnummer: contract.contract.contractnummer,
      by,
      mayWrite: rights.includes('schrijven'),
    };
    const isShort = bytes.byteLength <= SHORT_BYTES && !(await holdsMore(store, contract.id, SHORT_ROWS));
    const answer =
      syncApart && !isShort ? await syncApart(syncing, bytes) : await syncBytes({ ...syncing, store }, bytes);
    return c.body(answer as Uint8Array<ArrayBuffer>, 200, { 'Content-Type': 'application/json' });
  },
);

/** The body, unpacked where it is gzip; never more than 32 MB of it. Throws `too_large` or `bad_request`. */
async function readBytes(c: Context<Env>): Promise<Uint8Array> {
  const bytes = new Uint8Array(await c.req.arrayBuffer());
  const encoding = c.req.header('Content-Encoding') ?? 'identity';
  if (encoding === 'gzip') return unpack(bytes);
  if (encoding !== 'identity') throw malformed();
  return bytes;
}

async function unpack(bytes: Uint8Array): Promise<Uint8Array> {
  try {
    return await promisify(gunzip)(bytes, { maxOutputLength: MAX_BYTES });
  } catch (error) {
    throw (error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE' ? tooLarge() : malformed();
  }
}
