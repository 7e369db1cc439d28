import type { VNode } from 'preact';
import type { BeheerProps } from './beheer-view.tsx';

/** The yearly review of who may do what. */
export const RechtenbeoordelingView = ({ contract }: BeheerProps): VNode => (
  <p>{contract.contract.gemeente}</p>
);
