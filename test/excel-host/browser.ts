import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Browser, chromium } from 'playwright-core';

let launched: Promise<Browser> | undefined;

/** The one Chromium of this process; {@link closeBrowser} ends it. */
export const launchBrowser = (): Promise<Browser> =>
  (launched ??= chromium.launch({
    executablePath: join(unpackChromium(), 'chromium'),
    env: { ...process.env, FONTCONFIG_FILE: join(unpackChromium(), 'fonts.conf') },
    args: [
      ...['--no-sandbox', '--disable-gpu', '--no-first-run', '--disable-background-networking'],
      ...['--disable-component-update', '--disable-sync', '--font-render-hinting=none'],
    ],
  }));

export async function closeBrowser(): Promise<void> {
  const browser = await launched;
  launched = undefined;
  await browser?.close();
}

/**
 * Unpacks the browser that the npm package carries, once a version, and answers the directory. It is made elsewhere
 * and then moved, so that test files that start together never meet half of it.
 */
function unpackChromium(): string {
  const manifest = new URL('../../node_modules/@sparticuz/chromium/package.json', import.meta.url);
  const { version } = JSON.parse(readFileSync(manifest, 'utf8')) as { version: string };
  const directory = join(tmpdir(), `flextensie-chromium-${version}`);
  if (existsSync(directory)) return directory;
  const making = mkdtempSync(join(tmpdir(), 'flextensie-chromium-'));
  const script = "import chromium from '@sparticuz/chromium'; await chromium.executablePath();";
  execFileSync(process.execPath, ['--input-type=module', '-e', script], {
    cwd: import.meta.dirname,
    env: { ...process.env, TMPDIR: making },
  });
  const fonts = [join(directory, 'fonts'), '/usr/share/fonts', '/usr/local/share/fonts'];
  writeFileSync(
    join(making, 'fonts.conf'),
    `<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig>${fonts
      .map((dir) => `<dir>${dir}</dir>`)
      .join('')}<cachedir>${join(directory, 'fonts-cache')}</cachedir></fontconfig>`,
  );
  try {
    renameSync(making, directory);
  } catch (error) {
    // Another test file was first.
    if (!existsSync(join(directory, 'chromium'))) throw error;
    rmSync(making, { recursive: true });
  }
  return directory;
}
