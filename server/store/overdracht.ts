import { randomBytes } from 'node:crypto';
import { type Selectable, sql as raw } from 'kysely';
import { type Row, type Table, type TableName, TABLES } from '../../shared/tables.ts';
import type { Version } from './rows.ts';
import type { PaperKind, Schema } from './schema.ts';
import { all, get, insert, run, sql, type Store } from './store.ts';

type Line<Name extends keyof Schema> = Selectable<Schema[Name]>;
type Own<Name extends keyof Schema> = Omit<Line<Name>, 'contract_id'>;

/** A paper without its bytes, which are asked for one by one. */
export type KeptPaper = Omit<Own<'papers'>, 'pdf'>;

/** Everything that is kept of a contract, but for the bytes of its papers and who may do what with it. */
export interface Kept {
  contract: Omit<Line<'contracten'>, 'lineage'>;
  revisions: Own<'revisions'>[];
  versions: Map<Table, Version[]>;
  papers: KeptPaper[];
  uitbetalingen: Omit<Own<'uitbetalingen'>, 'id'>[];
  akkoorden: Omit<Own<'akkoorden'>, 'id'>[];
  erasures: Own<'erasures'>[];
  audit: Own<'audit'>[];
  renewals: Own<'audit_renewals'>[];
  /** Undefined where nothing was logged yet. */
  auditEnd: Own<'audit_ends'> | undefined;
  /** Who stands in revisions and log. */
  persons: { id: number; naam: string }[];
}

/** Call it in a transaction, so that all of it is of one moment. */
export async function readKept(store: Store, contractId: number): Promise<Kept> {
  const [contract] = await all(
    store,
    sql
      .selectFrom('contracten')
      .select(['id', 'contractnummer', 'json', 'revision', 'salt'])
      .where('id', '=', contractId),
  );
  if (!contract) throw new Error('no such contract');
  const revisions = await all(
    store,
    sql
      .selectFrom('revisions')
      .select(['revision', 'at', 'person_id', 'naam'])
      .where('contract_id', '=', contractId)
      .orderBy('revision'),
  );
  const audit = await all(
    store,
    sql
      .selectFrom('audit')
      .select(['seq', 'at', 'person_id', 'origin', 'action', 'object', 'result', 'subject'])
      .select(['old', 'new', 'nonce', 'digest', 'hash'])
      .where('contract_id', '=', contractId)
      .orderBy('seq'),
  );
  const versions = new Map<Table, Version[]>();
  for (const table of TABLES) versions.set(table, await listAllVersions(store, contractId, table));
  return {
    contract,
    revisions,
    versions,
    papers: await all(
      store,
      sql
        .selectFrom('papers')
        .select(['kind', 'name', 'revision', 'at', 'naam', 'json'])
        .where('contract_id', '=', contractId)
        .orderBy('kind')
        .orderBy('name'),
    ),
    uitbetalingen: await all(
      store,
      sql
        .selectFrom('uitbetalingen')
        .select(['period', 'factuurnummer', 'betaald_op', 'at', 'naam'])
        .where('contract_id', '=', contractId)
        .orderBy('id'),
    ),
    akkoorden: await all(
      store,
      sql
        .selectFrom('akkoorden')
        .select(['plaatsingnummer', 'verlengd_tot', 'akkoord_door', 'kenmerk', 'at', 'naam'])
        .where('contract_id', '=', contractId)
        .orderBy('id'),
    ),
    erasures: await all(
      store,
      sql
        .selectFrom('erasures')
        .select(['table_name', 'tombstone', 'pseudonym', 'at'])
        .where('contract_id', '=', contractId)
        .orderBy('at')
        .orderBy('tombstone'),
    ),
    audit,
    renewals: await all(
      store,
      sql
        .selectFrom('audit_renewals')
        .select(['by_seq', 'seq', 'digest'])
        .where('contract_id', '=', contractId)
        .orderBy('by_seq')
        .orderBy('seq'),
    ),
    auditEnd: await get(
      store,
      sql
        .selectFrom('audit_ends')
        .select(['first_seq', 'first_previous', 'last_seq', 'last_hash'])
        .where('contract_id', '=', contractId),
    ),
    persons: await listPersonsOf(store, [...revisions, ...audit]),
  };
}

async function listAllVersions(store: Store, contractId: number, table: Table): Promise<Version[]> {
  const names = table.columns.map(({ name }) => `"${name}"`);
  const columns = [...names, 'from_revision', 'to_revision'];
  const rows = (await store.queryMany(table.name, columns, 'contract_id = ?', [contractId])) as Row[];
  return rows.map((row) => {
    const to = row.pop() as number | null;
    return { from: row.pop() as number, to, row };
  });
}

