import { describe, expect, it } from 'vitest';
import { looptijdOf } from '../../shared/looptijd.ts';
import { almereContract } from '../almere.ts';

const contract = almereContract();

describe('art. 2 looptijd', () => {
  it('lid 1: twelve months from 31 December 2015 end on 30 December 2016', () => {
    expect(looptijdOf(contract, '2016-11-23')).toEqual({
      eersteTermijnTot: '2016-12-30',
      verlengd: false,
      opzegtermijnMaanden: 0,
      vroegsteEinde: '2016-12-30',
      einddatum: null,
    });
  });
  it('lid 1: or on the day that the contract itself names', () => {
    const named = { ...contract, eersteTermijnTot: '2016-12-31' };
    expect(looptijdOf(named, '2016-12-31')).toMatchObject({ verlengd: false, vroegsteEinde: '2016-12-31' });
    expect(looptijdOf(named, '2017-01-01').verlengd).toBe(true);
  });
  it('lid 2: renewed for an indefinite time, with six months’ notice', () => {
    expect(looptijdOf(contract, '2016-12-31')).toMatchObject({
      verlengd: true,
      opzegtermijnMaanden: 6,
      vroegsteEinde: '2017-06-30',
    });
    expect(looptijdOf(contract, '2017-03-15').vroegsteEinde).toBe('2017-09-15');
  });
  it('with an einddatum it ends on it', () => {
    expect(looptijdOf({ ...contract, einddatum: '2017-09-30' }, '2017-03-15').vroegsteEinde).toBe(
      '2017-09-30',
    );
  });
});
