import { describe, expect, it } from 'vitest';
import {
  dayToLookAt,
  halfYearToSettle,
  hasEnded,
  lastEndedDay,
  lastEndedMonth,
  lastEndedQuarter,
  listHalfYears,
  listMonths,
  monthToInvoice,
  today,
} from '../../../addin/taskpane/periods.ts';
import type { ContractDetail, SettlementSummary } from '../../../shared/api.ts';
import { looptijdOf } from '../../../shared/looptijd.ts';
import { almereContract } from '../../almere.ts';

const contract = almereContract();
const detail = (...settled: string[]): ContractDetail => ({
  contract,
  lineage: 'x',
  revision: 1,
  rechten: ['lezen'],
  afrekeningen: settled.map((period) => ({ period }) as SettlementSummary),
  looptijd: looptijdOf(contract, '2016-01-01'),
  nearLimit: [],
});

describe('which period the pane shows first', () => {
  it('the month before the running one', () => {
    expect(lastEndedMonth(contract, '2016-06-01')).toBe('2016-05');
    expect(lastEndedMonth(contract, '2016-05-31')).toBe('2016-04');
    expect(lastEndedDay(contract, '2016-03-15')).toBe('2016-02-29');
  });

  it('the last month of a contract that has ended', () => {
    expect(lastEndedMonth({ ...contract, einddatum: '2017-09-30' }, '2026-11-23')).toBe('2017-09');
  });

  it('the first month where none has ended yet', () => {
    expect(lastEndedMonth(contract, '2015-12-31')).toBe('2015-12');
  });

  it('the earliest half-year that has ended and is not settled', () => {
    expect(halfYearToSettle(detail(), '2017-02-01')).toBe('2016-H1');
    expect(halfYearToSettle(detail('2016-H1'), '2017-02-01')).toBe('2016-H2');
  });

  it('the last ended one where all are settled', () => {
    expect(halfYearToSettle(detail('2016-H1', '2016-H2'), '2017-02-01')).toBe('2016-H2');
  });

  it('the last ended month that is invoiced', () => {
    const from = { ...contract, eersteFactuurmaand: '2016-03' };
    expect(monthToInvoice(from, '2016-06-15')).toBe('2016-05');
    expect(monthToInvoice(from, '2016-03-15')).toBe('2016-03');
    expect(monthToInvoice(from, '2016-01-15')).toBe('2016-03');
    expect(monthToInvoice({ ...from, einddatum: '2016-07-10' }, '2017-01-15')).toBe('2016-07');
  });

  it('today, once the contract has started', () => {
    expect(dayToLookAt(contract, '2016-06-15')).toBe('2016-06-15');
    expect(dayToLookAt(contract, '2015-06-15')).toBe(contract.ingangsdatum);
  });

  it('the last quarter that has ended', () => {
    expect(lastEndedQuarter(contract, '2016-06-30')).toBe('2016-Q1');
    expect(lastEndedQuarter(contract, '2016-07-01')).toBe('2016-Q2');
    expect(lastEndedQuarter(contract, '2015-12-31')).toBe('2015-Q4');
  });

  it('a half-year has ended after its last day', () => {
    expect(hasEnded('2016-H1', '2016-06-30')).toBe(false);
    expect(hasEnded('2016-H1', '2016-07-01')).toBe(true);
  });
});

describe('which periods can be chosen', () => {
  it('months from the contract’s start to the running one, newest first', () => {
    const months = listMonths(contract, '2016-02-10');
    expect(months.map(({ value }) => value)).toEqual(['2016-02', '2016-01', '2015-12']);
    expect(months[0]?.label).toBe('februari 2016');
  });

  it('each half-year once', () => {
    expect(listHalfYears(contract, '2016-09-01').map(({ value }) => value)).toEqual([
      '2016-H2',
      '2016-H1',
      '2015-H2',
    ]);
  });

  it('a contract that has yet to start has its first month', () => {
    expect(listMonths(contract, '2015-01-01').map(({ value }) => value)).toEqual(['2015-12']);
  });
});

describe('today', () => {
  it('is the day on the user’s own calendar', () => {
    expect(today(new Date(2016, 4, 3, 23, 59))).toBe('2016-05-03');
  });
});
