import type { Browser, BrowserContext, BrowserContextOptions, Frame, Page } from 'playwright-core';
import { AddinInternalService, CustomFunctions, type Outcome } from './custom-functions.ts';
import { ExcelHost, TRANSPORT_ERRORS } from './excel-host.ts';
import { calculateCall } from './formula-call.ts';
import { APP_ID, hostPage } from './host-page.ts';
import { routeRequests, type Serve } from './web-routes.ts';
import { Workbook } from './workbook.ts';

const DISPATCH = { saveSettings: 76, executeRichApi: 93, commandCompleted: 94 };
const EVENTS = { customFunctions: 1, objects: 65_536 };
const START_TIMEOUT = 15_000;

/** What Excel on the web offers, of what we use; it lacks OpenBrowserWindowApi. A test may declare less. */
const REQUIREMENTS: Record<string, string> = {
  ...{ ExcelApi: '1.17', SharedRuntime: '1.1', CustomFunctionsRuntime: '1.3', CustomFunctions: '1.7' },
  ...{ AddInCommands: '1.1', DialogApi: '1.2', Settings: '1.1', DelayForCellEdit: '1.1' },
};

export interface WebExcelOptions {
  workbook?: Workbook;
  /** Of the task pane; https, as Excel wants it. */
  url: string;
  /** Answers every request to the origin of `url`, such as the `fetch` of a Hono app. */
  fetch: Serve;
  locale?: string;
  /** Requirement sets with their highest version. */
  requirements?: Record<string, string>;
  /** Lets office.js refuse what is newer than `requirements`. */
  enforceRequirements?: boolean;
  /** Of the page around the pane; that of the pane itself where it is left out. */
  hostOrigin?: string;
  /** Viewport, colour scheme and the like. */
  context?: BrowserContextOptions;
}

interface WireData {
  DdaMethod?: { DispatchId: number };
  DdaSettingsMethod?: { Properties?: [string, unknown][] };
  ArrayData?: unknown[];
}

/** Opens the pane in a simulated Excel on the web, around the real office.js, in a browser context of its own. */
export async function openExcel(browser: Browser, options: WebExcelOptions): Promise<WebExcel> {
  const context = await browser.newContext({
    locale: 'nl-NL',
    timezoneId: 'Europe/Amsterdam',
    ...options.context,
  });
  const page = await context.newPage();
  const excel = new WebExcel(context, page, options);
  await excel.start();
  return excel;
}

export class WebExcel {
  readonly context: BrowserContext;
  readonly page: Page;
  readonly host: ExcelHost;
  readonly workbook: Workbook;
  /** Errors of the page, and what it wrote to the console as an error. */
  readonly errors: string[] = [];
  /** Addresses elsewhere that the page asked for; none is let through. */
  readonly blocked: string[] = [];
  /** What a policy refused, in any frame, as the page itself is told of it. */
  readonly violations: string[] = [];
  /** What the add-in asked of Excel that this host does not know. */
  readonly unknown: string[] = [];
  /** The document's settings. */
  settings: [string, unknown][] = [];
  readonly #options: WebExcelOptions;
  readonly #functions = new CustomFunctions();
  #frame: Frame | undefined;
  #commandDone: (() => void) | undefined;

  constructor(context: BrowserContext, page: Page, options: WebExcelOptions) {
    this.context = context;
    this.page = page;
    this.#options = options;
    this.workbook = options.workbook ?? new Workbook();
    this.host = new ExcelHost(this.workbook, {
      'Microsoft.ExcelServices.CustomFunctions': this.#functions,
      'Microsoft.InternalService.AddinInternalService': new AddinInternalService(),
    });
  }

