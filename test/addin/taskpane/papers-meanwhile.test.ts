import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createDrawer } from '../../../server/reports/draw.ts';
import { almereContract } from '../../almere.ts';
import { closeBrowser, launchBrowser } from '../../excel-host/browser.ts';
import { almereTables, Testbed, Workbook } from '../../server/testbed.ts';
import { Pane } from './pane.ts';

const drawer = createDrawer();
const bed = await Testbed.open({ draw: drawer.draw });
const admin = await bed.token('Beheer', ['beheer']);
const colleague = new Workbook(bed);
let browser: Browser;
let anna: Pane;
let reader: Pane;

beforeAll(async () => {
  bed.now = new Date('2017-01-15T10:00:00Z');
  colleague.tables = almereTables();
  expect((await colleague.sync()).status).toBe(200);
  browser = await launchBrowser();
  const open = async (token: string, width: number) => {
    const pane = await Pane.open(browser, bed, token, { viewport: { width, height: 900 } });
    await pane.begin(token);
    await pane.tab('Rapporten');
    return pane;
  };
  anna = await open(bed.writer, 350);
  reader = await open(await bed.token('Bert', ['lezen']), 320);
}, 120_000);
afterAll(async () => {
  await closeBrowser();
  await drawer.close();
});

const choose = (pane: Pane, label: string, option: string) =>
  pane.view.getByRole('combobox', { name: label, exact: true }).selectOption(option);
const day = (pane: Pane, label: string) => pane.view.getByRole('textbox', { name: label, exact: true });

/** The colleague works so many hours more on the first row of June. */
async function addHours(hours: number): Promise<void> {
  const row = colleague.tables.uren.find(([, date]) => String(date).startsWith('2016-06-0'));
  if (!row) throw new Error('no hours in June');
  row[2] = (Number(row[2]) + hours).toFixed(2);
  expect((await colleague.sync()).status).toBe(200);
}

describe('what others do while a paper is on view', () => {
  it('art. 5 lid 3: a run that changed is not fixed but shown anew, for another look', async () => {
    await choose(anna, 'Rapport', 'premies');
    await day(anna, 'Dag van betaling').fill('2016-06-30');
    await anna.see(/€\s4.734,50/);
    await anna.click('Vaststellen…');
    await addHours(1);
    await anna.click('Definitief vaststellen');
    await anna.see('De uitbetaling van 30-06-2016 is intussen veranderd');
    await anna.see(/^€\s4.736,50$/);
    expect(await anna.view.locator('form .facts').innerText()).toMatch(/Uit te betalen\s+€\s4.736,50/);
    await anna.shoot('premies-veranderd-350');
    await anna.click('Definitief vaststellen');
    await anna.see('PR-2016-06-30');
  });

  it('art. 6.1 lid 5: so is a half-year', async () => {
    await choose(anna, 'Rapport', 'afrekeningen');
    await choose(anna, 'Halfjaar', '2016-H1');
    await anna.see('Afrekening 1e halfjaar 2016');
    await anna.click('Vaststellen…');
    const saldo = async () => (await anna.view.locator('form .facts').innerText()).split('\n')[1];
    const before = await saldo();
    await addHours(2);
    await anna.click('Definitief vaststellen');
    await anna.see('De afrekening over het 1e halfjaar 2016 is intussen veranderd');
    await expect.poll(saldo).not.toBe(before);
    await anna.click('Definitief vaststellen');
    await anna.see('AFR-2016-H1');
  });

  it('an answer that comes late does not take the place of the paper chosen since', async () => {
    const { fetch } = bed.app;
    let release = () => {};
    const held = new Promise<void>((resolve) => (release = resolve));
    bed.app.fetch = async (request, ...rest) => {
      const answer = await fetch(request, ...rest);
      if (request.url.endsWith('/maandrapporten/2016-05')) await held;
      return answer;
    };
    await choose(anna, 'Rapport', 'maandrapporten');
    await choose(anna, 'Maand', '2016-05');
    await choose(anna, 'Maand', '2016-06');
    await anna.see('Bedragen juni 2016');
    const late = anna.excel.page.waitForResponse((response) => response.url().endsWith('/2016-05'));
    release();
    await (await late).finished();
    bed.app.fetch = fetch;
    await anna.excel.page.waitForTimeout(300);
    expect(await anna.view.getByText('Bedragen juni 2016').count()).toBe(1);
  });

  it('art. 7.1: an invoice that the terms of now differ from is told of in every month', async () => {
    expect((await bed.post('facturen/2016-09', { date: '2016-09-30' })).status).toBe(200);
    const [first] = almereContract().tarieven;
    const later = {
      ...first,
      geldigVanaf: '2016-09-01',
      minimumMaandbedrag: '610.00',
      wijziging: 'addendum 2',
    };
    expect((await bed.post('tarieven', later, admin)).status).toBe(200);
    await choose(anna, 'Rapport', 'facturen');
    await anna.see(
      '2016-0001 over september 2016: met de tarieven van nu zou de factuur andere bedragen hebben.',
    );
    await anna.view.getByText('1 uitgereikt stuk').click();
    await anna.see('te betalen uiterlijk 30-10-2016');
    await anna.shoot('factuur-wijkt-af-350');
  });

  it('art. 5 lid 4: a letter that no longer holds is counted apart and can be sent anew', async () => {
    const plaatsingnummer = 'PL050';
    for (const aan of ['kandidaat', 'klant'])
      await bed.post(`bevestigingen/${plaatsingnummer}/${aan}`, { date: '2016-12-01' });
    colleague.row('plaatsingen', plaatsingnummer)[5] = '31.00';
    expect((await colleague.sync()).status).toBe(200);
    await choose(anna, 'Rapport', 'bevestigingen');
    const text = await anna.see('1 plaatsing is gewijzigd sinds verzending: bevestig opnieuw.');
    expect(text).toContain('106 plaatsingen missen een bevestiging.');
    await choose(anna, 'Plaatsing', plaatsingnummer);
    await anna.see('gewijzigd sinds verzending op 01-12-2016');
    await anna.shoot('bevestigingen-gewijzigd-350');
    await day(anna, 'Verzonden op').fill('2016-12-10');
    await anna.click('Vastleggen');
    await anna.see('verzonden op 10-12-2016');
  });

  it('art. 5 lid 3: who was paid too much is named with how much', async () => {
    const paid = { perKandidaat: [{ kandidaatnummer: 'K001', payout: '5000.00' }] };
    expect((await bed.post('premies/2016-07-15/overname', paid, admin)).status).toBe(200);
    await choose(anna, 'Rapport', 'premies');
    await day(anna, 'Dag van betaling').fill('2017-01-15');
    await anna.see('Premie tot en met 15-01-2017');
    await anna.view.getByText('Per kandidaat', { exact: true }).click();
    await anna.see(/te veel betaald: €\s4.924,00/);
    await anna.shoot('premies-te-veel-350');
    await day(anna, 'Dag van betaling').fill('2016-07-15');
    await anna.see('Overgenomen');
  });
});

