import { describe, expect, it } from 'vitest';
import { calculatePremierun, type PremiePayment } from '../../shared/premierun.ts';
import { almere } from '../almere.ts';

const of = (kandidaatnummer: string, payments: PremiePayment[], day: string) =>
  calculatePremierun(almere(day), payments, day).find((line) => line.kandidaatnummer === kandidaatnummer);

describe('art. 5.3 premium run', () => {
  it('accrues what the months do', () => {
    const lines = calculatePremierun(almere('2016-06-30'), [], '2016-06-30');
    expect(lines.reduce((sum, { accrued }) => sum + accrued, 0)).toBe(725_50 + 1866_50 + 2142_50);
    expect(lines.every(({ accrued, toPay, warnings }) => accrued === toPay && warnings.length === 0)).toBe(
      true,
    );
  });
  it('less what was paid before', () => {
    const all = of('K100', [], '2016-12-31')?.accrued ?? 0;
    const line = of('K100', [{ kandidaatnummer: 'k100', date: '2016-07-15', bedrag: 100_00 }], '2016-12-31');
    expect(line).toMatchObject({ accrued: all, paidBefore: 100_00, toPay: all - 100_00, warnings: [] });
  });
  it('a third payment in a calendar year is warned about; the next year counts anew', () => {
    const payments = ['2016-02-01', '2016-07-15'].map((date) => ({
      kandidaatnummer: 'K100',
      date,
      bedrag: 1_00,
    }));
    expect(of('K100', payments, '2016-12-31')?.warnings).toEqual([
      expect.stringContaining('al 2 keer premie'),
    ]);
    expect(of('K100', payments, '2017-01-15')?.warnings).toEqual([]);
  });
  it('above the yearly maximum is warned about, a cent below it is not', () => {
    const payment = (bedrag: number) => [{ kandidaatnummer: 'K100', date: '2016-07-15', bedrag }];
    const accrued = of('K100', [], '2016-12-31')?.accrued ?? 0;
    const administration = almere('2016-12-31');
    const run = (maximum: number) => {
      const contract = { ...administration.contract };
      contract.plafonds = [{ vanaf: '2016-01-01', bedrag: (maximum / 100).toFixed(2), maxBetalingen: 2 }];
      return calculatePremierun({ ...administration, contract }, payment(50_00), '2016-12-31').find(
        (line) => line.kandidaatnummer === 'K100',
      )?.warnings;
    };
    expect(run(accrued)).toEqual([]);
    expect(run(accrued - 1)).toEqual([expect.stringContaining('boven het jaarmaximum')]);
  });
});
