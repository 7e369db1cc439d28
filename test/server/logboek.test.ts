import { describe, expect, it } from 'vitest';
import type { AuditLog } from '../../shared/api.ts';
import { Testbed } from './testbed.ts';

describe('the log over a period', () => {
  it.each([
    ['summer', '2016-07-01', '2016-06-30T21:59:59.999Z', '2016-06-30T22:00:00.000Z'],
    ['winter', '2016-01-15', '2016-01-14T22:59:59.999Z', '2016-01-14T23:00:00.000Z'],
    ['the day that summer begins', '2016-03-28', '2016-03-27T21:59:59.999Z', '2016-03-27T22:00:00.000Z'],
  ])('a day begins and ends when it does in the Netherlands, in %s', async (_, day, before, first) => {
    const bed = await Testbed.open();
    const admin = await bed.token('Bea', ['beheer']);
    for (const at of [before, first]) {
      bed.now = new Date(at);
      await bed.get('maandrapporten/2016-05');
    }
    bed.now = new Date('2026-11-23T10:00:00Z');
    const { body } = await bed.get<AuditLog>(`logboek/${day}`, admin);
    expect(body.lines.map(({ at }) => at)).toEqual([first]);
  });
});
