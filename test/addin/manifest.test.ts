import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { manifestFor } from '../../addin/manifest.ts';
import { checkManifest, urlsOf } from './manifest-check.ts';

const development = readFileSync(new URL('../../manifest.xml', import.meta.url), 'utf8');
const production = manifestFor('https://flex.example.nl', development);

describe.each([
  ['for development', development, 'https://localhost:3000'],
  ['for an office', production, 'https://flex.example.nl'],
])('the manifest %s', (_, manifest, address) => {
  it('is sound', () => {
    expect(checkManifest(manifest)).toEqual([]);
  });

  it('names the pages, the functions and the icons of one address', () => {
    const paths = urlsOf(manifest).map(({ url, type }) => `${url.replace(address, '')} ${type}`);
    expect(paths.toSorted()).toEqual([
      ...[16, 20, 24, 32, 40, 48, 64, 80].map((size) => `/assets/icon-${size}.png image/png`),
      '/functions.js text/javascript',
      '/functions.json application/json',
      '/taskpane.html text/html',
    ]);
  });

  it('names icons that are as large as it says', () => {
    for (const { url, pixels } of urlsOf(manifest).filter(({ type }) => type === 'image/png')) {
      const png = readFileSync(new URL(`../../addin${new URL(url).pathname}`, import.meta.url));
      expect(png.subarray(0, 8).toString('latin1')).toBe('\x89PNG\r\n\x1a\n');
      expect([png.readUInt32BE(16), png.readUInt32BE(20)], url).toEqual([pixels, pixels]);
    }
  });
});

describe('the manifest for an office', () => {
  it('holds nothing of development, and its own id', () => {
    expect(production).not.toMatch(/localhost|ontwikkeling|3f6f0f43/);
    expect(production).toContain('<DisplayName DefaultValue="Flextensie"/>');
    expect(production).toContain('<bt:String id="Functions.Namespace" DefaultValue="FLEX"/>');
  });

  it('keeps a port', () => {
    expect(manifestFor('https://flex.example.nl:8443', development)).toContain(
      '"https://flex.example.nl:8443/taskpane.html"',
    );
  });

  it.each([
    ['http://flex.example.nl', 'https://'],
    ['flex.example.nl', 'https://'],
    ['', 'https://'],
    ['https://flex.example.nl/', 'zonder schuine streep'],
    ['https://flex.example.nl/excel', 'zonder schuine streep'],
    ['https://a:b@flex.example.nl', 'zonder schuine streep'],
    ['https://flex.example.nl?x="', 'zonder schuine streep'],
    ['https://localhost:3000', 'eigen computer'],
    ['https://127.0.0.1', 'eigen computer'],
  ])('is not made for %j', (url, sentence) => {
    expect(() => manifestFor(url, development)).toThrow(sentence);
  });

  it('is printed by npm run manifest', async () => {
    const cli = fileURLToPath(new URL('../../addin/manifest-cli.ts', import.meta.url));
    const run = promisify(execFile);
    const { stdout } = await run(process.execPath, [
      '--import',
      'tsx',
      cli,
      '--url',
      'https://flex.example.nl',
    ]);
    expect(stdout).toBe(production);
    await expect(
      run(process.execPath, ['--import', 'tsx', cli, '--url', 'http://x.nl']),
    ).rejects.toMatchObject({
      code: 1,
      stderr: expect.stringContaining('https://') as string,
    });
  });
});

describe('a manifest with a fault is seen', () => {
  const swap = (one: string, other: string) => (manifest: string) => {
    const [first, second] = [one, other].map(
      (name) => new RegExp(`<${name}[ >][\\s\\S]*?</${name}>`).exec(manifest)?.[0],
    );
    if (!first || !second) throw new Error(`no ${one} and ${other} to swap`);
    return manifest.replace(first, '@').replace(second, first).replace('@', second);
  };
  const replaceAll = (from: string, to: string) => (manifest: string) => manifest.replaceAll(from, to);
  const replace = (from: string | RegExp, to: string) => (manifest: string) => manifest.replace(from, to);

  it.each<[string, (manifest: string) => string, string]>([
    ['runtimes after the form factors', swap('Runtimes', 'AllFormFactors'), 'Host:Workbook holds'],
    ['metadata before the page', swap('Page', 'Metadata'), 'ExtensionPoint:CustomFunctions holds'],
    [
      'label after the icon',
      replace(/(<Label resid="Group.Label"\/>)([\s\S]*?<\/Icon>)/, '$2$1'),
      'Group holds',
    ],
    ['hosts after requirements', swap('Hosts', 'Requirements'), 'OfficeApp holds'],
    ['images after urls', swap('bt:Images', 'bt:Urls'), 'Resources holds'],
    ['no support address', replace(/<SupportUrl.*/, ''), 'OfficeApp holds'],
    ['a dangling reference', replace(' id="Button.Tip"', ' id="Button.Hint"'), 'refers to Button.Tip'],
    [
      'a text in the wrong section',
      replace('<Title resid="Button.Label"', '<Title resid="Button.Tip"'),
      'Button.Tip',
    ],
    ['a resource that nothing uses', replaceAll('resid="Icon.20"', 'resid="Icon.16"'), 'Icon.20 is not used'],
    ['a resource twice', replaceAll('id="Icon.20"', 'id="Icon.24"'), 'Icon.24 is there twice'],
    [
      'another page for the functions',
      replace(/(<Page>\s*<SourceLocation resid=")Taskpane/, '$1Functions.Script'),
      'not the page',
    ],
    ['a short runtime', replace('lifetime="long"', 'lifetime="short"'), 'not one long runtime'],
    ['a pane id', replace('<Action xsi:type="ShowTaskpane">', '$&<TaskpaneId>P</TaskpaneId>'), 'second pane'],
    ['no icon of 80', replace(/<bt:Image size="80" .*/, ''), 'no icon of 80 px'],
    ['an id of 33', replaceAll('Flextensie.OpenPane', 'a'.repeat(33)), 'longer than 32'],
    ['a long label', replace('"Flextensie staat klaar"', `"${'a'.repeat(126)}"`), '126 of 125'],
    [
      'http',
      replace('https://localhost:3000/functions.js"', 'http://localhost:3000/functions.js"'),
      'no https address',
    ],
    ['a locale without region', replace('nl-NL', 'nl'), 'no region'],
    ['a version of five numbers', replace('1.0.0.0', '1.0.0.0.0'), 'Version'],
    [
      'a set that the web lacks',
      replace('Name="ExcelApi"', 'Name="OpenBrowserWindowApi"'),
      'OpenBrowserWindowApi is',
    ],
    ['read only', replace('ReadWriteDocument', 'ReadDocument'), 'cannot be written'],
  ])('%s', (_, spoil, fault) => {
    const spoiled = spoil(development);
    expect(spoiled).not.toBe(development);
    expect(checkManifest(spoiled).join('\n')).toContain(fault);
  });

  it('a tag that is not closed', () => {
    expect(() => checkManifest(development.replace('</Hosts>', ''))).toThrow('closes');
    expect(() => checkManifest(development.replace('FLEX"', 'F<EX"'))).toThrow('well-formed');
  });
});
