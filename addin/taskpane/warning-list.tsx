import type { VNode } from 'preact';
import type { Remark } from './cell-groups.ts';
import { CellList } from './cell-list.tsx';
import { count } from './words.ts';

/** Things to look at that hold nothing up; a click on one that names a cell jumps there. */
export function WarningList({ warnings }: { warnings: readonly Remark[] }): VNode | null {
  if (warnings.length === 0) return null;
  return (
    <section class="stack" aria-label="Aandachtspunten">
      <h2>{count(warnings.length, 'aandachtspunt', 'aandachtspunten')}</h2>
      <CellList remarks={warnings} />
    </section>
  );
}
