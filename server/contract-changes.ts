import { type Day, formatDay, formatHalfYear, lastDayOfHalfYear } from '../shared/calendar.ts';
import type { Contract, Tarief } from '../shared/contract.ts';
import { DomainError } from '../shared/errors.ts';
import { checkVersions } from '../shared/parse-contract.ts';
import { readAdministration } from './store/administration.ts';
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
export function removeTarief(store: Store, contractnummer: string, geldigVanaf: Day): Contract {
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

/** What may change without changing an amount of the past; the rest has a command of its own, or never changes. */
const CHANGEABLE = [
  'gemeente',
  'eersteTermijnTot',
  'ordernummer',
  'uitvoerder',
  'opdrachtgever',
  'plafonds',
] as const;
const FIXED = ['contractnummer', 'ingangsdatum', 'einddatum', 'eersteFactuurmaand', 'tarieven'] as const;

/** Takes over parties, ordernummer, plafonds and first term of a contract; refused where it differs in anything else. */
export function changeContract(store: Store, contractnummer: string, wanted: Contract): void {
  transaction(store, () => {
    const { id, contract } = getContract(store, contractnummer);
    const differing = FIXED.filter(
      (field) => JSON.stringify(contract[field]) !== JSON.stringify(wanted[field]),
    );
    if (differing.length > 0)
      throw new DomainError(
        'invalid',
        `Hiermee zijn alleen ${CHANGEABLE.join(', ')} te wijzigen; in het bestand verschilt ook ${differing.join(', ')}. Gebruik voor de einddatum "contract beeindigen" en voor tarieven "tarief toevoegen".`,
      );
    updateContract(store, id, wanted);
  });
}

const NAMED = 10;

/**
 * Ends a contract (art. 7.5): running plaatsingen are wound down after it, but none starts later. Refused where one does.
 */
export function endContract(store: Store, contractnummer: string, einddatum: Day): void {
  transaction(store, () => {
    const stored = getContract(store, contractnummer);
    if (einddatum < stored.contract.ingangsdatum)
      throw new DomainError('invalid', 'De einddatum ligt vóór de ingangsdatum.');
    const later = readAdministration(store, stored)
      .plaatsingen.filter(({ startdatum }) => startdatum > einddatum)
      .map(({ plaatsingnummer }) => plaatsingnummer);
    if (later.length > 0)
      throw new DomainError(
        'invalid',
        `Na ${formatDay(einddatum)} ${later.length === 1 ? 'begint nog een plaatsing' : `beginnen nog ${later.length} plaatsingen`}: ${later.slice(0, NAMED).join(', ')}${later.length > NAMED ? ' en andere' : ''}. Verwijder of verplaats die eerst.`,
      );
    updateContract(store, stored.id, { ...stored.contract, einddatum });
  });
}
