import type { Right, Toegang } from '../../shared/api.ts';
import { makeToken } from '../../server/access/tokens.ts';
import { beginContract } from '../../server/contract-changes.ts';
import type { Deps } from '../../server/env.ts';
import { getContract } from '../../server/store/contracten.ts';
import { almereContract } from '../almere.ts';
import { CONTRACT, Testbed } from './testbed.ts';

export const OTHER = 'UTR-2016-01';

/** Two contracts, each with an administrator of its own, and people with rights on one, both or all. */
export class AccessBed extends Testbed {
  private readonly persons: Record<string, { personId: number; token: string }> = {};

  constructor(deps: Partial<Deps> = {}) {
    super(deps);
    beginContract(this.store, this.by, { ...almereContract(), contractnummer: OTHER, gemeente: 'Utrecht' });
    this.add('Bea', ['beheer'], [CONTRACT]);
    this.add('Ursula', ['beheer'], [OTHER]);
    this.add('Lex', ['lezen'], [CONTRACT]);
    this.add('Twee', ['schrijven'], [CONTRACT, OTHER]);
  }

  add(naam: string, rights: readonly Right[], contracten: readonly string[] | null): void {
    const contractIds = contracten?.map((nummer) => getContract(this.store, nummer).id) ?? null;
    this.persons[naam] = makeToken(this.store, this.by, { naam, contractIds, rights });
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
  dump = (): string =>
    JSON.stringify(
      ['persons', 'rights', 'tokens', 'papers'].map((table) =>
        this.store.raw
          .prepare(`SELECT * FROM ${table}`)
          .all()
          .map((row) => ({ ...(row as object), last_used_at: null })),
      ),
    );
}