  /** The frame in which the add-in runs. */
  get frame(): Frame {
    if (!this.#frame) throw new Error('the add-in has not started');
    return this.#frame;
  }
  get functionsReady(): Promise<void> {
    return this.#functions.ready;
  }

  async start(): Promise<void> {
    const { url, fetch, locale = 'nl-NL', enforceRequirements = false } = this.#options;
    const { origin } = new URL(url);
    const { hostOrigin = origin } = this.#options;
    const { context, page } = this;
    page.on('pageerror', (error) => this.errors.push(error.message));
    page.on('console', (message) => {
      if (message.type() === 'error') this.errors.push(message.text());
    });
    await routeRequests(context, origin, fetch, this.blocked);
    await context.route(`${hostOrigin}/__excel__`, (route) =>
      route.fulfill({ contentType: 'text/html', body: hostPage(hostOrigin, url, locale) }),
    );
    await page.exposeFunction('__violation', (text: string) => this.violations.push(text));
    await page.addInitScript(tellViolations);
    await page.exposeFunction('__excelHost', (action: string, type: number, data: WireData) =>
      this.#answer(action, type, data),
    );
    if (enforceRequirements) await page.addInitScript(checkRequirements);
    await page.goto(`${hostOrigin}/__excel__`);
    this.#frame = (await (await page.waitForSelector('#addin')).contentFrame()) ?? undefined;
    const deadline = Date.now() + START_TIMEOUT;
    while (!(await this.#isStarted())) {
      if (Date.now() > deadline) throw new Error(`office.js did not start: ${this.errors.join('; ')}`);
      await new Promise((resolve) => setTimeout(resolve, 25));
    }
  }

  close(): Promise<void> {
    return this.context.close();
  }

  /** Calls a custom function as a cell does. Outcomes come in bunches of half a second: call many at once. */
  async invoke(
    id: string,
    args: unknown[],
    { address = 'Blad1!A1', timeout = 8_000 }: { address?: string; timeout?: number } = {},
  ): Promise<Outcome> {
    const call = this.#functions.expect(id, timeout);
    await this.#tell(EVENTS.customFunctions, 1000, '', [call.id, id, args, address, 0]);
    return call.outcome;
  }

  /**
   * Computes a formula that is one call of a custom function, such as `=FLEX.OMZET(A1:A3,11.75)`, with the add-in's own
   * function, and spills its outcome from the cell. The workbook is not calculated otherwise.
   */
  async calculate(sheetName: string, address: string, namespace = 'FLEX'): Promise<Outcome> {
    const cell = this.workbook.sheet(sheetName).getRange(address);
    return calculateCall(cell, namespace, (id, args) => this.invoke(id, args, { address: cell.address }));
  }

  /** A user types into a cell: the workbook changes and the add-in hears of it. */
  async type(sheetName: string, address: string, input: unknown): Promise<void> {
    const sheet = this.workbook.sheet(sheetName);
    sheet.$type(address, input);
    await this.fireChanged(sheetName, address);
  }

  /** Tells the add-in that cells changed. */
  fireChanged(sheetName: string, address: string, changeType = 'RangeEdited'): Promise<void> {
    const { id } = this.workbook.sheet(sheetName);
    const event = { worksheetId: id, address, source: 'Local', changeType, type: 'WorksheetChanged' };
    return this.#tell(EVENTS.objects, 10, id, event);
  }

  /** Clicks a button of the ribbon that runs a function; resolves when the add-in says that it is done. */
  async ribbon(actionId: string): Promise<void> {
    const done = new Promise<void>((resolve) => {
      this.#commandDone = resolve;
    });
    await this.#push('appCommandInvoked', ['cmd1', actionId, JSON.stringify({ source: { id: actionId } })]);
    await done;
  }

  #tell(category: number, type: number, targetId: string, message: unknown): Promise<void> {
    return this.#push('richApiMessage', {
      ArrayData: [[category, type, targetId, JSON.stringify(message), 1, false]],
    });
  }

  #push(event: string, data: unknown): Promise<void> {
    return this.page.evaluate(
      ([name, message]) =>
        (window as unknown as Record<'__push', (...args: unknown[]) => void>).__push(name, message),
      [event, data] as const,
    );
  }

  async #isStarted(): Promise<boolean> {
    return this.frame.evaluate(() => typeof Office === 'object' && !!Office.context?.requirements);
  }

  async #answer(
    action: string,
    type: number,
    data: WireData,
  ): Promise<{ data?: unknown; errorCode?: number }> {
    const invoke = 0;
    if (type !== invoke) return { data: { Error: 0 } };
    switch (action) {
      case 'ContextActivationManager_getAppContextAsync':
        return { data: this.#appContext() };
      case 'ContextActivationManager_notifyHost':
        return { data: null };
      case 'executeMethod':
        return { data: await this.#execute(data) };
      default:
        this.unknown.push(action);
        return { errorCode: -2 };
    }
  }

  async #execute(data: WireData): Promise<unknown> {
    const done = { Version: 1, Error: 0 };
    switch (data.DdaMethod?.DispatchId) {
      case DISPATCH.executeRichApi: {
        const [, , , , body, , flags] = data.ArrayData ?? [];
        const answer = await this.host.execute(String(body), Number(flags));
        if ('error' in answer) return { Version: 1, Error: TRANSPORT_ERRORS[answer.error] };
        return { ...done, Data: [200, [], answer.body] };
      }
      case DISPATCH.saveSettings:
        this.settings = data.DdaSettingsMethod?.Properties ?? [];
        return done;
      case DISPATCH.commandCompleted:
        this.#commandDone?.();
        return done;
      default:
        this.unknown.push(`DispatchId ${data.DdaMethod?.DispatchId}`);
        return { Version: 1, Error: 5000 };
    }
  }

  #appContext(): Record<string, unknown> {
    const { locale = 'nl-NL', requirements = REQUIREMENTS } = this.#options;
    return {
      ...{ _id: APP_ID, _appName: 16, _appVersion: '16.0', _appUILocale: locale, _dataLocale: locale },
      ...{ _docUrl: `https://localhost/${this.workbook.name}`, _clientMode: 1, _settings: this.settings },
      ...{ _reason: 'documentOpened', _osfControlType: 0, _eToken: '', _correlationId: 'corr' },
      ...{ _appInstanceId: crypto.randomUUID(), _requirementMatrix: JSON.stringify(requirements) },
      ...{ _hostFullVersion: '16.0.18000.40000', _appDomains: [], _initialDisplayMode: 2 },
      ...{ _addinName: 'Flextensie', _featureGates: {} },
    };
  }
}

/** Runs in every frame before all else. */
function tellViolations(): void {
  document.addEventListener('securitypolicyviolation', ({ effectiveDirective, blockedURI, sourceFile }) =>
    (window as unknown as { __violation: (text: string) => void }).__violation(
      `${effectiveDirective} ${blockedURI} ${sourceFile ?? ''}`.trim(),
    ),
  );
}

/** Runs in the page before office.js, and turns on its own check of versions. */
function checkRequirements(): void {
  let library: { CommonUtility?: { _doApiNotSupportedCheck?: boolean } } | undefined;
  Object.defineProperty(window, 'OfficeExtension', {
    configurable: true,
    get: () => library,
    set: (value: typeof library) => {
      library = value;
      queueMicrotask(() => {
        if (value?.CommonUtility) value.CommonUtility._doApiNotSupportedCheck = true;
      });
    },
  });
}
