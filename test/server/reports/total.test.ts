import { afterAll, expect, it } from 'vitest';
import { createDrawer } from '../../../server/reports/draw.ts';
import { almereContract } from '../../almere.ts';
import { readPages } from '../pdf.ts';

const drawer = createDrawer();
afterAll(() => drawer.close());

const amounts = { accrued: '11.75', paidBefore: '0.00', toPay: '11.75', payout: '11.75' };
const premierunOf = (count: number) => ({
  contractnummer: 'ALM-2015-01',
  day: '2016-06-30',
  status: 'vastgesteld',
  number: 'PR-2016-06-30',
  revision: 1,
  perKandidaat: Array.from({ length: count }, (_, i) => ({
    kandidaatnummer: `K${i}`,
    naam: `Naam ${i}`,
    ...amounts,
  })),
  totals: amounts,
  reiskosten: [],
  reiskostenTotal: '0.00',
  warnings: [],
});

it('a total never stands alone on a page, whatever the number of lines', { timeout: 120_000 }, async () => {
  let moved = 0;
  for (let count = 24; count <= 66; count += 1) {
    const data = {
      contract: almereContract(),
      stand: { revision: 1, at: '2016-07-01T08:00:00Z' },
      premierun: premierunOf(count),
    };
    const pages = await readPages(await drawer.draw('premierun', data));
    const lines = pages.map(
      (page) => (page.match(/K\d+ Naam \d+ € 11,75 € 0,00 € 11,75 € 11,75/g) ?? []).length,
    );
    expect([count, lines.reduce((sum, n) => sum + n, 0)]).toEqual([count, count]);
    const total = pages.findIndex((page) => page.includes('Totaal €'));
    expect([count, lines[total]]).not.toEqual([count, 0]);
    if (lines[total] === 1) moved += 1;
  }
  expect(moved).toBeGreaterThan(0);
});
