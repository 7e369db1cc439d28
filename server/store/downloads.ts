import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto';
import { all, run, sql, type Store, transaction } from './store.ts';

/** What a link leads to. */
export interface Download {
  path: string;
  /** The bearer's own header: the link may do what they may, at the moment that it is opened. */
  authorization: string;
}

const CIPHER = 'aes-256-gcm';
const TAG_BYTES = 16;
/** Each ticket is a key of its own that seals one thing, so the nonce may be the same. */
const NONCE = Buffer.alloc(12);
const derive = (ticket: string, use: string): Buffer =>
  createHash('sha256').update(`${use} ${ticket}`).digest();

/**
 * Keeps it in the database, where every server beside this one finds it, and answers its ticket. Only who has that can
 * read what was kept: the database has a hash of it.
 */
export async function keepDownload(
  store: Store,
  download: Download,
  now: Date,
  until: Date,
): Promise<string> {
  const ticket = randomBytes(32).toString('base64url');
  const cipher = createCipheriv(CIPHER, derive(ticket, 'key'), NONCE);
  const sealed = Buffer.concat([
    cipher.update(JSON.stringify(download)),
    cipher.final(),
    cipher.getAuthTag(),
  ]);
  await transaction(store, async () => {
    await run(store, sql.deleteFrom('downloads').where('expires_at', '<', now.toISOString()));
    const row = { hash: derive(ticket, 'hash'), sealed, expires_at: until.toISOString() };
    await run(store, sql.insertInto('downloads').values(row));
  });
  return ticket;
}

/** What the ticket leads to, once; undefined where it was taken or has expired. */
export async function takeDownload(store: Store, ticket: string, now: Date): Promise<Download | undefined> {
  const [row] = await transaction(store, () =>
    all(
      store,
      sql
        .deleteFrom('downloads')
        .where('hash', '=', derive(ticket, 'hash'))
        .returning(['sealed', 'expires_at']),
    ),
  );
  if (!row || row.expires_at < now.toISOString()) return undefined;
  const decipher = createDecipheriv(CIPHER, derive(ticket, 'key'), NONCE);
  decipher.setAuthTag(row.sealed.subarray(-TAG_BYTES));
  const opened = Buffer.concat([decipher.update(row.sealed.subarray(0, -TAG_BYTES)), decipher.final()]);
  return JSON.parse(opened.toString()) as Download;
}
