import { elementsNamed, everyElement, parseXml, type XmlElement } from './xml.ts';

/** What a URL in the manifest has to answer with. */
export interface ManifestUrl {
  url: string;
  type: 'text/html' | 'text/javascript' | 'application/json' | 'image/png';
  /** Width and height of an icon, in pixels. */
  pixels?: number;
}

/** Element order as Excel demands it; `?` may be absent, `+` comes once or more. Elements not listed have no rule. */
const ORDER: Record<string, string> = {
  OfficeApp:
    'Id AlternateId? Version ProviderName DefaultLocale DisplayName Description IconUrl HighResolutionIconUrl SupportUrl AppDomains? Hosts Requirements DefaultSettings Permissions Dictionary? VersionOverrides ExtendedOverrides?',
  VersionOverrides: 'Description? Requirements? Hosts Resources WebApplicationInfo? EquivalentAddins?',
  'Host:Workbook': 'Runtimes AllFormFactors DesktopFormFactor',
  Runtimes: 'Runtime',
  'ExtensionPoint:CustomFunctions': 'Script Page Metadata Namespace',
  DesktopFormFactor: 'GetStarted FunctionFile ExtensionPoint+',
  GetStarted: 'Title Description LearnMoreUrl',
  OfficeTab: 'Group+',
  Group: 'Label Icon Control+',
  'Control:Button': 'OverriddenByRibbonApi? Label Supertip Icon Action Enabled?',
  Supertip: 'Title Description',
  'Action:ShowTaskpane': 'SourceLocation Title?',
  'Action:ExecuteFunction': 'FunctionName',
  Resources: 'bt:Images bt:Urls bt:ShortStrings bt:LongStrings',
  Sets: 'Set+',
  AppDomains: 'AppDomain+',
};

/** The section of Resources that a reference points into, by element, or by parent and element. */
const SECTION: Record<string, string> = {
  'bt:Image': 'bt:Images',
  Runtime: 'bt:Urls',
  SourceLocation: 'bt:Urls',
  FunctionFile: 'bt:Urls',
  LearnMoreUrl: 'bt:Urls',
  Namespace: 'bt:ShortStrings',
  Label: 'bt:ShortStrings',
  Title: 'bt:ShortStrings',
  Description: 'bt:LongStrings',
};

/** Sets that may not be demanded: they exist nowhere, or would keep the add-in from starting on the web. */
const FORBIDDEN_SETS = ['ExcelApiDesktop', 'ExcelApiOnline', 'OpenBrowserWindowApi', 'NestedAppAuth'];

/** Every fault in a manifest, as sentences for developers; an empty array when it is sound. */
export function checkManifest(source: string): string[] {
  const root = parseXml(source);
  return [
    ...everyElement(root).flatMap(checkOrder),
    ...checkResources(root),
    ...checkRuntime(root),
    ...checkIcons(root),
    ...checkTexts(root),
    ...checkRequirements(root),
    ...urlsOf(source).flatMap(({ url }) => checkUrl(url)),
  ];
}

/** Every distinct URL of a manifest with what it must answer. */
export function urlsOf(source: string): ManifestUrl[] {
  const root = parseXml(source);
  const found = new Map<string, ManifestUrl>();
  const icons = new Map<string, number>([
    [valueOf(root, 'IconUrl'), 32],
    [valueOf(root, 'HighResolutionIconUrl'), 64],
  ]);
  for (const image of elementsNamed(root, 'bt:Image')) {
    const resource = resourceOf(root, 'bt:Images', image.attributes['resid']);
    if (resource) icons.set(resource, Number(image.attributes['size']));
  }
  for (const [url, pixels] of icons) found.set(url, { url, type: 'image/png', pixels });
  const pages = [
    valueOf(root, 'SupportUrl'),
    ...elementsNamed(root, 'SourceLocation').map((location) => location.attributes['DefaultValue'] ?? ''),
    ...elementsNamed(root, 'bt:Url').map((url) => url.attributes['DefaultValue'] ?? ''),
  ];
  for (const url of pages.filter((page) => page !== '')) found.set(url, { url, type: typeOf(url) });
  return [...found.values()];
}

function typeOf(url: string): ManifestUrl['type'] {
  if (url.endsWith('.js')) return 'text/javascript';
  return url.endsWith('.json') ? 'application/json' : 'text/html';
}

function kindOf(element: XmlElement): string {
  const type = element.attributes['xsi:type'];
  const kind = `${element.name}:${type}`;
  return type !== undefined && kind in ORDER ? kind : element.name;
}

function checkOrder(element: XmlElement): string[] {
  const order = ORDER[kindOf(element)];
  if (order === undefined) return [];
  const pattern = order.replace(/(\S+?)([?+]?)(?= |$)/g, '(?:<$1>)$2').replaceAll(' ', '');
  const names = element.children.map(({ name }) => `<${name}>`).join('');
  return new RegExp(`^${pattern}$`).test(names) ? [] : [`${kindOf(element)} holds ${names}, not ${order}`];
}

