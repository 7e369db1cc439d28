import { formatDay, formatHalfYear, isDay, lastDayOfHalfYear } from '../shared/calendar.ts';
import type { Contract, Tarief } from '../shared/contract.ts';
import { DomainError } from '../shared/errors.ts';
import { checkVersions } from '../shared/parse-contract.ts';
import { listAfrekeningen } from './store/afrekeningen.ts';
import { getContract, updateContract } from './store/contracten.ts';
import { type Store, transaction } from './store/store.ts';

/**
 * Adds a version of the terms (art. 7.1), from the first of a month; answers the contract with it. Refused in or before a
 * settled half-year, and where a version starts on that day already: what is settled stays as it was agreed.
 */
export const addTarief = (store: Store, contractnummer: string, tarief: Tarief): Contract =>
  change(store, contractnummer, tarief.geldigVanaf, (tarieven) => [...tarieven, tarief]);

/** Takes a version out that was entered by mistake; refused like adding one. The first version stays. */
export function removeTarief(store: Store, contractnummer: string, geldigVanaf: string): Contract {
  if (!isDay(geldigVanaf))
    throw new DomainError('invalid', `'${geldigVanaf}' is geen datum, zoals 2016-07-01.`);
  return change(store, contractnummer, geldigVanaf, (tarieven) => {
    const left = tarieven.filter((tarief) => tarief.geldigVanaf !== geldigVanaf);
    if (left.length === tarieven.length)
      throw new DomainError('not_found', `Er zijn geen tarieven vanaf ${formatDay(geldigVanaf)}.`);
    return left;
  });
}

function change(
  store: Store,
  contractnummer: string,
  from: string,
  edit: (tarieven: readonly Tarief[]) => Tarief[],
): Contract {
  return transaction(store, () => {
    const { id, contract } = getContract(store, contractnummer);
    const last = listAfrekeningen(store, id).at(-1)?.period;
    if (last !== undefined && from <= lastDayOfHalfYear(last))
      throw new DomainError(
        'invalid',
        `Het ${formatHalfYear(last)} is al vastgesteld. Kies een datum na ${formatDay(lastDayOfHalfYear(last))}.`,
      );
    const tarieven = edit(contract.tarieven).sort((a, b) => (a.geldigVanaf < b.geldigVanaf ? -1 : 1));
    const changed = { ...contract, tarieven };
    checkVersions(changed);
    updateContract(store, id, changed);
    return changed;
  });
}
