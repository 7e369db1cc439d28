import { type Day, formatDay, formatHalfYear, lastDayOfHalfYear } from '../shared/calendar.ts';
import type { Contract, Tarief } from '../shared/contract.ts';
import { DomainError } from '../shared/errors.ts';
import { checkVersions } from '../shared/parse-contract.ts';
import { type By, record } from './access/audit.ts';
import { readAdministration } from './store/administration.ts';
import { listAfrekeningen } from './store/afrekeningen.ts';
import {
  addContract,
  getContract,
  lockContract,
  type StoredContract,
  updateContract,
} from './store/contracten.ts';
import { type Store, transaction } from './store/store.ts';

/**
 * Adds a version of the terms (art. 7.1), from the first of a month; answers the contract with it. Refused in or before a
 * settled half-year, and where a version starts on that day already: what is settled stays as it was agreed.
 */
export const addTarief = (store: Store, by: By, contractnummer: string, tarief: Tarief): Promise<Contract> =>
  change(store, by, contractnummer, tarief.geldigVanaf, (tarieven) => [...tarieven, tarief]);

/** Takes a version out that was entered by mistake; refused like adding one. The first version stays. */
export function removeTarief(
  store: Store,
  by: By,
  contractnummer: string,
  geldigVanaf: Day,
): Promise<Contract> {
  return change(store, by, contractnummer, geldigVanaf, (tarieven) => {
    const left = tarieven.filter((tarief) => tarief.geldigVanaf !== geldigVanaf);
    if (left.length === tarieven.length)
      throw new DomainError('not_found', `Er zijn geen tarieven vanaf ${formatDay(geldigVanaf)}.`);
    return left;
  });
}

function change(
  store: Store,
  by: By,
  contractnummer: string,
  from: string,
  edit: (tarieven: readonly Tarief[]) => Tarief[],
): Promise<Contract> {
  return transaction(store, async () => {
    const stored = await lockContract(store, contractnummer);
    const { id, contract } = stored;
    const last = (await listAfrekeningen(store, id)).at(-1)?.period;
    if (last !== undefined && from <= lastDayOfHalfYear(last))
      throw new DomainError(
        'invalid',
        `Het ${formatHalfYear(last)} is al vastgesteld. Kies een datum na ${formatDay(lastDayOfHalfYear(last))}.`,
      );
    const tarieven = edit(contract.tarieven).sort((a, b) => (a.geldigVanaf < b.geldigVanaf ? -1 : 1));
    const changed = { ...contract, tarieven };
    checkVersions(changed);
    await save(store, by, stored, changed);
    return changed;
  });
}

/** Begins the administration of a contract. Throws `exists` where the number is taken. */
export async function beginContract(store: Store, by: By, contract: Contract): Promise<void> {
  await transaction(store, async () => {
    await addContract(store, contract);
    const { id } = await getContract(store, contract.contractnummer);
    await record(store, id, by, { subject: 'contract', new: JSON.stringify(contract) });
  });
}

async function save(
  store: Store,
  by: By,
  { id, contract }: StoredContract,
  changed: Contract,
): Promise<void> {
  await updateContract(store, id, changed);
  await record(store, id, by, {
    subject: 'contract',
    old: JSON.stringify(contract),
    new: JSON.stringify(changed),
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
  'bewaartermijnen',
] as const;
const FIXED = ['contractnummer', 'ingangsdatum', 'einddatum', 'eersteFactuurmaand', 'tarieven'] as const;

/** Takes over parties, ordernummer, plafonds and first term of a contract; refused where it differs in anything else. */
export async function changeContract(
  store: Store,
  by: By,
  contractnummer: string,
  wanted: Contract,
): Promise<void> {
  await transaction(store, async () => {
    const stored = await lockContract(store, contractnummer);
    const { contract } = stored;
    const differing = FIXED.filter(
      (field) => JSON.stringify(contract[field]) !== JSON.stringify(wanted[field]),
    );
    if (differing.length > 0)
      throw new DomainError(
        'invalid',
        `Hiermee zijn alleen ${CHANGEABLE.join(', ')} te wijzigen; in het bestand verschilt ook ${differing.join(', ')}. Gebruik voor de einddatum "contract beeindigen" en voor tarieven "tarief toevoegen".`,
      );
    await save(store, by, stored, wanted);
  });
}

const NAMED = 10;

/**
 * Ends a contract (art. 7.5): running plaatsingen are wound down after it, but none starts later. Refused where one does.
 */
export async function endContract(
  store: Store,
  by: By,
  contractnummer: string,
  einddatum: Day,
): Promise<void> {
  await transaction(store, async () => {
    const stored = await lockContract(store, contractnummer);
    if (einddatum < stored.contract.ingangsdatum)
      throw new DomainError('invalid', 'De einddatum ligt vóór de ingangsdatum.');
    const later = (await readAdministration(store, stored)).plaatsingen
      .filter(({ startdatum }) => startdatum > einddatum)
      .map(({ plaatsingnummer }) => plaatsingnummer);
    if (later.length > 0)
      throw new DomainError(
        'invalid',
        `Na ${formatDay(einddatum)} ${later.length === 1 ? 'begint nog een plaatsing' : `beginnen nog ${later.length} plaatsingen`}: ${later.slice(0, NAMED).join(', ')}${later.length > NAMED ? ' en andere' : ''}. Verwijder of verplaats die eerst.`,
      );
    await save(store, by, stored, { ...stored.contract, einddatum });
  });
}
