import { createHash } from 'node:crypto';
import type {
  Afrekening,
  Bevestiging,
  Factuur,
  Premierun,
  Rechtenbeoordeling,
  Wisverklaring,
} from '../../shared/api.ts';
import type { PaperKind } from './schema.ts';
import { all, get, run, sql, type Store } from './store.ts';

interface Figures {
  afrekening: Afrekening;
  factuur: Factuur;
  bevestiging: Bevestiging;
  premierun: Premierun;
  rechtenbeoordeling: Rechtenbeoordeling;
  wisverklaring: Wisverklaring;
}

/** A paper as it was fixed: its figures, when and by whom. The bytes are asked for apart. */
export interface StoredPaper<Kind extends PaperKind = PaperKind> {
  name: string;
  figures: Figures[Kind];
  at: string;
  naam: string;
}

const kept = (contractId: number, kind: PaperKind) =>
  sql.selectFrom('papers').where('contract_id', '=', contractId).where('kind', '=', kind);

/** The papers of a kind, by name: half-years, numbers and days in their order. */
export const listPapers = async <Kind extends PaperKind>(
  store: Store,
  contractId: number,
  kind: Kind,
): Promise<StoredPaper<Kind>[]> =>
  (await all(store, kept(contractId, kind).select(['name', 'json', 'at', 'naam']).orderBy('name'))).map(
    ({ json, ...paper }) => ({ ...paper, figures: JSON.parse(json) as Figures[Kind] }),
  );

/** The bytes that were kept; undefined where there is no such paper. */
export const findPaperPdf = async (
  store: Store,
  contractId: number,
  kind: PaperKind,
  name: string,
): Promise<Buffer | undefined> =>
  (await get(store, kept(contractId, kind).select('pdf').where('name', '=', name)))?.pdf;

/** A hash over a kept paper: who fixed it when, its figures and its bytes. */
export const digestPaper = ({
  at,
  naam,
  json,
  pdf,
}: {
  at: string;
  naam: string;
  json: string;
  pdf: Uint8Array;
}): string =>
  createHash('sha256')
    .update(JSON.stringify([at, naam, json]))
    .update(pdf)
    .digest('hex');

/** Answers the {@link digestPaper} of what was stored. */
export async function addPaper<Kind extends PaperKind>(
  store: Store,
  contractId: number,
  kind: Kind,
  { name, figures, at, naam, revision }: StoredPaper<Kind> & { revision: number },
  pdf: Uint8Array,
): Promise<string> {
  const json = JSON.stringify(figures);
  await run(
    store,
    sql.insertInto('papers').values({
      contract_id: contractId,
      kind,
      name,
      revision,
      at,
      naam,
      json,
      pdf: Buffer.from(pdf),
    }),
  );
  return digestPaper({ at, naam, json, pdf });
}
