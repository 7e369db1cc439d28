import { describe, expect, it } from 'vitest';
import { readFormulaState, readSettings } from '../../../addin/excel/health.ts';
import { Testbed } from '../../server/testbed.ts';
import { Desk } from './desk.ts';

describe('what Excel tells of itself', () => {
  it('its settings, the list separator as a formula of ours shows it', async () => {
    const desk = await new Desk(await Testbed.open()).setUpTables();
    expect(await readSettings()).toEqual({
      culture: 'nl-NL',
      decimal: ',',
      thousands: '.',
      list: ';',
      date: 'd-m-yyyy',
      calculation: 'Automatic',
    });
    desk.workbook.sheet('_Flextensie').delete();
    expect((await readSettings()).list).toBeNull();
  });

  it.each([
    ['#NAME?', 'unknown_name'],
    ['#NAAM?', 'unknown_name'],
    ['#BUSY!', 'busy'],
    ['#BEZET!', 'busy'],
    ['#VALUE!', 'known'],
    [8308.15, 'known'],
  ])('a formula of ours that shows %s is %s', async (shown, state) => {
    const desk = await new Desk(await Testbed.open()).setUp();
    desk.workbook
      .sheet('Afrekening')
      .getRange('L8')
      .$compute([[shown]]);
    expect(await readFormulaState()).toBe(state);
  });

  it('an error in a formula without our functions says nothing of them', async () => {
    const desk = await new Desk(await Testbed.open()).setUp();
    const own = desk.workbook.sheet('Afrekening').getRange('P1');
    own.formulas = '=ONBEKEND(1)';
    own.$compute([['#NAME?']]);
    expect(await readFormulaState()).toBe('known');
  });

  it('without the sheets there is no formula', async () => {
    await new Desk(await Testbed.open()).setUpTables();
    expect(await readFormulaState()).toBe('no_formula');
  });
});
