/** Where the pane runs: inside Excel, or in something else, such as an ordinary browser. */
export type Host = 'excel' | 'elsewhere';

/** Waits for office.js to arrive and to know its host. Never resolves while either is missing. */
export async function waitForHost(): Promise<Host> {
  if (!('Office' in window))
    await new Promise((resolve) =>
      document.querySelector('script[src*="office.js"]')?.addEventListener('load', resolve, { once: true }),
    );
  const { host } = await Office.onReady();
  return host === Office.HostType.Excel ? 'excel' : 'elsewhere';
}

/** What to put before a key in the browser's storage: Excel on the web splits storage by the site it stands in. */
export const partitionKey = (): string => Office.context.partitionKey ?? '';

/** Whether Excel says that its theme is dark; undefined where it does not tell, as on the web. */
export const isDarkTheme = (): boolean | undefined => Office.context.officeTheme?.isDarkTheme;

/**
 * Whether a link must be handed to Excel; elsewhere the pane opens it in a tab by itself. The client for the web lacks
 * the call, whatever its host declares.
 */
export const canOpenBrowser = (): boolean =>
  Office.context.requirements.isSetSupported('OpenBrowserWindowApi', '1.1') &&
  'openBrowserWindow' in Office.context.ui;

/** Opens an absolute address in the user's browser. To be called in the click itself. */
export const openBrowser = (url: string): void => Office.context.ui.openBrowserWindow(url);

/** Which Excel this is: platform and version as it calls itself, and the language of its screens. */
export const readOffice = (): { platform: string; version: string; language: string } => {
  const { diagnostics, displayLanguage } = Office.context;
  return { platform: String(diagnostics.platform), version: diagnostics.version, language: displayLanguage };
};

/** The requirement sets of the manifest. */
const NEEDED = [
  ['ExcelApi', '1.13'],
  ['CustomFunctionsRuntime', '1.3'],
  ['SharedRuntime', '1.1'],
] as const;

/** The requirement sets of the manifest, such as `ExcelApi 1.13`, and those of them that this Excel lacks. */
export function readRequirements(): { needed: string[]; lacking: string[] } {
  const name = ([set, version]: (typeof NEEDED)[number]) => `${set} ${version}`;
  return {
    needed: NEEDED.map(name),
    lacking: NEEDED.filter(([set, version]) => !Office.context.requirements.isSetSupported(set, version)).map(
      name,
    ),
  };
}
