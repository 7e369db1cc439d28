import { randomBytes } from 'node:crypto';
import type { Wisverklaring } from '../shared/api.ts';
import type { Kandidaat, Plaatsing } from '../shared/administration.ts';
import { type Day, FIRST_DAY } from '../shared/calendar.ts';
import { todayInAmsterdam } from './dutch-time.ts';
import { DomainError } from '../shared/errors.ts';
import { digestOf, digestRenewals, newNonce, record } from './access/audit.ts';
import type { Deps, ReportName } from './env.ts';
import { type Keeper, keepPaper } from './keep-paper.ts';
import { readAdministration } from './store/administration.ts';
import { digestChanges, listChanges } from './store/changes.ts';
import { addRevision, getContract, lockContract, type StoredContract } from './store/contracten.ts';
import { addErasure, digestErasures } from './store/erasures.ts';
import { digestPaper, listPapers, type StoredPaper } from './store/papers.ts';
import { listRevisions } from './store/revisions.ts';
import { all, run, sql, type Store } from './store/store.ts';

/** Who is erased: the number that they had, as it is stored, and what they are called since. */
export interface Erased {
  kandidaatnummer: string;
  naam: string | null;
  pseudonym: string;
}

/** What stands in the place of a name. */
const ERASED_NAME = 'Gewist';

type NamingKind = 'bevestiging' | 'premierun';
interface Redrawn {
  kind: NamingKind;
  name: string;
  at: string;
  naam: string;
  json: string;
  pdf: Uint8Array;
}

interface Options {
  pseudonymFor?: (kandidaatnummer: string) => string;
  /** Who was erased before is erased again, whatever a backup says of their plaatsingen. */
  evenRunning?: boolean;
}

const PSEUDONYM_BYTES = 6;
export const newPseudonym = (): string =>
  `GEWIST-${randomBytes(PSEUDONYM_BYTES).toString('hex').toUpperCase()}`;

/**
 * Replaces kandidaten by pseudonyms, everywhere: rows and all their former versions, kept papers, and the log. Amounts
 * stay. Answers the proof, which is kept as a paper. The bytes that were there are gone from the file afterwards.
 * Throws `not_found`, or `invalid` for who still works.
 */
export async function eraseKandidaten(
  vars: Keeper,
  kandidaatnummers: readonly string[],
  reason: string,
  { pseudonymFor = newPseudonym, evenRunning = false }: Options = {},
): Promise<Wisverklaring> {
  const { store, now } = vars.deps;
  const stored = await getContract(store, vars.contract.contract.contractnummer);
  const today = todayInAmsterdam(now());
  const erased: Erased[] = [];
  for (const nummer of kandidaatnummers) {
    const { kandidaatnummer, naam } = await resolve(store, stored, nummer, evenRunning ? null : today);
    erased.push({ kandidaatnummer, naam, pseudonym: pseudonymFor(kandidaatnummer) });
  }
  const redrawn = await redraw(vars.deps, stored, erased);
  const proof = await keepPaper(vars, {
    kind: 'wisverklaring',
    report: 'wisverklaring',
    data: (wisverklaring) => ({ wisverklaring }),
    decide: async (present) => {
      if ((await listNaming(store, present.id, erased)).length !== redrawn.length)
        throw new DomainError(
          'unavailable',
          'Er is intussen een stuk met deze kandidaten vastgesteld. Probeer het opnieuw.',
        );
      const year = today.slice(0, 4);
      const before = (await listPapers(store, present.id, 'wisverklaring')).filter(({ name }) =>
        name.startsWith(`WIS-${year}-`),
      );
      const number = `WIS-${year}-${String(before.length + 1).padStart(4, '0')}`;
      return {
        name: number,
        figures: await describe(store, present, erased, { number, day: today, reason }),
      };
    },
    also: () => eraseNow(vars, erased, redrawn),
  });
  await store.scrub();
  return proof;
}

