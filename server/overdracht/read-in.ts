import { randomBytes } from 'node:crypto';
import { TABLES } from '../../shared/tables.ts';
import { DomainError } from '../../shared/errors.ts';
import { checkAudit } from '../access/audit-check.ts';
import { originSubject, type Origin } from '../access/audit-origins.ts';
import { type By, record } from '../access/audit.ts';
import { findContract } from '../store/contracten.ts';
import {
  addAudit,
  addErasures,
  addKeptAkkoord,
  addKeptContract,
  addKeptPaper,
  addKeptUitbetaling,
  addPersonsOf,
  addRevisions,
  addVersions,
} from '../store/overdracht.ts';
import { type Store, transaction } from '../store/store.ts';
import { type CheckedFiles, readDocument } from './checked-files.ts';
import { fieldOf, type History, isKnown, type Log, parseHead, parseHistory, parseLog } from './parse.ts';

export interface ReadIn {
  contractnummer: string;
  revision: number;
  papers: number;
  /** Where the log was not whole before, in sentences. */
  faults: string[];
}

/**
 * Reads an overdracht into a server that does not have the contract: with its history, the same bytes of its papers and
 * its log, which goes on from here; but with no rights, and under a lineage of its own. All or nothing. Throws `exists`,
 * or `invalid` where a file is not what was handed over.
 */
export async function readIn(store: Store, by: By, files: CheckedFiles): Promise<ReadIn> {
  const head = readDocument(files, 'overdracht.json', parseHead);
  if (!isKnown(head))
    throw new DomainError(
      'invalid',
      'Deze overdracht is door een nieuwere versie gemaakt, volgens overdracht.json. Werk eerst deze server bij.',
    );
  const json = JSON.stringify(
    readDocument(files, 'contract.json', (value) =>
      fieldOf(value, 'contractnummer') === head.contractnummer ? value : undefined,
    ),
  );
  const history = readDocument(files, 'geschiedenis.json', parseHistory);
  const log = readDocument(files, 'logboek.json', parseLog);
  return transaction(store, async () => {
    const { contractnummer, revision } = head;
    if (await findContract(store, contractnummer))
      throw new DomainError(
        'exists',
        `Contract ${contractnummer} bestaat al op deze server. Er is niets ingelezen.`,
      );
    const salt = head.salt === null ? randomBytes(32) : Buffer.from(head.salt, 'base64');
    const id = await addKeptContract(store, { contractnummer, json, revision, salt });
    const persons = await addPersonsOf(store, head.persons, by.at);
    await addHistory(store, id, history, persons);
    await addErasures(store, id, head.erasures);
    for (const { file, ...paper } of head.papers) {
      const figures = readDocument(files, `${file}.json`, (value) => value);
      await addKeptPaper(store, id, { ...paper, json: JSON.stringify(figures) }, files.read(`${file}.pdf`));
    }
    const note: Note = async (subject, value) => {
      await record(store, id, by, { object: 'overdracht', subject, new: value });
    };
    await continueLog(store, id, log, persons, note);
    for (const one of head.uitbetalingen) {
      const row = await addKeptUitbetaling(store, id, one);
      await note(`uitbetalingen/${row.id}`, JSON.stringify(row));
    }
    for (const one of head.akkoorden) {
      const row = await addKeptAkkoord(store, id, one);
      await note(`akkoorden/${row.id}`, JSON.stringify(row));
    }
    const fault = (await checkAudit(store, id)).faults.find(({ message }) => !log.faults.includes(message));
    if (fault)
      throw new DomainError(
        'invalid',
        `Het logboek in logboek.json past niet bij de andere bestanden. ${fault.message} Er is niets ingelezen.`,
      );
    return { contractnummer, revision, papers: head.papers.length, faults: log.faults };
  });
}

/** Writes a line of what reading in wrote. */
type Note = (subject: string, value: string | null) => Promise<void>;
type Persons = ReadonlyMap<number, number>;

const toPersonHere = <Line extends { person_id: number | null }>(line: Line, persons: Persons): Line => ({
  ...line,
  person_id: line.person_id === null ? null : (persons.get(line.person_id) ?? null),
});

async function addHistory(
  store: Store,
  id: number,
  { revisions, versions }: History,
  persons: Persons,
): Promise<void> {
  await addRevisions(
    store,
    id,
    revisions.map((revision) => toPersonHere(revision, persons)),
  );
  for (const table of TABLES) await addVersions(store, id, table, versions.get(table) ?? []);
}

/** What the other server numbered itself: under those numbers nothing stands here. */
const NUMBERED = /^(?:rights|uitbetalingen|akkoorden)\//;

/** The log as it stands elsewhere, and behind it what became of its numbers and of the rights. */
async function continueLog(store: Store, id: number, log: Log, persons: Persons, note: Note): Promise<void> {
  await addAudit(store, id, { ...log, audit: log.audit.map((line) => toPersonHere(line, persons)) });
  const origin: Origin = {
    contract: log.contract,
    persons: [...persons].map(([there, here]) => [here, there]),
  };
  await note(originSubject(log.auditEnd?.last_seq ?? 0), JSON.stringify(origin));
  const subjects = log.audit.flatMap(({ subject, result }) =>
    subject !== null && result === 'ok' && NUMBERED.test(subject) ? [subject] : [],
  );
  for (const subject of new Set(subjects)) await note(subject, subject.startsWith('rights/') ? '[]' : null);
}
