import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createContext, runInContext } from 'node:vm';
import { gzipSync } from 'node:zlib';
import { beforeAll, describe, expect, it } from 'vitest';

const DIST = 'dist/addin';
const text = (name: string): string => readFileSync(join(DIST, name), 'utf8');
const gzipped = (name: string): number => gzipSync(readFileSync(join(DIST, name))).length;

beforeAll(() => {
  if (!existsSync(DIST)) execFileSync('npm', ['run', 'build', '--silent'], { stdio: 'ignore' });
});

/** The page's own modules and what they import before anything is shown, without office.js. */
function firstScripts(): string[] {
  const found = new Set<string>();
  const visit = (name: string) => {
    if (found.has(name)) return;
    found.add(name);
    for (const [, imported] of text(`assets/${name}`).matchAll(
      /(?:from|import)\s*["'`]\.\/([\w.-]+\.js)["'`]/g,
    ))
      visit(imported as string);
  };
  for (const [, name] of text('taskpane.html').matchAll(/\/assets\/([\w.-]+\.js)"/g)) visit(name as string);
  return [...found];
}

/** What only administrators fetch. */
const isForBeheer = (name: string): boolean => name.startsWith('beheer-view-');
/** Microsoft's library for work accounts, and what stands on it. */
const isForAccounts = (name: string): boolean => /^(configuration|aanmelden|nested)-/.test(name);
const allScripts = (): string[] => readdirSync(join(DIST, 'assets')).filter((name) => name.endsWith('.js'));
const scripts = (): string[] => allScripts().filter((name) => !isForAccounts(name) && !isForBeheer(name));

describe('the pane', () => {
  it('shows its first view within 80 kB of its own script', () => {
    const first = firstScripts();
    expect(first.length).toBeGreaterThan(0);
    const size = first.reduce((sum, name) => sum + gzipped(`assets/${name}`), 0);
    expect(size).toBeGreaterThan(30_000);
    expect(size).toBeLessThan(80_000);
  });

  it('is within 110 kB of script as a whole', () => {
    const size = scripts().reduce((sum, name) => sum + gzipped(`assets/${name}`), 0);
    expect(size).toBeLessThan(110_000);
  });

  it('leaves the tab Beheer, of 10 kB, to who has the right', () => {
    const beheer = allScripts().filter(isForBeheer);
    expect(beheer).toHaveLength(1);
    expect(firstScripts()).not.toContain(beheer[0]);
    expect(text(`assets/${beheer[0]}`)).toContain('Bewaren en wissen');
    expect(scripts().some((name) => text(`assets/${name}`).includes('Bewaren en wissen'))).toBe(false);
    expect(gzipped(`assets/${beheer[0]}`)).toBeLessThan(10_000);
  });

  it('leaves Microsoft’s library, of 90 kB, until someone signs in with a work account', () => {
    const msal = allScripts().filter((name) => text(`assets/${name}`).includes('msal.js.browser'));
    expect(msal).toHaveLength(1);
    for (const name of msal) {
      expect(isForAccounts(name)).toBe(true);
      expect(gzipped(`assets/${name}`)).toBeLessThan(90_000);
      expect(text(`assets/${name}`)).not.toMatch(/(?<![\w.$])eval\(|new Function\(/);
      expect(firstScripts()).not.toContain(name);
    }
  });

  it('has hashed scripts and styles, each of which exists', () => {
    const named = [...text('taskpane.html').matchAll(/"\/(assets\/[^"]+\.(?:js|css))"/g)].map(
      ([, name]) => name,
    );
    expect(named.length).toBeGreaterThanOrEqual(2);
    for (const name of named) {
      expect(name).toMatch(/-[\w-]{8}\.(js|css)$/);
      expect(existsSync(join(DIST, name as string))).toBe(true);
    }
  });

  it('loads every script from its own origin, with nothing inline', () => {
    const html = text('taskpane.html');
    expect(html).not.toMatch(/<script(?![^>]*\bsrc=)/);
    expect(html).not.toMatch(/\son\w+=|style=|<style/);
    const sources = [...html.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, source]) => source);
    expect(sources).toContain('/office/office.js');
    expect(sources).toContain('/functions.js');
    for (const source of sources) expect(source).toMatch(/^\/[^/]/);
  });

  it('uses nothing that Excel forbids or that its policy stops', () => {
    for (const name of scripts()) {
      const script = text(`assets/${name}`);
      expect(script).not.toMatch(/createObjectURL/);
      expect(script).not.toMatch(/(?<![\w.$])(?:alert|confirm|prompt)\(/);
      expect(script).not.toMatch(/(?<![\w.$])eval\(|new Function\(/);
      expect(script).not.toMatch(/pushState|replaceState/);
    }
  });

  it('is in Dutch, and so is the page to sign in on', () => {
    for (const page of ['taskpane.html', 'aanmelden.html']) expect(text(page)).toContain('<html lang="nl">');
  });

  it('alone brings the custom functions, not the page to sign in on', () => {
    expect(text('aanmelden.html')).toContain('/office/office.js');
    expect(text('aanmelden.html')).not.toContain('functions.js');
  });
});

describe('functions.js', () => {
  const IDS = ['PREMIE', 'OMZET', 'STAFFELFEE', 'AFREKENING'];

  const load = (times: number) => {
    const functions = new Map<string, (...args: unknown[]) => unknown>();
    const context = createContext({
      CustomFunctions: {
        associate: (id: string, work: (...args: unknown[]) => unknown) => functions.set(id, work),
      },
    });
    for (let i = 0; i < times; i++) runInContext(text('functions.js'), context);
    return functions;
  };

  it('registers the four functions with neither window nor document', () => {
    const functions = load(1);
    expect([...functions.keys()].sort()).toEqual([...IDS].sort());
    expect(functions.get('PREMIE')?.(34.5)).toBe(69);
  });

  it('may be loaded twice', () => {
    expect(load(2).get('PREMIE')?.(60.5)).toBe(121);
  });

  it('is one script that imports nothing and holds nothing of the pane', () => {
    const script = text('functions.js');
    expect(script).not.toMatch(/\bimport\b\s*[({"'*]/);
    expect(script).not.toMatch(/fluent-|Werkmap inrichten/);
  });

  it('is described by functions.json', () => {
    const { functions } = JSON.parse(text('functions.json')) as { functions: { id: string }[] };
    expect(functions.map(({ id }) => id).sort()).toEqual([...IDS].sort());
  });
});

describe('the files that the manifest names', () => {
  it('are there under those names', () => {
    const manifest = readFileSync('manifest.xml', 'utf8');
    const names = [...manifest.matchAll(/https:\/\/localhost:3000\/([\w./-]+)/g)].map(
      ([, name]) => name as string,
    );
    expect(names.length).toBeGreaterThan(8);
    for (const name of new Set(names)) expect([name, existsSync(join(DIST, name))]).toEqual([name, true]);
  });
});