async function listPersonsOf(
  store: Store,
  lines: readonly { person_id: number | null }[],
): Promise<Kept['persons']> {
  const ids = [...new Set(lines.flatMap(({ person_id }) => person_id ?? []))].sort((a, b) => a - b);
  const names = new Map(
    (await all(store, sql.selectFrom('persons').select(['id', 'naam']))).map(({ id, naam }) => [id, naam]),
  );
  return ids.map((id) => ({ id, naam: names.get(id) ?? 'Onbekend' }));
}

/** How many rows of a table stand now, or papers are kept. */
export async function countKept(
  store: Store,
  contractId: number,
  table: TableName | 'papers',
): Promise<number> {
  const own = sql
    .selectFrom(table)
    .select((eb) => eb.fn.countAll<number>().as('n'))
    .where('contract_id', '=', contractId);
  const counted = table === 'papers' ? own : own.where(raw`to_revision`, 'is', null);
  return Number((await get(store, counted))?.n ?? 0);
}

/** The figures and bytes of a kept paper as they are now. */
export const findPaper = (
  store: Store,
  contractId: number,
  kind: PaperKind,
  name: string,
): Promise<{ json: string; pdf: Buffer } | undefined> =>
  get(
    store,
    sql
      .selectFrom('papers')
      .select(['json', 'pdf'])
      .where('contract_id', '=', contractId)
      .where('kind', '=', kind)
      .where('name', '=', name),
  );

/** Adds a contract at the revision that it has elsewhere, under a lineage of its own; answers its number here. */
export async function addKeptContract(
  store: Store,
  { contractnummer, json, revision, salt }: Omit<Kept['contract'], 'id'>,
): Promise<number> {
  const lineage = randomBytes(16).toString('hex');
  const row = { contractnummer, json, lineage, revision, salt };
  return (await insert(store, sql.insertInto('contracten').values(row))).id;
}

/** Adds people who did something elsewhere: they have no token and no rights here. Answers their numbers here by there. */
export async function addPersonsOf(
  store: Store,
  persons: Kept['persons'],
  at: string,
): Promise<Map<number, number>> {
  const here = new Map<number, number>();
  for (const { id, naam } of persons)
    here.set(id, (await insert(store, sql.insertInto('persons').values({ naam, created_at: at }))).id);
  return here;
}

export const addVersions = (
  store: Store,
  contractId: number,
  table: Table,
  versions: readonly Version[],
): Promise<void> =>
  store.insertMany(
    table.name,
    { contract_id: contractId },
    ['from_revision', 'to_revision', ...table.columns.map(({ name }) => `"${name}"`)],
    versions.map(({ row, from, to }) => [from, to, ...row]),
  );

export async function addRevisions(
  store: Store,
  contractId: number,
  revisions: Kept['revisions'],
): Promise<void> {
  for (const revision of revisions)
    await run(store, sql.insertInto('revisions').values({ contract_id: contractId, ...revision }));
}

export async function addErasures(
  store: Store,
  contractId: number,
  erasures: Kept['erasures'],
): Promise<void> {
  for (const erasure of erasures)
    await run(store, sql.insertInto('erasures').values({ contract_id: contractId, ...erasure }));
}

/** Each answers the row as it stands, with its number here. */
export async function addKeptUitbetaling(
  store: Store,
  contractId: number,
  one: Kept['uitbetalingen'][number],
): Promise<Line<'uitbetalingen'>> {
  const row = { contract_id: contractId, ...one };
  return { id: (await insert(store, sql.insertInto('uitbetalingen').values(row))).id, ...row };
}
export async function addKeptAkkoord(
  store: Store,
  contractId: number,
  one: Kept['akkoorden'][number],
): Promise<Line<'akkoorden'>> {
  const row = { contract_id: contractId, ...one };
  return { id: (await insert(store, sql.insertInto('akkoorden').values(row))).id, ...row };
}

/** Its figures and bytes as they were fixed elsewhere. */
export async function addKeptPaper(
  store: Store,
  contractId: number,
  paper: KeptPaper,
  pdf: Uint8Array,
): Promise<void> {
  await run(
    store,
    sql.insertInto('papers').values({ contract_id: contractId, ...paper, pdf: Buffer.from(pdf) }),
  );
}

/** The lines of a log as they stand elsewhere, and where it begins and ends, so that it can go on from there. */
export async function addAudit(
  store: Store,
  contractId: number,
  { audit, renewals, auditEnd }: Pick<Kept, 'audit' | 'renewals' | 'auditEnd'>,
): Promise<void> {
  for (const line of audit)
    await run(store, sql.insertInto('audit').values({ contract_id: contractId, ...line }));
  for (const renewal of renewals)
    await run(store, sql.insertInto('audit_renewals').values({ contract_id: contractId, ...renewal }));
  if (auditEnd)
    await run(store, sql.insertInto('audit_ends').values({ contract_id: contractId, ...auditEnd }));
}
