import { describe, expect, it } from 'vitest';
import { toRowChanges } from '../../../addin/taskpane/row-changes.ts';
import { newPseudonym } from '../../../server/erase.ts';

const HOURS = {
  plaatsingnummer: 'P1',
  datum: '2016-02-05',
  uren: '8.50',
  reiskosten: null,
  reiskostenBetaaldOp: null,
};
const at = '2016-02-05T10:00:00.000Z';
const by = 'Anna';

describe('the history of a row in words', () => {
  it('what was added tells its filled fields', () => {
    expect(toRowChanges('uren', [{ revision: 1, at, by, old: null, new: HOURS }])).toEqual([
      {
        what: 'Toegevoegd',
        by,
        at,
        fields: [
          { label: 'Plaatsingnummer', old: null, next: 'P1' },
          { label: 'Datum', old: null, next: '05-02-2016' },
          { label: 'Uren', old: null, next: '8,50' },
        ],
      },
    ]);
  });

  it('a change tells what differs, blank included', () => {
    const next = { ...HOURS, uren: '7.00', reiskosten: '1234.50' };
    const [change] = toRowChanges('uren', [{ revision: 2, at, by, old: HOURS, new: next }]);
    expect(change).toEqual({
      what: 'Gewijzigd',
      by,
      at,
      fields: [
        { label: 'Uren', old: '8,50', next: '7,00' },
        { label: 'Reiskosten', old: 'leeg', next: '€\u00a01.234,50' },
      ],
    });
  });

  it('what was removed tells what it was', () => {
    const [change] = toRowChanges('uren', [{ revision: 3, at, by, old: HOURS, new: null }]);
    expect(change?.what).toBe('Verwijderd');
    expect(change?.fields).toContainEqual({ label: 'Uren', old: '8,50', next: null });
  });

  it('the first that is known of an erased kandidaat is the erasure, later changes are changes', () => {
    const erased = {
      kandidaatnummer: newPseudonym(),
      naam: 'Gewist',
      aanmelddatum: '2016-01-04',
      uitkeringSinds: null,
      matchbaar: true,
      uitstroomdatum: null,
    };
    const changes = toRowChanges('kandidaten', [
      { revision: 9, at, by, old: erased, new: { ...erased, matchbaar: false } },
      { revision: 8, at, by, old: null, new: erased },
    ]);
    expect(changes.map(({ what, fields }) => [what, fields.length])).toEqual([
      ['Gewijzigd', 1],
      ['Gewist', 0],
    ]);
  });
});
