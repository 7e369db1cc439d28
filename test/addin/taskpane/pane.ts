import { readFileSync } from 'node:fs';
import axe from 'axe-core';
import type { Browser, BrowserContextOptions, FrameLocator, Locator } from 'playwright-core';
import { expect } from 'vitest';
import { openExcel, type WebExcel } from '../../excel-host/web-host.ts';
import type { Testbed } from '../../server/testbed.ts';
import { Desk } from '../excel/desk.ts';

/** The sets that the manifest asks for, and nothing more, but for those that Excel has whatever is asked. */
export const REQUIREMENTS: Record<string, string> = {
  ...Object.fromEntries(
    [...readFileSync('manifest.xml', 'utf8').matchAll(/<Set Name="(\w+)" MinVersion="([\d.]+)"/g)].map(
      ([, name = '', version = '']) => [name, version],
    ),
  ),
  ...{ CustomFunctions: '1.7', DelayForCellEdit: '1.1' },
};

interface PaneOptions {
  requirements?: Record<string, string>;
  /** Of the page around the pane, where that is another. */
  hostOrigin?: string;
}

/** Someone with a workbook of their own and the pane open beside it, in Chromium, against the real server. */
export class Pane {
  readonly desk: Desk;
  readonly excel: WebExcel;
  readonly view: FrameLocator;

  private readonly isDark: boolean;

  private constructor(desk: Desk, excel: WebExcel, isDark: boolean) {
    this.isDark = isDark;
    this.desk = desk;
    this.excel = excel;
    this.view = excel.page.frameLocator('#addin');
  }

  static async open(
    browser: Browser,
    bed: Testbed,
    token: string,
    context: BrowserContextOptions = {},
    { requirements = REQUIREMENTS, hostOrigin }: PaneOptions = {},
  ): Promise<Pane> {
    const desk = new Desk(bed, token);
    const excel = await openExcel(browser, {
      workbook: desk.workbook,
      url: 'https://flex.test/taskpane.html',
      fetch: (request) => bed.app.fetch(request),
      requirements,
      ...(hostOrigin === undefined ? {} : { hostOrigin }),
      enforceRequirements: true,
      context: {
        viewport: { width: 350, height: 640 },
        reducedMotion: 'reduce',
        locale: 'nl-NL',
        ...context,
      },
    });
    excel.page.setDefaultTimeout(10_000);
    return new Pane(desk, excel, context.colorScheme === 'dark');
  }

  button = (name: string | RegExp): Locator => this.view.getByRole('button', { name, exact: true });
  click = (name: string | RegExp): Promise<void> => this.button(name).click();
  tab = (name: string): Promise<void> => this.view.getByRole('tab', { name }).click();
  /** Waits for a text and gives all that stands in the pane. */
  async see(text: string | RegExp): Promise<string> {
    const found = this.view.getByText(text).filter({ visible: true }).first();
    await found.waitFor().catch(async () => {
      const shown = await this.view.locator('body').innerText();
      throw new Error(
        `the pane does not show ${String(text)} but:\n${shown}\n${this.excel.errors.join('\n')}`,
      );
    });
    return this.view.locator('main').innerText();
  }
  /** Takes a picture of this state, and lets axe look at it: it finds nothing. It does not scroll sideways. */
  async shoot(name: string): Promise<void> {
    await this.excel.page.screenshot({ path: `test/output/pane-${name}.png` });
    if (this.isDark) {
      // The manual shows light panes.
      await this.#look('light');
      await this.excel.page.screenshot({ path: `test/output/pane-${name}-light.png` });
      await this.#look('dark');
    }
    await this.excel.frame.evaluate(axe.source);
    const violations = await this.excel.frame.evaluate(async () => {
      // A button that is off need not be readable (WCAG 1.4.3), but axe cannot see that a fluent-button is.
      const found = await (window as unknown as { axe: typeof axe }).axe.run({
        exclude: ['fluent-button[disabled]'],
      });
      return found.violations.map(
        ({ id, nodes }) =>
          `${id}: ${nodes.map(({ target, any }) => `${JSON.stringify(target)} ${any[0]?.message ?? ''}`).join('; ')}`,
      );
    });
    expect(violations, name).toEqual([]);
    const beyond = await this.excel.frame.evaluate(
      () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
    );
    expect(beyond, `${name} scrolls sideways`).toBe(0);
  }

  async #look(colorScheme: 'light' | 'dark'): Promise<void> {
    await this.excel.page.emulateMedia({ colorScheme });
    await this.excel.frame.waitForFunction(
      (scheme) => document.documentElement.style.colorScheme === scheme,
      colorScheme,
    );
  }

  /** Signs in and sets up the empty workbook. */
  async begin(token: string): Promise<void> {
    await this.view.getByLabel('Token').fill(token);
    await this.click('Verbinden');
    await this.click('Werkmap inrichten');
    await this.see('Nog niet gesynchroniseerd');
  }

  /** Looks, confirms and waits until it is done. */
  async syncAll(): Promise<string> {
    await this.click(/^(Wijzigingen bekijken|Opnieuw controleren)$/);
    await this.click('Synchroniseren');
    return this.see(/Gesynchroniseerd op stand/);
  }

  close = (): Promise<void> => this.excel.close();
}