async function resolve(
  store: Store,
  stored: StoredContract,
  nummer: string,
  today: Day | null,
): Promise<Kandidaat> {
  const { kandidaten, plaatsingen } = await readAdministration(store, stored, {
    from: FIRST_DAY,
    until: FIRST_DAY,
  });
  const isOf = (other: { kandidaatnummer: string }) =>
    other.kandidaatnummer.toLowerCase() === nummer.toLowerCase();
  const kandidaat = kandidaten.find(isOf);
  if (!kandidaat) throw new DomainError('not_found', `Er is geen kandidaat ${nummer}.`);
  const isRunning = ({ einddatum }: Plaatsing) => today !== null && (einddatum ?? today) >= today;
  if (plaatsingen.some((plaatsing) => isOf(plaatsing) && isRunning(plaatsing)))
    throw new DomainError(
      'invalid',
      `Kandidaat ${nummer} heeft nog een lopende plaatsing. Vul eerst de einddatum in.`,
    );
  return kandidaat;
}

const isOne = (erased: readonly Erased[], kandidaatnummer: string): Erased | undefined =>
  erased.find((one) => one.kandidaatnummer.toLowerCase() === kandidaatnummer.toLowerCase());

type Naming = { kind: NamingKind; paper: StoredPaper<'bevestiging'> | StoredPaper<'premierun'> };

/** The kept papers that name one of them. */
export async function listNaming(
  store: Store,
  contractId: number,
  erased: readonly Erased[],
): Promise<Naming[]> {
  return [
    ...(await listPapers(store, contractId, 'bevestiging'))
      .filter(({ figures }) => isOne(erased, figures.kandidaatnummer))
      .map((paper): Naming => ({ kind: 'bevestiging', paper })),
    ...(await listPapers(store, contractId, 'premierun'))
      .filter(({ figures }) =>
        [...figures.perKandidaat, ...figures.reiskosten].some((line) => isOne(erased, line.kandidaatnummer)),
      )
      .map((paper): Naming => ({ kind: 'premierun', paper })),
  ];
}

async function redraw(
  deps: Pick<Deps, 'store' | 'draw'>,
  { id, contract, revision }: StoredContract,
  erased: readonly Erased[],
): Promise<Redrawn[]> {
  const drawn: Redrawn[] = [];
  for (const { kind, paper } of await listNaming(deps.store, id, erased)) {
    const figures = withoutNames(paper.figures, erased) as { revision?: number };
    const stand = { revision: figures.revision ?? revision, at: paper.at };
    const data = { contract, stand, [kind]: figures, by: paper.naam };
    const pdf = await deps.draw(kind satisfies ReportName, data);
    const { name, at, naam } = paper;
    drawn.push({ kind, name, at, naam, json: JSON.stringify(figures), pdf });
  }
  return drawn;
}

/** Figures with pseudonyms in the place of numbers, also within sentences, and no names. */
function withoutNames(value: unknown, erased: readonly Erased[]): unknown {
  if (typeof value === 'string')
    return erased.reduce((text, { kandidaatnummer, naam, pseudonym }) => {
      const parts = [naam, kandidaatnummer].filter((part) => part !== null);
      return parts.reduce(
        (replaced, part) =>
          replaced.replace(wordOf(part), () => (part === kandidaatnummer ? pseudonym : ERASED_NAME)),
        text,
      );
    }, value);
  if (Array.isArray(value)) return value.map((one) => withoutNames(one, erased));
  if (typeof value !== 'object' || value === null) return value;
  // Someone else may have the same name.
  if ('kandidaatnummer' in value && !isOne(erased, String(value.kandidaatnummer))) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, one]) => [
      name,
      // What belongs to a plaatsing or klant may look like the number of a kandidaat.
      name === 'plaatsingnummer' || name.startsWith('klant') ? one : withoutNames(one, erased),
    ]),
  );
}

