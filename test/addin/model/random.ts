import { serialOfDay } from '../../../shared/calendar.ts';
import type { Value } from './rows.ts';

/** MODEL_SEED and MODEL_OPS choose the run; MODEL_MOVES=1 also adds and moves rows and columns while a sync runs. */
export const SEED = Number(process.env['MODEL_SEED'] ?? 20161);
export const STEPS = Number(process.env['MODEL_OPS'] ?? 10_000);
export const MOVES = process.env['MODEL_MOVES'] === '1';

function mulberry32(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}
const random = mulberry32(SEED);

export const below = (n: number) => Math.floor(random() * n);
export const chance = (p: number) => random() < p;
export function pick<T>(items: readonly T[]): T {
  const item = items[below(items.length)];
  if (item === undefined) throw new Error('nothing to pick from');
  return item;
}
export const shuffle = <T>(items: readonly T[]): T[] =>
  items
    .map((item) => ({ item, at: random() }))
    .sort((a, b) => a.at - b.at)
    .map(({ item }) => item);

let typedCount = 0;
/** A number that never comes twice. */
export const next = (): number => (typedCount += 1);

/** A value for the field that no other cell of that field got for thousands of steps. */
export function fresh(field: string): Value {
  const n = next();
  if (field === 'uren') return (101 + (n % 5900)) / 100;
  if (field === 'reiskosten' || field === 'uurtarief') return (1_000 + n) / 100;
  if (field === 'reiskostenBetaaldOp') return serialOfDay('2017-01-01') + (n % 30_000);
  return `Naam nr. ${n}`;
}
