import { setImmediate } from 'node:timers/promises';
import { digestChanges, listChanges } from '../store/changes.ts';
import { digestErasures } from '../store/erasures.ts';
import { digestPaper } from '../store/papers.ts';
import { listRevisions } from '../store/revisions.ts';
import { all, get, sql, type Store } from '../store/store.ts';
import { digestOf, digestRenewals, hashLine, SERVER_CHAIN } from './audit.ts';
import { createOrigins, isOriginSubject } from './audit-origins.ts';
import { listGrants } from './persons.ts';
import { digestTokens } from './tokens.ts';

/** What was found out of order: at which line, and what about it, in Dutch. */
export interface AuditFault {
  seq: number;
  message: string;
}

/** Where a chain stands. Written down elsewhere, it shows later that nothing before it was cut or changed. */
export interface AuditCheck {
  lines: number;
  /** `seq:hash` of the last line; null where there is none. */
  end: string | null;
  faults: AuditFault[];
}

/**
 * Looks at a contract's whole chain: that no line is missing or changed, that object and values beside it are those of
 * the line, and that what was written last of each subject is what stands in the database now.
 */
export const checkAudit = (store: Store, contractId: number): Promise<AuditCheck> =>
  store.snapshot(() => check(store, contractId));

/** Lines between which other requests get their turn. */
const SLICE = 1_000;

async function check(store: Store, contractId: number): Promise<AuditCheck> {
  const lines = await readLines(store, contractId);
  const end = await get(
    store,
    sql.selectFrom('audit_ends').selectAll().where('contract_id', '=', contractId),
  );
  const faults: AuditFault[] = [];
  const renewed = await listRenewals(store, contractId);
  const asWritten = createOrigins(lines);
  const latest = new Map<string, { seq: number; value: string | null }>();
  let previous = end?.first_previous ?? '';
  let expected = end?.first_seq ?? 1;
  for (const [i, line] of lines.entries()) {
    if (i % SLICE === 0) await setImmediate();
    if (line.seq !== expected)
      faults.push({
        seq: expected,
        message: `Tussen regel ${expected - 1} en ${line.seq} ontbreken regels.`,
      });
    else if (hashLine(previous, asWritten(line)) !== line.hash)
      faults.push({ seq: line.seq, message: `Regel ${line.seq} is veranderd, of de regel ervóór.` });
    if (digestOf(line) !== (renewed.get(line.seq) ?? line.digest))
      faults.push({ seq: line.seq, message: `De gegevens bij regel ${line.seq} zijn veranderd.` });
    previous = line.hash;
    expected = line.seq + 1;
    if (line.subject !== null && line.result === 'ok' && !isOriginSubject(line.subject))
      latest.set(line.subject, { seq: line.seq, value: line.new });
  }
  const last = lines.at(-1);
  if (end && (last?.seq !== end.last_seq || last.hash !== end.last_hash))
    faults.push({
      seq: end.last_seq,
      message: `Het logboek hoort te eindigen met regel ${end.last_seq}; ${last ? `het eindigt met regel ${last.seq}` : 'er zijn geen regels'}.`,
    });
  if (!end && lines.length > 0)
    faults.push({ seq: 1, message: 'Waar het logboek begint en eindigt, is verwijderd.' });
  faults.push(
    ...(await checkSubjects(store, contractId, latest, beganWithLog(contractId, lines[0], latest))),
  );
  return { lines: lines.length, end: last ? `${last.seq}:${last.hash}` : null, faults };
}

async function readLines(store: Store, contractId: number) {
  const slice = sql.selectFrom('audit').selectAll().where('contract_id', '=', contractId).orderBy('seq');
  let lines = await all(store, slice.limit(SLICE));
  const read = [lines];
  while (lines.length === SLICE) {
    await setImmediate();
    lines = await all(store, slice.where('seq', '>', lines.at(-1)?.seq ?? 0).limit(SLICE));
    read.push(lines);
  }
  return read.flat();
}

/** Whether a line that was noted earlier (`seq:hash`) still stands. */
export async function checkNoted(store: Store, contractId: number, noted: string): Promise<AuditFault[]> {
  const [seq = '', hash = ''] = noted.split(':');
  const line = await get(
    store,
    sql
      .selectFrom('audit')
      .select('hash')
      .where('contract_id', '=', contractId)
      .where('seq', '=', Number(seq)),
  );
  return line?.hash === hash
    ? []
    : [{ seq: Number(seq), message: `Regel ${seq} is niet (meer) de regel die u hebt genoteerd.` }];
}

/** By line, the digest since its values were erased; the last erasure counts. */
const listRenewals = async (store: Store, contractId: number): Promise<Map<number, string>> =>
  new Map(
    (
      await all(
        store,
        sql
          .selectFrom('audit_renewals')
          .select(['seq', 'digest'])
          .where('contract_id', '=', contractId)
          .orderBy('by_seq'),
      )
    ).map(({ seq, digest }) => [seq, digest]),
  );

type Latest = Map<string, { seq: number; value: string | null }>;

