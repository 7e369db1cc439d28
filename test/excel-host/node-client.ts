import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { createContext, runInContext } from 'node:vm';
import { ExcelHost } from './excel-host.ts';
import { Workbook } from './workbook.ts';

/** The part of office.js that speaks to Excel, as Microsoft ships it. */
interface Client {
  Excel: typeof Excel;
  OfficeExtension: typeof OfficeExtension;
}

let client: Client | undefined;
let current: ExcelHost | undefined;

/**
 * Sets `globalThis.Excel`, `OfficeExtension` and, where there is none, a small `Office`: the real client, talking to
 * that workbook. Called again it switches to the other workbook; an `Excel.run` that has begun stays with its own.
 */
export function installExcel(target: Workbook | ExcelHost = new Workbook()): ExcelHost {
  current = target instanceof ExcelHost ? target : new ExcelHost(target);
  const loaded = loadClient();
  const scope = globalThis as Record<string, unknown>;
  scope['Excel'] = loaded.Excel;
  scope['OfficeExtension'] = loaded.OfficeExtension;
  scope['Office'] ??= smallOffice();
  return current;
}

/** The real namespaces, loaded once a process; they talk to the workbook that was installed last. */
export function loadClient(): Client {
  if (client) return client;
  const page = blankPage();
  createContext(page);
  const file = createRequire(import.meta.url).resolve('@microsoft/office-js/dist/excel-web-16.00.js');
  runInContext(
    'var OSF = {}; var Office = { onReady() { return Promise.resolve({}) }, actions: {} };' +
      'Office.onReadyInternal = Office.onReady; var Microsoft = { Office: { WebExtension: Office } };',
    page,
  );
  runInContext(readFileSync(file, 'utf8'), page, { filename: file });
  const loaded = page as unknown as Client;
  if (typeof loaded.Excel?.run !== 'function')
    throw new Error('office.js changed: it defines no Excel.run here');
  const { SessionBase } = loaded.OfficeExtension as unknown as {
    SessionBase: { _overrideSession?: unknown };
  };
  if (!SessionBase) throw new Error('office.js changed: OfficeExtension.SessionBase is gone');
  SessionBase._overrideSession = session;
  // Events are accepted and never come: nobody listens to the page's channel here.
  runInContext('OSF.DDA ??= {}; OSF.DDA.RichApi ??= {};', page);
  runInContext('OSF.DDA.RichApi.richApiMessageManager ??= { register: () => Promise.resolve() };', page);
  client = loaded;
  return loaded;
}

interface ExecutorMessage {
  Body: unknown;
}

/** Takes the place of the channel between page and Excel. */
const session = {
  _resolveRequestUrlAndHeaderInfo: () => Promise.resolve(null),
  _createRequestExecutorOrNull: () => {
    const host = current;
    if (!host) throw new Error('installExcel was not called');
    return {
      executeAsync: async (_customData: unknown, flags: number, { Body }: ExecutorMessage) => {
        const answer = await host.execute(JSON.stringify(Body), flags);
        const failed = 'error' in answer;
        return {
          HttpStatusCode: failed ? 400 : 200,
          ErrorCode: failed ? answer.error : '',
          ErrorMessage: failed ? answer.error : '',
          Headers: {},
          Body: failed ? null : (JSON.parse(answer.body) as unknown),
        };
      },
    };
  },
};

/** As much of a browser as the file touches while it loads. */
function blankPage(): Record<string, unknown> {
  const nothing = () => {};
  const element = { setAttribute: nothing, appendChild: nothing, style: {}, getElementsByTagName: () => [] };
  const page: Record<string, unknown> = {
    ...{
      console,
      setTimeout,
      clearTimeout,
      setInterval,
      clearInterval,
      Promise,
      Error,
      TypeError,
      performance,
    },
    navigator: { userAgent: 'node', language: 'nl-NL' },
    location: {
      hash: '',
      search: '',
      href: 'https://localhost/',
      origin: 'https://localhost',
      protocol: 'https:',
    },
    document: {
      readyState: 'loading',
      addEventListener: nothing,
      createElement: () => ({ ...element }),
      getElementsByTagName: () => [element],
      domain: 'localhost',
      head: element,
    },
    ...{ history: {}, sessionStorage: { getItem: () => null, setItem: nothing } },
    ...{ addEventListener: nothing, open: nothing, postMessage: nothing, fetch: nothing },
  };
  page['window'] = page;
  page['self'] = page;
  return page;
}

const smallOffice = () => ({
  HostType: { Excel: 'Excel' },
  PlatformType: { OfficeOnline: 'OfficeOnline' },
  onReady: () => Promise.resolve({ host: 'Excel', platform: 'OfficeOnline' }),
  context: {
    host: 'Excel',
    platform: 'OfficeOnline',
    displayLanguage: 'nl-NL',
    contentLanguage: 'nl-NL',
    requirements: { isSetSupported: () => true },
  },
});
