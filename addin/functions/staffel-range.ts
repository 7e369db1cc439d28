import { checkStaffel, type Tier } from '../../shared/staffel.ts';
import { isBlank, readBlock, refusal } from './cells.ts';

/**
 * Reads a range of two columns, vanaf and percentage, as a staffel. Rows that are blank or 0;0 after the first do not
 * count. Throws a DomainError with a Dutch sentence on a staffel that is not sound, and on a tier without percentage.
 */
export function readStaffel(argument: unknown): Tier[] {
  const block = readBlock('Staffel', argument);
  if (block.columns !== 2 || !Array.isArray(argument)) {
    throw refusal('Staffel: kies een bereik van twee kolommen, vanaf en percentage.');
  }
  const staffel: Tier[] = [];
  for (const [index, row] of (argument as unknown[][]).entries()) {
    const vanaf = block.values[index * 2] as number;
    const percentage = block.values[index * 2 + 1] as number;
    if (index > 0 && vanaf === 0 && percentage === 0) continue;
    if (isBlank(row[1])) {
      throw refusal(`Staffel, rij ${index + 1}: het percentage ontbreekt. Vul bijvoorbeeld 12% in, of 0,12.`);
    }
    staffel.push({ vanaf, percentage });
  }
  const fault = checkStaffel(staffel);
  if (fault !== undefined) throw refusal(fault);
  return staffel;
}
