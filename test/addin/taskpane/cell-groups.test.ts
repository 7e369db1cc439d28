import { describe, expect, it } from 'vitest';
import { groupRemarks, type Remark } from '../../../addin/taskpane/cell-groups.ts';
import { getTable, type WireRow } from '../../../shared/tables.ts';
import { validateRows } from '../../../shared/validate.ts';

/** What the server says of these hours. */
const remarksOn = (...rows: WireRow[]): Remark[] => {
  const table = getTable('uren');
  const columns = table.columns.map(({ name }) => name);
  return validateRows(table, { columns, rows }).issues.map(({ row, ...issue }) => ({
    ...issue,
    rowIndex: row ?? -1,
  }));
};
const textsOf = (remarks: Remark[]) =>
  groupRemarks(remarks).flatMap(({ label, groups }) =>
    groups.map((group) => [label, group.label, group.common, ...group.lines.map(({ own }) => own)]),
  );

describe('remarks in groups', () => {
  it('say once what all have in common, and of each row what only it says', () => {
    expect(
      textsOf(
        remarksOn(
          ['P1', '2016-02-05', '61.00', null, null],
          ['P1', null, '8.00', null, null],
          ['P1', '2016-02-12', '75.50', null, null],
          ['P1', null, '9.00', null, null],
        ),
      ),
    ).toEqual([
      [
        'Uren',
        'Uren',
        'Vul een ander getal in.',
        '61,00 ligt niet tussen 0,00 en 60,00.',
        '75,50 ligt niet tussen 0,00 en 60,00.',
      ],
      ['Uren', 'Datum', 'Is leeg. Vul een datum, zoals 31-12-2016, in.', '', ''],
    ]);
  });

  it('one remark is said whole, without the row and column that the list shows itself', () => {
    expect(textsOf(remarksOn(['P1', '2016-02-05', '61.00', null, null]))).toEqual([
      ['Uren', 'Uren', '', '61,00 ligt niet tussen 0,00 en 60,00. Vul een ander getal in.'],
    ]);
  });

  it('go by sheet in the order of the sheets, those of no sheet last', () => {
    const remark = (table?: Remark['table']): Remark => ({
      key: [],
      message: 'x.',
      ...(table ? { table } : {}),
    });
    expect(
      groupRemarks([remark(), remark('uren'), remark('klanten'), remark('uren')]).map(({ label, total }) => [
        label,
        total,
      ]),
    ).toEqual([
      ['Klanten', 1],
      ['Uren', 2],
      ['', 1],
    ]);
  });

  it('keep what differs in article or column apart', () => {
    const base = { table: 'uren', key: ['P1'], message: 'fout.' } as const;
    const [sheet] = groupRemarks([
      { ...base, key: ['P1'], field: 'uren' },
      { ...base, key: ['P1'], field: 'uren', article: '1f' },
      { ...base, key: ['P1'], field: 'datum' },
    ]);
    expect(sheet?.groups.map(({ label, article }) => [label, article])).toEqual([
      ['Uren', undefined],
      ['Uren', '1f'],
      ['Datum', undefined],
    ]);
  });
});
