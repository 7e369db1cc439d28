import { createHash } from 'node:crypto';
import { RateLimiterMemory } from 'rate-limiter-flexible';
import { DomainError } from '../../shared/errors.ts';

const MINUTE = 60;

/** How many refusals a minute someone may run into before they have to wait. */
export interface Limits {
  token: number;
  address: number;
  person: number;
}

const LIMITS: Limits = { token: 10, address: 60, person: 60 };

export interface Failures {
  /**
   * Counts a refusal by what it came from. Throws `too_many` once one of them has had its share of this minute. Who is let
   * in is never counted: colleagues behind one address do not shut each other out.
   */
  count: (by: Partial<Record<keyof Limits, string>>) => Promise<void>;
}

/** Kept in memory: a restart forgives. */
export function createFailures(limits: Limits = LIMITS): Failures {
  const limiters = new Map(
    Object.entries(limits).map(([name, points]) => [
      name,
      new RateLimiterMemory({ keyPrefix: name, points: points as number, duration: MINUTE }),
    ]),
  );
  return {
    count: async (by) => {
      const waits: number[] = [];
      for (const [name, value] of Object.entries(by)) {
        const key = createHash('sha256').update(value).digest('base64url');
        const { consumedPoints = 0, msBeforeNext = 0 } = (await limiters.get(name)?.penalty(key)) ?? {};
        if (consumedPoints > limits[name as keyof Limits]) waits.push(Math.ceil(msBeforeNext / 1000));
      }
      if (waits.length > 0) {
        const retryAfter = Math.max(1, ...waits);
        throw new DomainError(
          'too_many',
          `Te veel mislukte pogingen. Wacht ${retryAfter} seconden en probeer het opnieuw.`,
          { retryAfter },
        );
      }
    },
  };
}
