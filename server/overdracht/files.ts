import { createHash } from 'node:crypto';
import { DomainError } from '../../shared/errors.ts';
import type { Contract } from '../../shared/contract.ts';
import { TABLES } from '../../shared/tables.ts';
import { checkAudit } from '../access/audit-check.ts';
import type { StoredContract } from '../store/contracten.ts';
import { findPaper, type Kept, type KeptPaper, readKept } from '../store/overdracht.ts';
import type { Store } from '../store/store.ts';
import { writeCsv } from './csv.ts';
import { type PaperFile, writeHead, writeHistory, writeJson, writeLog } from './json.ts';
import { writeReadme } from './readme.ts';
import { buildSheets } from './sheets.ts';
import { writeWorkbook } from './xlsx.ts';
import type { PartedFile } from './zip.ts';

/** Names what each of the others must hash to; `sha256sum -c` reads it. */
export const SUMS = 'SHA256SUMS';

/** A contract as it is at one moment, to be handed over: {@link listFiles} makes the files of it one by one. */
export interface Moment {
  store: Store;
  kept: Kept;
  /** Where the log is not whole, in sentences. */
  faults: string[];
  at: Date;
}

/** Reads everything of a contract but the bytes of its papers (art. 7.5 lid 2). */
export function beginOverdracht(store: Store, { id }: StoredContract, at: Date): Promise<Moment> {
  return store.snapshot(async () => ({
    store,
    kept: await readKept(store, id),
    faults: (await checkAudit(store, id)).faults.map(({ message }) => message),
    at,
  }));
}

/**
 * Every file of an overdracht, each made when it is asked for. Throws `unavailable` where a kandidaat of a paper is erased
 * meanwhile: what was read before still names them.
 */
export async function* listFiles({ store, kept, faults, at }: Moment): AsyncGenerator<PartedFile> {
  const sums: string[] = [];
  const file = (name: string, parts: Iterable<string> | PartedFile['parts']): PartedFile => ({
    name,
    parts: summed(parts, (hash) => sums.push(`${hash}  ${name}\n`)),
  });
  const papers = namePapers(kept.papers);
  yield file('LEESMIJ.html', [writeReadme({ kept, papers, faults, at })]);
  yield file('administratie.xlsx', writeWorkbook(buildSheets(kept, papers), at));
  for (const table of TABLES)
    yield file(`${table.name}.csv`, writeCsv(table, kept.versions.get(table) ?? []));
  yield file('contract.json', [writeJson(JSON.parse(kept.contract.json) as Contract)]);
  yield file('overdracht.json', [writeHead(kept, papers, at.toISOString())]);
  yield file('geschiedenis.json', writeHistory(kept));
  yield file('logboek.json', writeLog(kept, faults));
  for (const [i, { kind, name, json }] of kept.papers.entries()) {
    const paper = await findPaper(store, kept.contract.id, kind, name);
    if (paper?.json !== json)
      throw new DomainError(
        'unavailable',
        'Intussen is een kandidaat gewist. Maak de overdracht opnieuw en gooi deze weg.',
      );
    const fileName = papers[i]?.file ?? '';
    yield file(`${fileName}.json`, [writeJson(JSON.parse(json))]);
    yield file(`${fileName}.pdf`, [paper.pdf]);
  }
  yield file(SUMS, [sums.join('')]);
}

async function* summed(
  parts: Iterable<string> | PartedFile['parts'],
  onEnd: (hash: string) => void,
): AsyncGenerator<Uint8Array> {
  const hash = createHash('sha256');
  for await (const part of parts) {
    const bytes = typeof part === 'string' ? Buffer.from(part) : part;
    hash.update(bytes);
    yield bytes;
  }
  onEnd(hash.digest('hex'));
}

/** What each paper is called as a file: two names may differ only in what a file name cannot hold, or in case. */
function namePapers(papers: readonly KeptPaper[]): PaperFile[] {
  const taken = new Set<string>();
  return papers.map(({ kind, name, revision, at, naam }) => {
    const plain = `${kind}-${name.replaceAll('/', '-')}`;
    let file = plain;
    for (let n = 2; taken.has(file.toLowerCase()); n += 1) file = `${plain}-${n}`;
    taken.add(file.toLowerCase());
    return { kind, name, file, revision, at, naam };
  });
}
