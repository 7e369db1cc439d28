import { existsSync, readdirSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { describe, expect, it } from 'vitest';
import packageJson from '../../package.json' with { type: 'json' };
import { readSettings } from '../../server/main.ts';
import { readText } from './testbed.ts';

const filesIn = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.(ts|mjs)$/.test(name))
    .map((name) => `${folder}/${name}`);
const read = (file: string) => readText(`../${file}`);
const findAll = (text: string, pattern: RegExp) => [...text.matchAll(pattern)].map(([, found = '']) => found);

/** Names that are asked of the environment, as the server starts with these settings. */
function listAsked(env: Record<string, string>): string[] {
  const asked = new Set<string>();
  const note = (_: object, name: string | symbol) => {
    if (typeof name === 'string') asked.add(name);
    return typeof name === 'string' ? env[name] : undefined;
  };
  readSettings(new Proxy({}, { get: note }));
  return [...asked];
}

describe('docs/beheer.md', () => {
  const documented = new Set(findAll(read('../docs/beheer.md'), /^\| `([A-Z][A-Z_]+)` +\|/gm));

  it('has every setting that the server and the build read', () => {
    // What npm sets has small letters.
    const written = ['vite.config.ts', ...filesIn('server'), ...filesIn('deploy')].flatMap((file) =>
      findAll(read(`../${file}`), /\b(?:env|loadEnv\([^[]*\))(?:\['|\.)([A-Z][A-Z_]+)\b/g),
    );
    const asked = [
      ...listAsked({}),
      ...listAsked({ PUBLIC_URL: 'https://x', METRICS_PORT: '1' }),
      ...written,
    ];
    expect(new Set(asked).size).toBeGreaterThan(15);
    // Set by the check of the container for itself.
    const known = new Set([...documented, 'NODE_TLS_REJECT_UNAUTHORIZED']);
    expect(asked.filter((name) => !known.has(name))).toEqual([]);
    expect([...documented].filter((name) => !asked.includes(name))).toEqual([]);
  });

  it('has every metric, and no other', () => {
    const text = read('../server/metrics.ts');
    const made = new Set([
      ...findAll(text, /(?:secondsOf|counterOf)\(registry, '(\w+)'/g),
      ...findAll(text, /gaugeOf\(\s*(?:registry|[^,']+),\s*'(\w+)'/g),
      ...findAll(text, /name: 'flextensie_(\w+)'/g),
      ...['pdf', 'sync'].flatMap((name) => [`${name}_waiting`, `${name}_running`]),
    ]);
    const told = new Set(findAll(read('../docs/beheer.md'), /`flextensie_(\w+)`/g));
    expect([...told].sort()).toEqual([...made].sort());
  });

  it('leads to what is there', () => {
    const headings = new Map<string, string[]>();
    const anchorsOf = (file: string) => {
      const anchors = headings.get(file) ?? findAll(read(`../docs/${file}`), /^#+ (.+)$/gm).map(toAnchor);
      headings.set(file, anchors);
      return anchors;
    };
    for (const link of findAll(read('../docs/beheer.md'), /\]\(([^)]+)\)/g)) {
      const [file = '', anchor] = link.split('#');
      const target = file || 'beheer.md';
      expect([link, existsSync(`docs/${target}`)]).toEqual([link, true]);
      if (anchor !== undefined) expect(anchorsOf(target)).toContain(anchor);
    }
  });
});

const toAnchor = (heading: string): string =>
  heading
    .toLowerCase()
    .replace(/[^\p{L}\p{N} -]/gu, '')
    .replaceAll(' ', '-');

describe('what runs without what is for development', () => {
  it('imports only packages that are installed for it', () => {
    const { dependencies } = packageJson;
    const imported = [
      ...filesIn('server'),
      ...filesIn('shared'),
      'addin/manifest.ts',
      'addin/manifest-cli.ts',
    ]
      // For who develops, and who builds.
      .filter((file) => !['server/dev.ts', 'server/openapi/schemas.ts'].includes(file))
      .flatMap((file) =>
        findAll(read(`../${file}`), /^(?:import|export) (?!type )[^;]*?from '([^.'][^']*)'/gm),
      )
      .filter((name) => !name.startsWith('node:') && !builtinModules.includes(name))
      .map((name) => /^(?:@[^/]+\/)?[^/]+/.exec(name)?.[0] ?? name);
    expect(imported.length).toBeGreaterThan(10);
    expect([...new Set(imported)].filter((name) => !(name in dependencies))).toEqual([]);
  });

  it('is in the container, and was let in', () => {
    const copied = findAll(read('../Dockerfile'), /^COPY --from=build (.+) \S+$/gm)
      .flatMap((list) => list.split(' '))
      .map((path) => path.replace('/app/', ''));
    const letIn = findAll(read('../.dockerignore'), /^!(.+)$/gm);
    for (const path of letIn) expect([path, existsSync(path)]).toEqual([path, true]);
    expect(copied.filter((path) => !letIn.includes(path)).sort()).toEqual(['dist', 'node_modules']);
  });
});
