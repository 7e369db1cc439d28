import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { renderManual } from '../../addin/manual.ts';
import { Testbed } from '../server/testbed.ts';

const markdown = readFileSync('docs/handleiding.md', 'utf8');
const page = renderManual(markdown);
const found = (pattern: RegExp, text = page) => [...text.matchAll(pattern)].map(([, match = '']) => match);

describe('the manual', () => {
  it('shows pictures that are there', () => {
    const pictures = found(/<img src="([^"]+)"/g);
    expect(pictures.length).toBeGreaterThan(3);
    for (const picture of pictures) expect([picture, existsSync(`docs/${picture}`)]).toEqual([picture, true]);
    expect(page.match(/<img/g)).toHaveLength(found(/<img src="[^"]+" alt="([^"]{10,})"/g).length);
  });

  it('links to chapters that are there', () => {
    const anchors = new Set(found(/ id="([^"]+)"/g));
    const links = found(/href="#([^"]+)"/g);
    expect(links.length).toBeGreaterThan(8);
    for (const link of links) expect([link, anchors.has(link)]).toEqual([link, true]);
  });

  it('names buttons as the pane does', () => {
    const sources = readdirSync('addin/taskpane')
      .filter((name) => name.endsWith('.tsx'))
      .map((name) => readFileSync(`addin/taskpane/${name}`, 'utf8').replace(/\s+/g, ' '))
      .join(' ');
    const buttons = found(/\*\*([^*]+)\*\*/g, markdown);
    expect(buttons.length).toBeGreaterThan(15);
    // A whole text of the pane, not a part of a sentence.
    const isShown = (name: string) =>
      [...sources.matchAll(/[>'"`]\s*([^<>'"`{}]+?)\s*(?=[<'"`{])/g)].some(([, text]) => text === name);
    const unknown = buttons.filter((button) => !isShown(button));
    expect(unknown).toEqual([]);
  });

  it('quotes messages as they are shown', () => {
    const sources = ['addin', 'shared', 'server']
      .flatMap((folder) =>
        readdirSync(folder, { recursive: true }).map((name) => `${folder}/${String(name)}`),
      )
      .filter((path) => /\.tsx?$/.test(path))
      .map((path) => readFileSync(path, 'utf8').replace(/\s+/g, ' '))
      .join(' ');
    const chapter = markdown.split('## Wat te doen als …')[1]?.split('\nKomt u er niet uit')[0] ?? '';
    const messages = found(/^\| ([^|]*[.…])\s+\|/gm, chapter);
    expect(messages.length).toBeGreaterThan(20);
    const unknown = messages.filter((message) =>
      message.split('…').some((part) => part.trim() !== '' && !sources.includes(part.trim())),
    );
    expect(unknown).toEqual([]);
  });

  it('writes formulas as a Dutch Excel takes them', () => {
    const formulas = found(/`(=[^`]+)`/g, markdown);
    expect(formulas.length).toBeGreaterThan(3);
    for (const formula of formulas) expect(formula).not.toMatch(/\d\.\d|,\s/);
  });
});

describe('the server', () => {
  it('gives the manual and its pictures to anyone, as pages that may do nothing', async () => {
    const { app } = await Testbed.open();
    const response = await app.request('/handleiding/');
    expect(response.status).toBe(200);
    expect(await response.text()).toContain('<html lang="nl">');
    expect(response.headers.get('Content-Security-Policy')).toBe(
      "default-src 'none'; style-src 'self'; img-src 'self'; frame-ancestors 'none'",
    );
    expect((await app.request('/handleiding')).headers.get('Location')).toBe('/handleiding/');
    const picture = await app.request('/handleiding/beelden/paneel.png');
    expect(picture.headers.get('Content-Type')).toBe('image/png');
    for (const path of [
      '..%2f..%2f..%2fpackage.json',
      'beelden/..%2f..%2f..%2f..%2fpackage.json',
      'beelden/geheim.png',
    ])
      expect((await app.request(`/handleiding/${path}`)).status).toBe(404);
  });
});
