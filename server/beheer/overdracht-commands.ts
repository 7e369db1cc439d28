import { record } from '../access/audit.ts';
import { openFiles } from '../overdracht/checked-files.ts';
import { beginOverdracht, listFiles } from '../overdracht/files.ts';
import { writeFolder } from '../overdracht/folder.ts';
import { readIn } from '../overdracht/read-in.ts';
import { getContract } from '../store/contracten.ts';
import { transaction } from '../store/store.ts';
import { type Command, need } from './words.ts';

/** Handing a contract over, and taking one over from another server (art. 7.5 lid 2). */
export const OVERDRACHT_COMMANDS: Record<string, Command> = {
  exporteer: async (store, by, [nummer, folder]) => {
    const contract = await getContract(store, need(nummer, 'CONTRACT'));
    const target = need(folder, 'MAP');
    const overdracht = await beginOverdracht(store, contract, new Date(by.at));
    const count = await writeFolder(target, listFiles(overdracht));
    await transaction(store, () => record(store, contract.id, by, { object: 'overdracht' }));
    console.log(`In ${target} staan nu ${count} bestanden. Begin met LEESMIJ.html.`);
  },
  'overdracht inlezen': async (store, by, [path]) => {
    const { contractnummer, revision, papers, faults } = await readIn(
      store,
      by,
      openFiles(need(path, 'MAP')),
    );
    console.log(
      `Contract ${contractnummer} is ingelezen: stand ${revision}, ${papers} stukken. Maak nu tokens; rechten zijn niet meegekomen.`,
    );
    if (faults.length > 0)
      console.log(['Het logboek was bij de overdracht al niet heel:', ...faults].join('\n  '));
  },
};
