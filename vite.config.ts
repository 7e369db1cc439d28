import { readFile, readdir } from 'node:fs/promises';
import { resolve } from 'node:path';
import { build, defineConfig, loadEnv, type Plugin } from 'vite';
import { generateFunctionsMetadata } from './addin/functions/metadata.ts';
import { listManualFiles } from './addin/manual.ts';
import { generateSchemas } from './server/openapi/schemas.ts';
import { SCHEMAS_FILE } from './server/openapi/types.ts';

/** Microsoft's own CDN by setting VITE_OFFICE_JS; otherwise the copy that our server serves. */
const officeJs = loadEnv('production', process.cwd())['VITE_OFFICE_JS'] ?? '/office/office.js';

/** What Excel's oldest WebView of ours understands: WebView2 is evergreen, WKWebView is Safari's. */
const target = ['es2022', 'safari16.4'];

/**
 * Deferred, so that the pane shows itself while office.js is still on its way; functions.js after it, since it
 * registers with what office.js brings. With the shared runtime this page is also where the functions run.
 */
const scripts: Plugin = {
  name: 'flextensie:scripts',
  transformIndexHtml: {
    order: 'post',
    handler: (_, { path }) =>
      [officeJs, ...(path.endsWith('/taskpane.html') ? ['/functions.js'] : [])].map((src) => ({
        tag: 'script',
        attrs: { defer: true, src },
        injectTo: 'head' as const,
      })),
  },
};

/** The files that the manifest names, under those very names: functions.js, functions.json and the icons. */
const manifestFiles: Plugin = {
  name: 'flextensie:manifest-files',
  async buildStart() {
    for (const folder of ['addin/functions', 'shared'])
      for (const name of await readdir(folder)) this.addWatchFile(resolve(folder, name));
  },
  async generateBundle() {
    this.emitFile({ type: 'asset', fileName: 'functions.js', source: await bundleFunctions() });
    this.emitFile({ type: 'asset', fileName: 'functions.json', source: await generateFunctionsMetadata() });
    for (const [name, source] of listManualFiles())
      this.emitFile({ type: 'asset', fileName: `handleiding/${name}`, source });
    for (const name of await readdir('addin/assets')) {
      if (!name.endsWith('.png')) continue;
      const source = await readFile(`addin/assets/${name}`);
      this.emitFile({ type: 'asset', fileName: `assets/${name}`, source });
    }
  },
};

/** What the types of `shared/api.ts` look like, for the server's description of itself; no page asks for it. */
const apiSchemas: Plugin = {
  name: 'flextensie:api-schemas',
  generateBundle() {
    this.emitFile({ type: 'asset', fileName: SCHEMAS_FILE, source: generateSchemas() });
  },
};

/** One script without imports, as Excel wants it. */
async function bundleFunctions(): Promise<string> {
  const result = await build({
    configFile: false,
    logLevel: 'warn',
    build: {
      write: false,
      target,
      rollupOptions: { input: 'addin/functions/register.ts', output: { format: 'iife' } },
    },
  });
  const output = [result].flat().flatMap((each) => ('output' in each ? each.output : []));
  const [script, ...others] = output;
  if (script?.type !== 'chunk' || others.length > 0) throw new Error('functions.js is not one script');
  return script.code;
}

export default defineConfig({
  root: 'addin',
  publicDir: false,
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  plugins: [scripts, manifestFiles, apiSchemas],
  build: {
    outDir: '../dist/addin',
    emptyOutDir: true,
    target,
    modulePreload: { polyfill: false },
    rollupOptions: {
      input: ['addin/taskpane.html', 'addin/aanmelden.html'],
      // Metadata and schemas take TypeScript its seconds; a build that says so each time tells nothing new.
      checks: { pluginTimings: false },
    },
  },
});
