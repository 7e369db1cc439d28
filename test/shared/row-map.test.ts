import { describe, expect, it } from 'vitest';
import { RowMap } from '../../shared/row-map.ts';
import { getTable, type TableName } from '../../shared/tables.ts';

const mapOf = (name: TableName, keys: string[][]) => {
  const map = new RowMap<string>(getTable(name));
  for (const key of keys) map.set(key, key.join(' '));
  return map;
};

describe('what belongs to rows', () => {
  it.each<[TableName, string[], string[], string[]]>([
    ['kandidaten', ['K1', 'Jansen'], ['k1'], ['K2']],
    ['uren', ['PL1', '2016-04-08', '8.50'], ['pl1', '2016-04-08'], ['PL1', '2016-04-09']],
  ])('is found by the key of %s, whatever its case', (name, row, same, other) => {
    const map = mapOf(name, [row]);
    expect([map.get(same), map.has(same)]).toEqual([row.join(' '), true]);
    expect([map.get(other), map.has(other)]).toEqual([undefined, false]);
  });

  it('is there once, however its number was written', () => {
    const map = mapOf('uren', [
      ['PL1', '2016-04-08'],
      ['pl1', '2016-04-08'],
      ['Pl1', '2016-04-09'],
      ['PL2', '2016-04-08'],
    ]);
    expect(map.size).toBe(3);
    expect([...map.values()]).toEqual(['pl1 2016-04-08', 'Pl1 2016-04-09', 'PL2 2016-04-08']);
    map.delete(['pL1', '2016-04-09']);
    expect([...map.values()]).toEqual(['pl1 2016-04-08', 'PL2 2016-04-08']);
  });
});
