import { toEuro, fromExcel } from '../../shared/decimal.ts';
import { calculateOmzet } from '../../shared/omzet.ts';
import { calculatePremie } from '../../shared/premie.ts';
import { calculateAfrekening } from '../../shared/saldo.ts';
import { staffelfeeBy } from '../../shared/staffel.ts';
import { answer, readBlock, readNotNegative, readRate, requireFit, spread } from './cells.ts';
import { inCell } from './errors.ts';
import { readMonths } from './months.ts';
import { readStaffel } from './staffel-range.ts';

/*
 * Excel passes every argument as a matrix, and `null` for one that is left out; default values in the signature would
 * never apply. The cells are unknown, so that Excel passes blanks and text on and converts nothing. A bare value, as in
 * a direct call, gets a bare number. The comments with a tag are what users read in Excel.
 */

/** Premium per hour in euro that holds when none is given (art. 5.3 and 5.9). */
const PREMIE_PER_UUR = 2;
/** Rate per hour in euro that holds when none is given (art. 5.8). */
const UURTARIEF = 11.75;

/**
 * Premie in euro: uren maal premie per uur, afgerond op centen. Tel eerst alle uren van één plaatsing in één maand op; per losse urenregel afronden geeft andere centen. Voorbeeld: =FLEX.PREMIE(34,5;2,5) geeft 86,25.
 * @customfunction PREMIE PREMIE
 * @param uren De uren van één plaatsing in één maand, opgeteld: één cel of een bereik met een plaatsing per cel. Leeg telt als 0.
 * @param premiePerUur Premie per uur in euro: één cel of een even groot bereik. Weggelaten: 2,00.
 * @returns {number[][]} De premie in euro, in dezelfde vorm als de uren.
 */
export function premie(uren: unknown[][], premiePerUur?: unknown[][]) {
  return inCell(() => {
    const hours = readNotNegative('Uren', uren);
    const rate = readRate('Premie per uur', premiePerUur, PREMIE_PER_UUR);
    requireFit(rate, hours);
    const rates = spread(rate, hours);
    return answer(hours, (value, index) => toEuro(calculatePremie(value, rates[index] as number)));
  });
}

/**
 * Omzet in euro: uren maal uurtarief, afgerond op centen. Tel eerst alle uren van één plaatsing in één maand op; per losse urenregel afronden geeft andere centen. Voorbeeld: =FLEX.OMZET(34,5;12,5) geeft 431,25.
 * @customfunction OMZET OMZET
 * @param uren De uren van één plaatsing in één maand, opgeteld: één cel of een bereik met een plaatsing per cel. Leeg telt als 0.
 * @param uurtarief Uurtarief in euro: één cel of een even groot bereik. Weggelaten: 11,75. Leeg of 0 mag niet.
 * @returns {number[][]} De omzet in euro, in dezelfde vorm als de uren.
 */
export function omzet(uren: unknown[][], uurtarief?: unknown[][]) {
  return inCell(() => {
    const hours = readNotNegative('Uren', uren);
    const rate = readRate('Uurtarief', uurtarief, UURTARIEF);
    requireFit(rate, hours);
    const rates = spread(rate, hours);
    return answer(hours, (value, index) => toEuro(calculateOmzet(value, rates[index] as number)));
  });
}

/**
 * Staffelfee van één maand in euro: elk deel van de omzet tegen het percentage van zijn eigen schijf, samen afgerond op centen. Nooit over een half jaar ineens. Voorbeeld: =FLEX.STAFFELFEE(11048,21;Staffel!A2:B4;600).
 * @customfunction STAFFELFEE STAFFELFEE
 * @param omzet De omzet van een maand in euro: één cel of een bereik met een maand per cel. Leeg, 0 of lager geeft 0.
 * @param staffel Bereik van twee kolommen: vanaf (in euro, de eerste 0, oplopend) en percentage (12% of 0,12). Lege regels tellen niet mee.
 * @param tenMinste Bedrag in euro waar de uitkomst nooit onder komt: één cel of een even groot bereik als de omzet. Weggelaten: geen ondergrens.
 * @returns {number[][]} De staffelfee in euro, in dezelfde vorm als de omzet.
 */
export function staffelfee(omzet: unknown[][], staffel: unknown[][], tenMinste?: unknown[][]) {
  return inCell(() => {
    const amounts = readBlock('Omzet', omzet);
    const tiers = readStaffel(staffel);
    const least = readNotNegative('Ten minste', tenMinste);
    requireFit(least, amounts);
    const feeOf = staffelfeeBy(tiers);
    const floors = spread(least, amounts);
    return answer(amounts, (value, index) => {
      const fee = toEuro(feeOf(value));
      const floor = floors[index] as number;
      return floor > fee ? fromExcel(floor).toNumber() : fee;
    });
  });
}

/**
 * Afrekening over een of meer maanden in euro: omzet min premie, min betaalde reiskosten, min wat de staffelfee per maand boven het minimum uitkomt. Voorbeeld: =FLEX.AFREKENING(B2:B7;C2:C7;D2:D7;E2:E7;600).
 * @customfunction AFREKENING AFREKENING
 * @param omzet De omzet in euro: een rij of kolom met één cel per maand. Leeg telt als 0.
 * @param premie De premie in euro, evenveel cellen als de omzet.
 * @param reiskosten De in de maand betaalde reiskosten in euro, evenveel cellen als de omzet.
 * @param staffelfee De staffelfee in euro, evenveel cellen als de omzet. Een maand waarin deze leeg of 0 is, heeft geen staffelfee. Weggelaten: geen staffelfee.
 * @param minimum Het minimum per maand in euro: één cel of evenveel cellen als de omzet. Nodig zodra er een staffelfee is. Leeg telt als 0.
 * @returns Het saldo in euro.
 */
export function afrekening(
  omzet: unknown[][],
  premie: unknown[][],
  reiskosten: unknown[][],
  staffelfee?: unknown[][],
  minimum?: unknown[][],
): number {
  return inCell(() => calculateAfrekening(readMonths({ omzet, premie, reiskosten, staffelfee, minimum })));
}
