import { DomainError } from '../shared/errors.ts';
import { type By, record } from './access/audit.ts';
import type { Deps, ReportName } from './env.ts';
import { getContract, lockContract, type StoredContract } from './store/contracten.ts';
import { addPaper, type StoredPaper } from './store/papers.ts';
import type { PaperKind } from './store/schema.ts';
import { type Store, transaction } from './store/store.ts';

/** What keeping a paper takes: a request knows all of it, and `beheer` does too. */
export interface Keeper {
  deps: Pick<Deps, 'store' | 'now' | 'draw'>;
  /** Who fixes it. */
  by: By;
  contract: StoredContract;
}

type FiguresOf<Kind extends PaperKind> = StoredPaper<Kind>['figures'];

/** A paper that may be fixed, with the name that it is kept under. */
export interface Fixed<Kind extends PaperKind> {
  name: string;
  figures: FiguresOf<Kind>;
}

interface Keeping<Kind extends PaperKind> {
  kind: Kind;
  report: ReportName;
  /** What the drawing takes beside contract, stand and who fixed it. */
  data: (figures: FiguresOf<Kind>) => Record<string, unknown>;
  /**
   * The paper as it is to be kept, or the figures of the one that is kept already. Throws where it may not be fixed.
   * Called before the drawing and again in the transaction that stores.
   */
  decide: (contract: StoredContract) => Promise<Fixed<Kind> | { kept: FiguresOf<Kind> }>;
  /** What else is written with it, in the same transaction. */
  also?: (figures: FiguresOf<Kind>) => Promise<void>;
}

const ATTEMPTS = 5;

/** Per database, the paper that is being fixed last. */
const turns = new WeakMap<Store, Promise<unknown>>();

/**
 * Fixes a paper for good: its figures and the bytes of its PDF. One after another: the next number is known only when the
 * one before it is kept. The drawing takes a while, so what it was drawn from is looked at again in the transaction that
 * stores; where that changed, it is drawn anew.
 */
export function keepPaper<Kind extends PaperKind>(
  vars: Keeper,
  keeping: Keeping<Kind>,
): Promise<FiguresOf<Kind>> {
  const { store } = vars.deps;
  const before = turns.get(store) ?? Promise.resolve();
  const mine = before.then(() => keepNow(vars, keeping));
  turns.set(
    store,
    mine.catch(() => undefined),
  );
  return mine;
}

async function keepNow<Kind extends PaperKind>(
  { deps, by, contract: { contract: asked } }: Keeper,
  { kind, report, data, decide, also }: Keeping<Kind>,
): Promise<FiguresOf<Kind>> {
  let stored = await getContract(deps.store, asked.contractnummer);
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    const decided = await decide(stored);
    if ('kept' in decided) return decided.kept;
    const { contract, revision } = stored;
    const stand = { revision, at: deps.now().toISOString() };
    const bytes = await deps.draw(report, { contract, stand, ...data(decided.figures), by: by.naam });
    const answer = await transaction(deps.store, async () => {
      const present = await lockContract(deps.store, contract.contractnummer);
      const again = await decide(present);
      if ('kept' in again) return again.kept;
      if (
        JSON.stringify([again, present.contract, present.revision]) !==
        JSON.stringify([decided, contract, revision])
      ) {
        stored = present;
        return undefined;
      }
      const paper = { ...decided, at: stand.at, naam: by.naam, revision };
      const digest = await addPaper(deps.store, stored.id, kind, paper, bytes);
      await record(deps.store, stored.id, by, { subject: `papers/${kind}/${decided.name}`, new: digest });
      await also?.(decided.figures);
      return decided.figures;
    });
    if (answer) return answer;
  }
  throw new DomainError(
    'unavailable',
    'De gegevens veranderen steeds terwijl het stuk wordt gemaakt. Wacht tot uw collega’s klaar zijn met synchroniseren en probeer het opnieuw.',
  );
}
