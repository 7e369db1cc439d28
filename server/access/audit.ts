import { createHash, createHmac, randomBytes } from 'node:crypto';
import { get, run, sql, type Store } from '../store/store.ts';

/** Who does something, when and from where. */
export interface By {
  /** Null: the command line. */
  personId: number | null;
  naam: string;
  /** ISO time. */
  at: string;
  /** Of the request, or `opdrachtregel`. */
  origin: string;
  /** What is done, in Dutch, such as `afrekening vaststellen`. */
  action: string;
  /** The path below the contract, such as `afrekeningen/2016-H1`. */
  object: string;
  /** Set by {@link record}: whether its line is written. */
  recorded: boolean;
}

/** Someone at the server's own command line. */
export const byCommand = (action: string, now: Date, naam = 'Beheer'): By => ({
  personId: null,
  naam,
  at: now.toISOString(),
  origin: 'opdrachtregel',
  action,
  object: '',
  recorded: false,
});

/** What a line says beside who and when. Absent values: nothing was written. */
export interface Recorded {
  /** Where it is not that of `by`. */
  object?: string;
  /** `ok`, or the code of the refusal. */
  result?: string;
  /** What was written, such as `revisions/41`: the latest line of a subject says how it stands now. */
  subject?: string;
  old?: string | null;
  new?: string | null;
}

/** The chain of what belongs to no contract. */
export const SERVER_CHAIN = 0;

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

interface Line {
  contract_id: number;
  seq: number;
  at: string;
  person_id: number | null;
  origin: string;
  action: string;
  result: string;
  digest: string;
}
interface Beside {
  object: string;
  subject: string | null;
  old: string | null;
  new: string | null;
  nonce: string;
}

export const hashLine = (previous: string, line: Line): string =>
  sha256(
    JSON.stringify([
      previous,
      line.contract_id,
      line.seq,
      line.at,
      line.person_id,
      line.origin,
      line.action,
      line.result,
      line.digest,
    ]),
  );

export const digestOf = (beside: Beside): string =>
  createHmac('sha256', beside.nonce)
    .update(JSON.stringify([beside.object, beside.subject, beside.old, beside.new]))
    .digest('hex');

export const newNonce = (): string => randomBytes(16).toString('hex');

/** Over the lines that an erasure renewed, in order. */
export const digestRenewals = (list: readonly (readonly [seq: number, digest: string])[]): string =>
  createHash('sha256').update(JSON.stringify(list)).digest('hex');

const NOTHING = sha256('');

/**
 * Writes the line of what `by` did to a contract, {@link SERVER_CHAIN} for none, and answers its number. Call it in the
 * transaction of the write itself: neither stands without the other.
 */
export async function record(
  store: Store,
  contractId: number,
  by: By,
  recorded: Recorded = {},
): Promise<number> {
  await store.lock(contractId);
  const end = await get(
    store,
    sql.selectFrom('audit_ends').selectAll().where('contract_id', '=', contractId),
  );
  const seq = (end?.last_seq ?? 0) + 1;
  const beside: Beside = {
    object: recorded.object ?? by.object,
    subject: recorded.subject ?? null,
    old: recorded.old ?? null,
    new: recorded.new ?? null,
    nonce: newNonce(),
  };
  const line: Line = {
    contract_id: contractId,
    seq,
    at: by.at,
    person_id: by.personId,
    origin: by.origin,
    action: by.action,
    result: recorded.result ?? 'ok',
    digest: digestOf(beside),
  };
  const hash = hashLine(end?.last_hash ?? NOTHING, line);
  await run(store, sql.insertInto('audit').values({ ...line, ...beside, hash }));
  if (end)
    await run(
      store,
      sql
        .updateTable('audit_ends')
        .set({ last_seq: seq, last_hash: hash })
        .where('contract_id', '=', contractId),
    );
  else
    await run(
      store,
      sql.insertInto('audit_ends').values({
        contract_id: contractId,
        first_seq: 1,
        first_previous: NOTHING,
        last_seq: seq,
        last_hash: hash,
      }),
    );
  by.recorded = true;
  return seq;
}
