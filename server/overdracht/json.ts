import { TABLES } from '../../shared/tables.ts';
import { toWire } from '../../shared/validate.ts';
import type { Kept } from '../store/overdracht.ts';
import { inBatches } from './batches.ts';
import {
  type AKKOORD,
  type ERASURE,
  FORMAT,
  type HEAD,
  type LOG_END,
  type LOG_LINE,
  type PAPER,
  type PERSON,
  type RENEWAL,
  type REVISION,
  type Shaped,
  type UITBETALING,
} from './documents.ts';

export type PaperFile = Shaped<typeof PAPER>;

export const writeJson = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`;

/** `overdracht.json`: which papers there are, and what is kept beside them. */
export const writeHead = (kept: Kept, papers: readonly PaperFile[], at: string): string =>
  writeJson({
    ...({
      format: FORMAT,
      contractnummer: kept.contract.contractnummer,
      revision: kept.contract.revision,
      at,
      // Without it an old workbook would bring back who was erased; nobody erased: nothing to know it for.
      salt: kept.erasures.length > 0 ? kept.contract.salt.toString('base64') : null,
    } satisfies Shaped<typeof HEAD>),
    papers,
    uitbetalingen: kept.uitbetalingen satisfies Shaped<typeof UITBETALING>[],
    akkoorden: kept.akkoorden satisfies Shaped<typeof AKKOORD>[],
    erasures: kept.erasures satisfies Shaped<typeof ERASURE>[],
    persons: kept.persons satisfies Shaped<typeof PERSON>[],
  });

/** `geschiedenis.json`: every version of every row, and who made each revision. */
export function* writeHistory({ revisions, versions }: Kept): Generator<string> {
  yield '{\n';
  yield* writeList('revisions', revisions satisfies Shaped<typeof REVISION>[]);
  for (const table of TABLES) {
    const columns = [...table.columns.map(({ name }) => name), 'from', 'to'];
    yield `,\n${JSON.stringify(table.name)}: {"columns": ${JSON.stringify(columns)},\n`;
    yield* writeList('rows', versions.get(table) ?? [], ({ row, from, to }) => [
      ...toWire(table, row),
      from,
      to,
    ]);
    yield '}';
  }
  yield '\n}\n';
}

/** `logboek.json`: the log with its chain of hashes. `faults`: where it was not whole when it was handed over. */
export function* writeLog(
  { contract, audit, auditEnd, renewals }: Kept,
  faults: readonly string[],
): Generator<string> {
  const end = (auditEnd ?? null) satisfies Shaped<typeof LOG_END> | null;
  yield `{\n"contract": ${contract.id},\n"end": ${JSON.stringify(end)},\n"faults": ${JSON.stringify(faults)},\n`;
  yield* writeList('lines', audit satisfies Shaped<typeof LOG_LINE>[]);
  yield ',\n';
  yield* writeList('renewals', renewals satisfies Shaped<typeof RENEWAL>[]);
  yield '\n}\n';
}

/** A list with an item a line. */
function* writeList<T>(
  name: string,
  items: readonly T[],
  show: (item: T) => unknown = (item) => item,
): Generator<string> {
  yield `${JSON.stringify(name)}: [`;
  let before = '\n';
  for (const batch of inBatches(items)) {
    yield before + batch.map((item) => JSON.stringify(show(item))).join(',\n');
    before = ',\n';
  }
  yield '\n]';
}
