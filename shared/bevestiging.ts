import type { Administration } from './administration.ts';
import type { Bevestiging } from './api.ts';
import { monthOf } from './calendar.ts';
import { termsOf } from './contract.ts';
import { formatHundredths } from './decimal.ts';
import { lastPermittedDay } from './duur.ts';

export type Addressee = Bevestiging['aan'];
export const ADDRESSEES: readonly Addressee[] = ['kandidaat', 'klant'];

/**
 * The confirmations of plaatsingen to kandidaat or klant (art. 5 lid 4), as concepts: with the terms of the month in which
 * a plaatsing starts. Each holds what its reader needs: the klant's the rate and nothing of a benefit (art. 7.7 lid 2), the
 * kandidaat's the premie and no rate. Undefined where there is no such plaatsing.
 */
export function createBevestigingen({
  contract,
  ...records
}: Administration): (plaatsingnummer: string, aan: Addressee) => Bevestiging | undefined {
  const plaatsingen = indexBy(records.plaatsingen, ({ plaatsingnummer }) => plaatsingnummer);
  const kandidaten = indexBy(records.kandidaten, ({ kandidaatnummer }) => kandidaatnummer);
  const klanten = indexBy(records.klanten, ({ klantnummer }) => klantnummer);
  return (plaatsingnummer, aan) => {
    const plaatsing = plaatsingen.get(plaatsingnummer.toLowerCase());
    if (!plaatsing) return undefined;
    const kandidaat = kandidaten.get(plaatsing.kandidaatnummer.toLowerCase());
    const klant = klanten.get(plaatsing.klantnummer.toLowerCase());
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
  };
}

const indexBy = <Row>(rows: readonly Row[], keyOf: (row: Row) => string): Map<string, Row> =>
  new Map(rows.map((row) => [keyOf(row).toLowerCase(), row]));

/** Whether what was sent still says what the records say. */
export function isSameBevestiging(sent: Bevestiging, concept: Bevestiging): boolean {
  return JSON.stringify({ ...sent, status: 'concept', date: null }) === JSON.stringify(concept);
}
