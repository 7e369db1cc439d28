/** Rows a part: few enough that the server answers others in between. */
const SIZE = 2_000;

/** A long list in parts that are each made at once. */
export function* inBatches<T>(list: readonly T[]): Generator<readonly T[]> {
  for (let i = 0; i < list.length; i += SIZE) yield list.slice(i, i + SIZE);
}
