import { afterAll, describe, expect, it } from 'vitest';
import { createDrawer } from '../../../server/reports/draw.ts';
import { buildResultaten } from '../../../shared/resultaten.ts';
import { almere, almereContract } from '../../almere.ts';
import { readPages } from '../pdf.ts';

const drawer = createDrawer();
afterAll(() => drawer.close());
const contract = almereContract();

async function read(until: string, from?: string): Promise<string> {
  const resultaten = buildResultaten(almere(until), until, from);
  const stand = { revision: 1, at: '2017-05-02T08:12:00Z' };
  return (await readPages(await drawer.draw('resultaten', { contract, stand, resultaten }))).join(' ');
}

describe('bijlage 1 resultaten on paper', () => {
  it('the table of the contract, in its rows and words', async () => {
    const text = await read('2017-04-30');
    const table = [
      'Aanmeldingen bij Flextensie',
      'Aantal vrijwillige aanmeldingen van kandidaten 288 kandidaten',
      'Hoeveel nu matchbaar? 118',
      'Waarvan >1 jaar p-wet uitkering 55%',
      'Waarvan >3 jaar p-wet uitkering 26%',
      'Plaatsingen',
      'Aantal gerealiseerde plaatsingen 107 plaatsingen',
      'Plaatsing >3 maanden 51 van de 107',
      'Plaatsing >6 maanden 4 van de 107',
      'Plaatsing >24 uur/week 27 van de 107',
      // Ca 40 uur per maand (10-12 uur per week) gedurende 2,5 maand.
      'Gemiddeld 39,26 uur per maand (11,91 uur per week) gedurende 2,53 maanden',
      'Geplaatste kandidaten',
      'Aantal unieke geplaatste kandidaten 85 unieke kandidaten',
      'Uitstroom naar regulier werk 24 kandidaten',
    ];
    const places = table.map((line) => text.indexOf(line));
    expect(places).not.toContain(-1);
    expect(places).toEqual([...places].sort((a, b) => a - b));
    expect(text).not.toContain('alleen over deze periode');
  });

  it('of a period says that only that period counts', async () => {
    const text = await read('2016-06-30', '2016-04-01');
    expect(text).toContain('Resultaten 1 april 2016 tot en met 30 juni 2016');
    expect(text).toContain('Deze tabel gaat alleen over deze periode');
    expect(text).toContain('Flextensie in cijfers, alleen 1 april 2016 tot en met 30 juni 2016');
    expect(text).toContain('kandidaten die in de periode zijn aangemeld');
    expect(text).not.toContain('uiterlijk op de laatste dag');
    expect(text).toContain('Aantal gerealiseerde plaatsingen 40 plaatsingen');
  });

  it('without plaatsingen there is no mean', async () => {
    expect(await read('2015-12-31')).toContain('Gemiddeld geen plaatsingen');
  });
});
