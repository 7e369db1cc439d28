import type { ComponentChildren, VNode } from 'preact';
import type { ContractDetail, Right } from '../../shared/api.ts';

/** What is in it for those with the right; a sentence for the others. `to`: what it is for, such as `een factuur uit te reiken`. */
export const WithRight = ({
  contract,
  right,
  to,
  children,
}: {
  contract: ContractDetail;
  right: Right;
  to: string;
  children: ComponentChildren;
}): VNode =>
  contract.rechten.includes(right) ? (
    <>{children}</>
  ) : (
    <p class="quiet">
      Om {to} hebt u het recht {right} nodig.
    </p>
  );
