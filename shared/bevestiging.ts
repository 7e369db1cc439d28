import type { Administration } from './administration.ts';
import type { Bevestiging } from './api.ts';
import { monthOf } from './calendar.ts';
import { termsOf } from './contract.ts';
import { formatHundredths } from './decimal.ts';
import { lastPermittedDay } from './duur.ts';

export type Addressee = Bevestiging['aan'];
export const ADDRESSEES: readonly Addressee[] = ['kandidaat', 'klant'];

/**
 * The confirmation of a plaatsing to kandidaat or klant (art. 5 lid 4), as a concept: with the terms of the month in which
 * it starts. Each holds what its reader needs: the klant's the rate and nothing of a benefit (art. 7.7 lid 2), the
 * kandidaat's the premie and no rate. Undefined where there is no such plaatsing.
 */
export function buildBevestiging(
  { contract, plaatsingen, kandidaten, klanten }: Administration,
  plaatsingnummer: string,
  aan: Addressee,
): Bevestiging | undefined {
  const isSame = (a: string, b: string) => a.toLowerCase() === b.toLowerCase();
  const plaatsing = plaatsingen.find((candidate) => isSame(candidate.plaatsingnummer, plaatsingnummer));
  if (!plaatsing) return undefined;
  const kandidaat = kandidaten.find((other) => isSame(other.kandidaatnummer, plaatsing.kandidaatnummer));
  const klant = klanten.find((other) => isSame(other.klantnummer, plaatsing.klantnummer));
  if (!kandidaat || !klant) throw new Error(`plaatsing ${plaatsingnummer} refers to what is not there`);
  const terms = termsOf(contract, monthOf(plaatsing.startdatum));
  const base = {
    contractnummer: contract.contractnummer,
    plaatsingnummer: plaatsing.plaatsingnummer,
    status: 'concept' as const,
    date: null,
    kandidaatnummer: kandidaat.kandidaatnummer,
    kandidaat: kandidaat.naam,
    klantnummer: klant.klantnummer,
    klant: klant.naam,
    plaats: klant.plaats,
    startdatum: plaatsing.startdatum,
    einddatum: plaatsing.einddatum,
    urenPerWeek: formatHundredths(plaatsing.urenPerWeek),
    lastPermittedDay: lastPermittedDay(plaatsing),
  };
  return aan === 'kandidaat'
    ? { ...base, aan, premiePerUur: formatHundredths(terms.premiePerUur) }
    : { ...base, aan, uurtarief: formatHundredths(plaatsing.uurtarief ?? terms.uurtarief) };
}

/** Whether what was sent still says what the records say. */
export function isSameBevestiging(sent: Bevestiging, concept: Bevestiging): boolean {
  return JSON.stringify({ ...sent, status: 'concept', date: null }) === JSON.stringify(concept);
}