describe('who may not fix a paper', () => {
  it.each([
    ['facturen', 'een factuur uit te reiken of te crediteren hebt u het recht vaststellen'],
    ['premies', 'een uitbetaling vast te stellen hebt u het recht vaststellen'],
    ['afrekeningen', 'de afrekening vast te stellen hebt u het recht vaststellen'],
    ['bevestigingen', 'vast te leggen dat een brief is verzonden hebt u het recht schrijven'],
    ['plaatsingsduur', 'het akkoord vast te leggen hebt u het recht schrijven'],
  ])('reads so in %s, and finds no button for it', async (name, sentence) => {
    await choose(reader, 'Rapport', name);
    if (name === 'afrekeningen') await choose(reader, 'Halfjaar', '2016-H2');
    await reader.see(`Om ${sentence} nodig.`);
    expect(await reader.button(/(Uitreiken|Crediteren|Vaststellen)…|Vastleggen/).count()).toBe(0);
  });
});

describe('the choice of days', () => {
  it('asks for a later last day where it lies before the first', async () => {
    await choose(reader, 'Rapport', 'resultaten');
    await choose(reader, 'Over', 'days');
    await day(reader, 'Van').fill('2016-06-01');
    await day(reader, 'Tot en met').fill('2016-05-01');
    await reader.see('Kies bij Tot en met dezelfde dag als bij Van, of een latere.');
    expect(await reader.view.getByRole('alert').count()).toBe(0);
    await day(reader, 'Tot en met').fill('2016-06-01');
    await reader.see('Resultaten van 1 juni 2016 tot en met 1 juni 2016');
  });
});

it('nothing went wrong unseen', () => {
  for (const { excel } of [anna, reader]) {
    // The browser tells of each answer that refuses.
    expect(excel.errors.filter((error) => !error.includes('409 (Conflict)'))).toEqual([]);
    expect(excel.unknown).toEqual([]);
  }
});
