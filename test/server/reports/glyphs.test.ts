import { describe, expect, it } from 'vitest';
import { toDrawable } from '../../../server/reports/glyphs.ts';

/** Letters of names in Europe beyond a–z, by language; and what office software puts into them. */
const ALPHABETS = {
  Nederlands: 'ÄäËëÏïÖöÜüÁáÉéÍíÓóÚúÈèÀàÇçĲĳ',
  Pools: 'ĄąĆćĘęŁłŃńÓóŚśŹźŻż',
  Roemeens: 'ĂăÂâÎîȘșȚțŞşŢţ',
  Tsjechisch: 'ČčĎďĚěŇňŘřŠšŤťŮůÝýŽž',
  Hongaars: 'ŐőŰű',
  Turks: 'ĞğİıŞşÇç',
  Azerbeidzjaans: 'Əə',
  Litouws: 'ĄąČčĘęĖėĮįŠšŲųŪūŽž',
  Lets: 'ĀāĒēĢģĪīĶķĻļŅņŌōŖŗŪū',
  Maltees: 'ĊċĠġĦħŻż',
  IJslands: 'ÐðÞþÆæ',
  Samisch: 'ČčĐđŊŋŠšŦŧŽžǤǥǦǧǨǩǮǯƷʒ',
  Welsh: 'ŴŵŶŷẀẁẂẃẄẅỲỳ',
  Iers: 'ḂḃĊċḊḋḞḟĠġṀṁṖṗṠṡṪṫ',
  Esperanto: 'ĈĉĜĝĤĥĴĵŜŝŬŭ',
  Kroatisch: 'ĐđČčĆć',
  Duits: 'ßẞ',
  Grieks: 'ΑΒΓΔΕΖΗΘΙΚΛΜΝΞΟΠΡΣΤΥΦΧΨΩαβγδεζηθικλμνξοπρσςτυφχψωΆΈΉΊΌΎΏάέήίόύώΐΰϊϋ',
  Cyrillisch:
    'АБВГДЕЖЗИЙКЛМНОПРСТУФХЦЧШЩЪЫЬЭЮЯабвгдежзийклмнопрстуфхцчшщъыьэюяЁёЂђЃѓЄєЅѕІіЇїЈјЉљЊњЋћЌќЎўЏџҐґ',
  Armeens: 'ԱԲԳԴԵԶԷԸԹԺաբգդեզէըթժ',
  Georgisch: 'აბგდევზთიკლმნოპჟრსტუფქღყშჩცძწჭხჯჰ',
  Vietnamees: 'ĂăÂâĐđÊêÔôƠơƯưẠạẢảẤấẦầẨẩẪẫẬậỆệỊịỘộỚớỤụỬửỲỳỸỹ',
  tekens: '‐‑‒–—’‘“”„…€·×−½',
  accenten: 'R̂ x̌',
};

describe('the letters of a name', () => {
  it.each(Object.entries(ALPHABETS))('%s: all of them are drawn', (_language, letters) => {
    expect(toDrawable(letters)).toMatchObject({ text: letters.normalize('NFC'), lacks: false });
  });

  it('what Roboto draws stays in Roboto, also when it comes in parts', () => {
    expect(toDrawable('Zoe\u0308 Ștefănescu-Żółć')).toEqual({
      text: 'Zoë Ștefănescu-Żółć',
      font: 'Roboto',
      lacks: false,
    });
  });

  it('what no font of ours draws is told', () => {
    expect(toDrawable('王 Anna 🙂')).toEqual({ text: '� Anna �', font: 'DejaVu', lacks: true });
    expect(toDrawable('王')).toMatchObject({ text: '�', lacks: true });
  });

  it('names written from right to left are told, not drawn with their words in the wrong order', () => {
    for (const name of ['דוד לוי', 'محمد علي'])
      expect(toDrawable(name)).toMatchObject({ text: name.replace(/\S/g, '\ufffd'), lacks: true });
  });
});