function resourceOf(root: XmlElement, section: string, id: string | undefined): string | undefined {
  const [resources] = elementsNamed(root, section);
  return resources?.children.find(({ attributes }) => attributes['id'] === id)?.attributes['DefaultValue'];
}

function checkResources(root: XmlElement): string[] {
  const faults: string[] = [];
  const used = new Set<string>();
  for (const element of everyElement(root)) {
    const { resid, id } = element.attributes;
    if (id !== undefined && id.length > 32) faults.push(`id ${id} is longer than 32`);
    if (resid === undefined) continue;
    used.add(resid);
    const section = SECTION[element.name];
    if (section === undefined || resourceOf(root, section, resid) === undefined) {
      faults.push(`${element.name} refers to ${resid}, which is not in ${section}`);
    }
  }
  const ids = elementsNamed(root, 'Resources').flatMap((resources) =>
    resources.children.flatMap(({ children }) => children.map(({ attributes }) => attributes['id'] ?? '')),
  );
  for (const [index, id] of ids.entries()) {
    if (ids.indexOf(id) !== index) faults.push(`${id} is there twice`);
    if (!used.has(id)) faults.push(`${id} is not used`);
  }
  return faults;
}

function checkRuntime(root: XmlElement): string[] {
  const faults: string[] = [];
  const runtimes = elementsNamed(root, 'Runtime');
  if (runtimes.length !== 1 || runtimes[0]?.attributes['lifetime'] !== 'long')
    faults.push('not one long runtime');
  const resid = runtimes[0]?.attributes['resid'];
  const sharers = [
    ...elementsNamed(root, 'Page').flatMap(({ children }) => children),
    ...elementsNamed(root, 'FunctionFile'),
    ...elementsNamed(root, 'Action').flatMap(({ children }) =>
      children.filter((e) => e.name === 'SourceLocation'),
    ),
  ];
  for (const { name, attributes } of sharers) {
    if (attributes['resid'] !== resid) faults.push(`${name} is not the page of the shared runtime`);
  }
  if (elementsNamed(root, 'TaskpaneId').length > 0) faults.push('TaskpaneId opens a second pane');
  return faults;
}

function checkIcons(root: XmlElement): string[] {
  return elementsNamed(root, 'Icon').flatMap(({ children }) => {
    const sizes = children.map(({ attributes }) => Number(attributes['size']));
    const missing = [16, 32, 80]
      .filter((size) => !sizes.includes(size))
      .map((size) => `no icon of ${size} px`);
    const odd = sizes.filter((size) => ![16, 20, 24, 32, 40, 48, 64, 80].includes(size));
    return [...missing, ...odd.map((size) => `Excel knows no icon of ${size} px`)];
  });
}

function checkTexts(root: XmlElement): string[] {
  const faults: string[] = [];
  const limits: [string, number][] = [
    ['bt:ShortStrings', 125],
    ['bt:LongStrings', 250],
  ];
  for (const [section, most] of limits) {
    for (const { children } of elementsNamed(root, section)) {
      for (const { attributes } of children) {
        const text = attributes['DefaultValue'] ?? '';
        if (text === '' || text.length > most)
          faults.push(`${attributes['id']} has ${text.length} of ${most} characters`);
      }
    }
  }
  if (valueOf(root, 'Description').length > 250) faults.push('Description is longer than 250');
  const name = valueOf(root, 'DisplayName');
  if (name === '' || name.length > 125) faults.push(`DisplayName has ${name.length} of 125 characters`);
  if (!/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/.test(textOf(root, 'Id'))) {
    faults.push('Id is no UUID');
  }
  if (!/^\d{1,5}(\.\d{1,5}){0,3}$/.test(textOf(root, 'Version')))
    faults.push('Version is not of 1 to 4 numbers');
  if (!/^[a-z]{2}-[A-Z]{2}$/.test(textOf(root, 'DefaultLocale'))) faults.push('DefaultLocale has no region');
  if (textOf(root, 'Permissions') !== 'ReadWriteDocument') faults.push('tables cannot be written');
  return faults;
}

function checkRequirements(root: XmlElement): string[] {
  const names = elementsNamed(root, 'Set').map(({ attributes }) => attributes['Name'] ?? '');
  const missing = ['SharedRuntime', 'CustomFunctionsRuntime', 'ExcelApi'].filter(
    (name) => !names.includes(name),
  );
  const forbidden = names.filter((name) => FORBIDDEN_SETS.includes(name));
  return [
    ...missing.map((name) => `${name} is not required`),
    ...forbidden.map((name) => `${name} is required`),
  ];
}

function checkUrl(url: string): string[] {
  const faults = url.startsWith('https://') && URL.canParse(url) ? [] : [`${url} is no https address`];
  if (url.length > 2048) faults.push(`${url.slice(0, 60)}… is longer than 2048`);
  return faults;
}

function valueOf(root: XmlElement, name: string): string {
  return root.children.find((child) => child.name === name)?.attributes['DefaultValue'] ?? '';
}

function textOf(root: XmlElement, name: string): string {
  return root.children.find((child) => child.name === name)?.text ?? '';
}