/** Whether all that there is, came after the log: its first line is that of the contract, or of the first token. */
const beganWithLog = (
  contractId: number,
  first: { subject: string | null; old: string | null } | undefined,
  latest: Latest,
): boolean =>
  contractId === SERVER_CHAIN ? latest.has('tokens/1') : first?.subject === 'contract' && first.old === null;

async function checkSubjects(
  store: Store,
  contractId: number,
  latest: Latest,
  isComplete: boolean,
): Promise<AuditFault[]> {
  const current = await listSubjects(store, contractId);
  const first = Math.min(...[...latest.keys()].flatMap((subject) => revisionOf(subject) ?? []));
  return [
    ...(await checkRevision(store, contractId)),
    ...[...latest]
      .filter(([subject, { value }]) => (current.get(subject) ?? emptyOf(subject)) !== value)
      .map(([subject, { seq }]) => ({
        seq,
        message: `Wat bij regel ${seq} is geschreven (${subject}), staat er niet meer zo.`,
      })),
    // What was written before there was a log has no line.
    ...[...current.keys()]
      .filter((subject) => !latest.has(subject) && (isComplete || (revisionOf(subject) ?? 0) > first))
      .map((subject) => ({ seq: 0, message: `Van ${subject} is er geen regel.` })),
  ];
}

/** The contract stands at the last of its revisions. */
async function checkRevision(store: Store, contractId: number): Promise<AuditFault[]> {
  const contract = await get(
    store,
    sql.selectFrom('contracten').select('revision').where('id', '=', contractId),
  );
  const last = Math.max(0, ...(await listRevisions(store, contractId)).keys());
  return !contract || contract.revision === last
    ? []
    : [{ seq: 0, message: `Het contract staat op stand ${contract.revision}; de laatste is ${last}.` }];
}

const revisionOf = (subject: string): number | undefined => {
  const [kind, number] = subject.split('/');
  return kind === 'revisions' ? Number(number) : undefined;
};

/** How a subject of which nothing is left was written down last. */
const emptyOf = (subject: string): string | null =>
  subject.startsWith('rights/') ? '[]' : subject.startsWith('renewals/') ? digestRenewals([]) : null;

/** Every subject of a contract as the database has it now. */
async function listSubjects(store: Store, contractId: number): Promise<Map<string, string>> {
  const subjects = new Map<string, string>();
  const contract = await get(store, sql.selectFrom('contracten').select('json').where('id', '=', contractId));
  if (contract) subjects.set('contract', contract.json);
  const who = await listRevisions(store, contractId);
  const changes = await listChanges(store, contractId);
  for (const revision of new Set([...who.keys(), ...changes.keys()]))
    subjects.set(
      `revisions/${revision}`,
      digestChanges(changes.get(revision) ?? [], who.get(revision) ?? { at: '', naam: '' }),
    );
  const papers = sql.selectFrom('papers').select(['kind', 'name', 'at', 'naam', 'json', 'pdf']);
  for (const paper of await all(store, papers.where('contract_id', '=', contractId)))
    subjects.set(`papers/${paper.kind}/${paper.name}`, digestPaper(paper));
  const erasures = await digestErasures(store, contractId);
  if (erasures !== null) subjects.set('erasures', erasures);
  for (const table of ['uitbetalingen', 'akkoorden'] as const)
    for (const row of await all(
      store,
      sql.selectFrom(table).selectAll().where('contract_id', '=', contractId),
    ))
      subjects.set(`${table}/${row.id}`, JSON.stringify(row));
  const renewals = new Map<string, [number, string][]>();
  for (const { subject, seq, digest } of await all(
    store,
    sql
      .selectFrom('audit_renewals')
      .innerJoin('audit', (join) =>
        join
          .onRef('audit.contract_id', '=', 'audit_renewals.contract_id')
          .onRef('audit.seq', '=', 'audit_renewals.by_seq'),
      )
      .select(['audit.subject', 'audit_renewals.seq', 'audit_renewals.digest'])
      .where('audit_renewals.contract_id', '=', contractId)
      .orderBy('audit_renewals.seq'),
  ))
    renewals.set(subject ?? '', [...(renewals.get(subject ?? '') ?? []), [seq, digest]]);
  for (const [subject, list] of renewals) subjects.set(subject, digestRenewals(list));
  const granted = contractId === SERVER_CHAIN ? null : contractId;
  for (const [personId, grants] of await listGrants(store, granted))
    subjects.set(`rights/${personId}`, JSON.stringify(grants));
  if (contractId === SERVER_CHAIN) await listAccess(store, subjects);
  return subjects;
}

async function listAccess(store: Store, subjects: Map<string, string>): Promise<void> {
  for (const [id, digest] of await digestTokens(store)) subjects.set(`tokens/${id}`, digest);
  const blocked = sql.selectFrom('persons').select(['id', 'blocked_at']).where('blocked_at', 'is not', null);
  for (const { id, blocked_at } of await all(store, blocked)) subjects.set(`persons/${id}`, blocked_at ?? '');
}