const wordOf = (text: string): RegExp =>
  new RegExp(`(?<![\\p{L}\\p{N}])${text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}(?![\\p{L}\\p{N}])`, 'giu');

async function describe(
  store: Store,
  { id, contract, revision }: StoredContract,
  erased: readonly Erased[],
  { number, day, reason }: { number: string; day: string; reason: string },
): Promise<Wisverklaring> {
  const kandidaten: Wisverklaring['kandidaten'] = [];
  for (const one of erased)
    kandidaten.push({
      pseudonym: one.pseudonym,
      ...(await countTraces(store, id, one.kandidaatnummer)),
      papers: (await listNaming(store, id, [one])).length,
    });
  return {
    contractnummer: contract.contractnummer,
    number,
    day,
    status: 'vastgesteld',
    revision,
    reason,
    kandidaten,
  };
}

/** How many rows of hours and kept papers name each kandidaat, by kandidaatnummer in lower case. */
export async function countAllTraces(
  store: Store,
  contractId: number,
): Promise<(kandidaatnummer: string) => { urenregels: number; papers: number }> {
  const hours = await all(
    store,
    sql
      .selectFrom('plaatsingen')
      .innerJoin('uren', (join) =>
        join
          .onRef('uren.contract_id', '=', 'plaatsingen.contract_id')
          .onRef('uren.plaatsingnummer', '=', 'plaatsingen.plaatsingnummer')
          .on('uren.to_revision', 'is', null),
      )
      .select((eb) => ['kandidaatnummer', eb.fn.countAll<number>().as('n')])
      .where('plaatsingen.contract_id', '=', contractId)
      .where('plaatsingen.to_revision', 'is', null)
      .groupBy('kandidaatnummer'),
  );
  const urenregels = new Map(hours.map(({ kandidaatnummer, n }) => [kandidaatnummer.toLowerCase(), n]));
  const papers = new Map<string, number>();
  const named = [
    ...(await listPapers(store, contractId, 'bevestiging')).map(({ figures }) => [figures.kandidaatnummer]),
    ...(await listPapers(store, contractId, 'premierun')).map(({ figures }) =>
      [...figures.perKandidaat, ...figures.reiskosten].map((line) => line.kandidaatnummer),
    ),
  ];
  for (const numbers of named)
    for (const key of new Set(numbers.map((nummer) => nummer.toLowerCase())))
      papers.set(key, (papers.get(key) ?? 0) + 1);
  return (kandidaatnummer) => {
    const key = kandidaatnummer.toLowerCase();
    return { urenregels: urenregels.get(key) ?? 0, papers: papers.get(key) ?? 0 };
  };
}

/** How many plaatsingen and rows of hours a kandidaat has now. */
export async function countTraces(
  store: Store,
  contractId: number,
  kandidaatnummer: string,
): Promise<{ plaatsingen: number; urenregels: number }> {
  const own = sql
    .selectFrom('plaatsingen')
    .select('plaatsingnummer')
    .where('contract_id', '=', contractId)
    .where('to_revision', 'is', null)
    .where('kandidaatnummer', '=', kandidaatnummer);
  const plaatsingen = (await all(store, own)).length;
  const [uren] = await all(
    store,
    sql
      .selectFrom('uren')
      .select((eb) => eb.fn.countAll<number>().as('n'))
      .where('contract_id', '=', contractId)
      .where('to_revision', 'is', null)
      .where('plaatsingnummer', 'in', own),
  );
  return { plaatsingen, urenregels: uren?.n ?? 0 };
}

