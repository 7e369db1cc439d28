import { readFile, writeFile } from 'node:fs/promises';
import chromium from '@sparticuz/chromium';
import { chromium as playwright } from 'playwright-core';

/* Draws icon-N.png from icon.svg at every size that Excel asks for: node --import tsx addin/draw-icons.ts */
const SIZES = [16, 20, 24, 32, 40, 48, 64, 80, 128];

const svg = await readFile(new URL('assets/icon.svg', import.meta.url), 'utf8');
const browser = await playwright.launch({
  args: chromium.args,
  executablePath: await chromium.executablePath(),
});
try {
  const page = await browser.newPage();
  for (const size of SIZES) {
    await page.setViewportSize({ width: size, height: size });
    await page.setContent(`<style>body{margin:0}svg{display:block;width:100vw;height:100vh}</style>${svg}`);
    await writeFile(
      new URL(`assets/icon-${size}.png`, import.meta.url),
      await page.screenshot({ omitBackground: true, type: 'png' }),
    );
  }
} finally {
  await browser.close();
}
