import type { Looptijd } from './api.ts';
import { addMonths, type Day } from './calendar.ts';
import type { Contract } from './contract.ts';
import { lastDayAfter } from './duur.ts';

/** Art. 2 lid 1: the first term. Art. 2 lid 2: notice once it was renewed. */
const FIRST_TERM_MONTHS = 12;
const NOTICE_MONTHS = 6;

/**
 * How long the contract runs, seen on a day (art. 2): a first term that ends without notice, renewed for an indefinite time
 * unless a party gave notice, and then ended with six months' notice. In the first term it ends with that term at the
 * earliest; a contract with an einddatum ends on it.
 */
export function looptijdOf(contract: Contract, today: Day): Looptijd {
  const eersteTermijnTot =
    contract.eersteTermijnTot ?? lastDayAfter(contract.ingangsdatum, FIRST_TERM_MONTHS);
  const verlengd = today > eersteTermijnTot;
  return {
    eersteTermijnTot,
    verlengd,
    opzegtermijnMaanden: verlengd ? NOTICE_MONTHS : 0,
    vroegsteEinde: contract.einddatum ?? (verlengd ? addMonths(today, NOTICE_MONTHS) : eersteTermijnTot),
    einddatum: contract.einddatum,
  };
}
