import { Decimal, divideRounded, fromExcel, roundToCents, scaledInteger, type Cents } from './decimal.ts';
import { DomainError } from './errors.ts';

/** One bracket of the fee: its lower bound in euro of omzet a month, and a fraction (12% is 0.12). */
export interface Tier {
  vanaf: number;
  percentage: number;
}

/** A tier worked out: the part of the omzet in it, and its exact fee in euro, not rounded. */
export interface TierPart {
  vanaf: Decimal;
  percentage: Decimal;
  part: Decimal;
  fee: Decimal;
}

/** The Dutch sentence that says what to change in a staffel; undefined when it is sound. */
export function checkStaffel(staffel: readonly Tier[]): string | undefined {
  const [first] = staffel;
  if (!first) return 'De staffel is leeg. Vul ten minste één regel in: vanaf 0, met een percentage.';
  if (first.vanaf !== 0)
    return 'De eerste regel van de staffel begint niet bij 0. Zet daar 0 in de kolom vanaf.';
  for (const [index, { vanaf, percentage }] of staffel.entries()) {
    const previous = staffel[index - 1];
    if (!Number.isFinite(vanaf) || (previous && !fromExcel(vanaf).greaterThan(fromExcel(previous.vanaf)))) {
      return `De staffel loopt niet op: regel ${index + 1} is niet hoger dan de regel ervoor. Zet de bedragen in de kolom vanaf van laag naar hoog, elk één keer.`;
    }
    if (!(percentage >= 0 && percentage <= 1)) {
      return `Het percentage in regel ${index + 1} van de staffel ligt niet tussen 0% en 100%. Vul bijvoorbeeld 12% in, of 0,12.`;
    }
  }
  return undefined;
}

/**
 * The staffelfee of one month (art. 6.1 lid 1): every part of the omzet at the percentage of its own tier, the sum
 * rounded once. Omzet in euro; 0 or less gives 0. Throws a DomainError on a staffel that `checkStaffel` refuses.
 */
export function calculateStaffelfee(omzet: number, staffel: readonly Tier[]): Cents {
  return staffelfeeBy(staffel)(omzet);
}

/** The same for one month after another: the staffel is looked at once. */
export function staffelfeeBy(staffel: readonly Tier[]): (omzet: number) => Cents {
  const steps = listSteps(staffel);
  return (omzet) => {
    const millionths = feeInMillionths(omzet, steps);
    if (Number.isSafeInteger(millionths)) return divideRounded(millionths, 1e4);
    const fee = workOutStaffel(omzet, staffel).reduce((sum, tier) => sum.plus(tier.fee), new Decimal(0));
    return roundToCents(fee);
  };
}

/**
 * The same, worked out: every tier in order, with part 0 where the omzet does not reach it. The sum of the fees,
 * rounded, is the staffelfee.
 */
export function workOutStaffel(omzet: number, staffel: readonly Tier[]): TierPart[] {
  const fault = checkStaffel(staffel);
  if (fault !== undefined) throw new DomainError('invalid', fault);
  const total = fromExcel(omzet);
  return staffel.map((tier, index) => {
    const next = staffel[index + 1];
    const vanaf = fromExcel(tier.vanaf);
    const percentage = fromExcel(tier.percentage);
    const top = next ? Decimal.min(total, fromExcel(next.vanaf)) : total;
    const part = Decimal.max(0, top.minus(vanaf));
    return { vanaf, percentage, part, fee: part.times(percentage) };
  });
}

/** What the fee costs beyond the month's minimum (art. 6.1 lid 4 and 5); months never compensate each other. */
export function calculateKostenBovenMinimum(staffelfee: Cents, minimum: Cents): Cents {
  return Math.max(0, staffelfee - minimum);
}

/** A tier in whole cents and hundredths of a percent, with the fee in millionths of a euro of all tiers below it. */
interface Step {
  bottom: number;
  rate: number;
  below: number;
}

/** The tiers from high to low; none where one is not in whole cents and hundredths of a percent, or is not sound. */
function listSteps(staffel: readonly Tier[]): Step[] {
  const steps: Step[] = [];
  for (const { vanaf, percentage } of staffel) {
    const bottom = scaledInteger(vanaf, 100);
    const rate = scaledInteger(percentage, 1e4);
    const [lower] = steps;
    if (!(lower ? bottom > lower.bottom : bottom === 0) || !(rate >= 0 && rate <= 1e4)) return [];
    steps.unshift({ bottom, rate, below: lower ? lower.below + (bottom - lower.bottom) * lower.rate : 0 });
  }
  return steps;
}

/**
 * The fee in millionths of a euro by integers alone: exact for omzet in whole cents. NaN, or no safe integer, for
 * everything else.
 */
function feeInMillionths(omzet: number, steps: readonly Step[]): number {
  const total = scaledInteger(omzet, 100);
  for (const { bottom, rate, below } of steps) if (total > bottom) return below + (total - bottom) * rate;
  return steps.length > 0 && total <= 0 ? 0 : Number.NaN;
}
