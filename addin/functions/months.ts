import type { SheetMonths } from '../../shared/saldo.ts';
import { readBlock, refusal, requireFit, requireSameShape, spread } from './cells.ts';

/** The arguments of AFREKENING as they came in. */
interface MonthRanges {
  omzet: unknown;
  premie: unknown;
  reiskosten: unknown;
  staffelfee: unknown;
  minimum: unknown;
}

/**
 * The months of an afrekening, one for each cell of the omzet. Without staffelfee no month has a fee. Throws a
 * DomainError with a Dutch sentence on unequal shapes, and on a staffelfee without minimum.
 */
export function readMonths(ranges: MonthRanges): SheetMonths {
  const omzet = readBlock('Omzet', ranges.omzet);
  if (omzet.rows > 1 && omzet.columns > 1) {
    throw refusal('Omzet: kies één rij of één kolom, met één cel per maand.');
  }
  const premie = readBlock('Premie', ranges.premie);
  const reiskosten = readBlock('Reiskosten', ranges.reiskosten);
  requireSameShape(premie, omzet);
  requireSameShape(reiskosten, omzet);

  const hasFee = ranges.staffelfee !== null && ranges.staffelfee !== undefined;
  if (hasFee && (ranges.minimum === null || ranges.minimum === undefined)) {
    throw refusal('Minimum ontbreekt. Geef bij een staffelfee ook het minimum per maand op, desnoods 0.');
  }
  const staffelfee = readBlock('Staffelfee', ranges.staffelfee);
  const minimum = readBlock('Minimum', ranges.minimum);
  if (hasFee) requireSameShape(staffelfee, omzet);
  requireFit(minimum, omzet);

  return {
    omzet: omzet.values,
    premie: premie.values,
    reiskosten: reiskosten.values,
    staffelfee: spread(staffelfee, omzet),
    minimum: spread(minimum, omzet),
  };
}
