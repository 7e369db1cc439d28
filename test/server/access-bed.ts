import type { Right, Toegang } from '../../shared/api.ts';
import { makeToken } from '../../server/access/tokens.ts';
import { beginContract } from '../../server/contract-changes.ts';
import type { Deps } from '../../server/env.ts';
import { getContract } from '../../server/store/contracten.ts';
import { almereContract } from '../almere.ts';
import { CONTRACT, openScratchStore, Testbed } from './testbed.ts';

export const OTHER = 'UTR-2016-01';

/** Two contracts, each with an administrator of its own, and people with rights on one, both or all. */
export class AccessBed extends Testbed {
  private readonly persons: Record<string, { personId: number; token: string }> = {};

  static override async open(deps: Partial<Deps> = {}): Promise<AccessBed> {
    const bed = await new AccessBed(await openScratchStore(), deps).fill();
    await beginContract(bed.store, bed.by, {
      ...almereContract(),
      contractnummer: OTHER,
      gemeente: 'Utrecht',
    });
    await bed.add('Bea', ['beheer'], [CONTRACT]);
    await bed.add('Ursula', ['beheer'], [OTHER]);
    await bed.add('Lex', ['lezen'], [CONTRACT]);
    await bed.add('Twee', ['schrijven'], [CONTRACT, OTHER]);
    return bed;
  }

  async add(naam: string, rights: readonly Right[], contracten: readonly string[] | null): Promise<void> {
    const contractIds: number[] = [];
    for (const nummer of contracten ?? []) contractIds.push((await getContract(this.store, nummer)).id);
    this.persons[naam] = await makeToken(this.store, this.by, {
      naam,
      contractIds: contracten && contractIds,
      rights,
    });
  }

  tokenOf = (naam: string): string => this.personOf(naam).token;
  idOf = (naam: string): number => this.personOf(naam).personId;

  private personOf(naam: string): { personId: number; token: string } {
    const found = this.persons[naam];
    if (!found) throw new Error(`nobody here is called ${naam}`);
    return found;
  }

  list = async (token = this.tokenOf('Bea')): Promise<Toegang[]> =>
    (await this.get<Toegang[]>('toegang', token)).body;

  /** Rights, tokens and papers as they are stored. */
  dump = async (): Promise<string> => {
    const tables: object[][] = [];
    for (const table of ['persons', 'rights', 'tokens', 'papers'])
      tables.push(
        (await this.rows<object>(`SELECT * FROM ${table} ORDER BY 1, 2, 3`)).map((row) => ({
          ...row,
          last_used_at: null,
        })),
      );
    return JSON.stringify(tables);
  };
}
