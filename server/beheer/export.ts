import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Papa from 'papaparse';
import { TABLES } from '../../shared/tables.ts';
import { toWire } from '../../shared/validate.ts';
import type { StoredContract } from '../store/contracten.ts';
import { findPaperPdf, listPapers } from '../store/papers.ts';
import { readTable } from '../store/rows.ts';
import { PAPER_KINDS } from '../store/schema.ts';
import type { Store } from '../store/store.ts';

/**
 * Everything of a contract (art. 7.5 lid 2): the contract, the four tables as csv that `importeer` reads again, and the
 * papers that were fixed, as json and PDF. Answers the names of the files.
 */
export async function exportContract(
  store: Store,
  { id, contract }: StoredContract,
  folder: string,
): Promise<string[]> {
  const files: string[] = [];
  const write = (name: string, content: string | Uint8Array) => {
    writeFileSync(join(folder, name), content, { mode: 0o600 });
    files.push(name);
  };
  write('contract.json', `${JSON.stringify(contract, null, 2)}\n`);
  for (const table of TABLES) {
    const rows = [...(await readTable(store, id, table, null)).current.values()].map(({ row }) =>
      toWire(table, row).map((value) =>
        typeof value === 'boolean' ? (value ? 'ja' : 'nee') : (value ?? ''),
      ),
    );
    write(
      `${table.name}.csv`,
      `${Papa.unparse([table.columns.map((column) => column.name), ...rows], { newline: '\n' })}\n`,
    );
  }
  for (const kind of PAPER_KINDS)
    for (const { name, figures } of await listPapers(store, id, kind)) {
      const fileName = `${kind}-${name.replaceAll('/', '-')}`;
      write(`${fileName}.json`, `${JSON.stringify(figures, null, 2)}\n`);
      const pdf = await findPaperPdf(store, id, kind, name);
      if (pdf) write(`${fileName}.pdf`, pdf);
    }
  return files;
}
