import { describe, expect, it } from 'vitest';
import { isKey } from '../../shared/validate.ts';

describe('numbers of rows', () => {
  it.each(['PL001', 'HDN/2016/001', 'P.1', 'P-1_x', 'a..b', '.a', 'x.pdf1'])('%s may be one', (text) => {
    expect(isKey(text)).toBe(true);
  });
  it.each(['', 'PL 1', 'é', '..', '.', 'a/../b', './a', 'a/.', 'x.pdf', 'x.PDF', 'a'.repeat(31)])(
    '%s may not: a path would lose it',
    (text) => {
      expect(isKey(text)).toBe(false);
    },
  );
});
