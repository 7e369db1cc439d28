import type { VNode } from 'preact';
import type { BeheerProps } from './beheer-view.tsx';

/** Who may do something with the contract. */
export const ToegangView = ({ contract }: BeheerProps): VNode => <p>{contract.contract.gemeente}</p>;