/** Everything in one transaction: rows, papers, log. */
async function eraseNow(
  { deps: { store }, by, contract }: Keeper,
  erased: readonly Erased[],
  redrawn: Redrawn[],
): Promise<void> {
  const { id, revision } = await lockContract(store, contract.contract.contractnummer);
  const next = revision + 1;
  for (const one of erased) {
    await replaceRows(store, id, one, next);
    await addErasure(store, id, one.kandidaatnummer, one.pseudonym, by.at);
  }
  await addRevision(store, id, next, by);
  for (const { kind, name, json, pdf } of redrawn)
    await run(
      store,
      sql
        .updateTable('papers')
        .set({ json, pdf: Buffer.from(pdf) })
        .where('contract_id', '=', id)
        .where('kind', '=', kind)
        .where('name', '=', name),
    );
  const changes = await listChanges(store, id);
  const who = await listRevisions(store, id);
  const digestOfRevision = (number: number) =>
    digestChanges(changes.get(number) ?? [], who.get(number) ?? { at: '', naam: '' });
  await record(store, id, by, { subject: `revisions/${next}`, new: digestOfRevision(next) });
  await record(store, id, by, { subject: 'erasures', new: await digestErasures(store, id) });
  await renewLines(store, id, next, by, erased, (subject) => {
    const [kind, ...rest] = subject.split('/');
    if (kind === 'revisions') return digestOfRevision(Number(rest[0]));
    const paper = redrawn.find((one) => subject === `papers/${one.kind}/${one.name}`);
    return paper && digestPaper(paper);
  });
}

async function replaceRows(
  store: Store,
  id: number,
  { kandidaatnummer, pseudonym }: Erased,
  revision: number,
): Promise<void> {
  const own = sql
    .selectFrom('kandidaten')
    .selectAll()
    .where('contract_id', '=', id)
    .where('kandidaatnummer', '=', kandidaatnummer)
    .where('to_revision', 'is', null);
  const [row] = await all(store, own);
  await run(
    store,
    sql.deleteFrom('kandidaten').where('contract_id', '=', id).where('kandidaatnummer', '=', kandidaatnummer),
  );
  if (row)
    await run(
      store,
      sql.insertInto('kandidaten').values({
        ...row,
        kandidaatnummer: pseudonym,
        naam: ERASED_NAME,
        uitkeringSinds: null,
        from_revision: revision,
      }),
    );
  await run(
    store,
    sql
      .updateTable('plaatsingen')
      .set({ kandidaatnummer: pseudonym })
      .where('contract_id', '=', id)
      .where('kandidaatnummer', '=', kandidaatnummer),
  );
}

/** Lines of the log whose values were erased get a new key and digest beside them; the lines themselves stay. */
async function renewLines(
  store: Store,
  id: number,
  revision: number,
  by: Keeper['by'],
  erased: readonly Erased[],
  valueNow: (subject: string) => string | undefined,
): Promise<void> {
  const lines = await all(
    store,
    sql
      .selectFrom('audit')
      .select(['seq', 'object', 'subject', 'old', 'new', 'nonce'])
      .where('contract_id', '=', id)
      .orderBy('seq'),
  );
  const renewed = lines.flatMap((line) => {
    const value = line.subject === null ? undefined : valueNow(line.subject);
    const object = line.object
      .split('/')
      .map((part) => isOne(erased, part.replace(/\.pdf$/, ''))?.pseudonym ?? part)
      .join('/');
    if (object === line.object && (value === undefined || value === line.new)) return [];
    const next = { ...line, object, new: value ?? line.new, nonce: newNonce() };
    return [{ ...next, digest: digestOf(next) }];
  });
  const list = renewed.map(({ seq, digest }): [number, string] => [seq, digest]);
  const bySeq = await record(store, id, by, {
    subject: `renewals/${revision}`,
    new: digestRenewals(list),
  });
  for (const { seq, object, new: value, nonce, digest } of renewed) {
    await run(
      store,
      sql
        .updateTable('audit')
        .set({ object, new: value, nonce })
        .where('contract_id', '=', id)
        .where('seq', '=', seq),
    );
    await run(
      store,
      sql.insertInto('audit_renewals').values({ contract_id: id, by_seq: bySeq, seq, digest }),
    );
  }
}
