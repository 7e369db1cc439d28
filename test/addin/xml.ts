/** An element of an XML document; text only where it has no children. */
export interface XmlElement {
  name: string;
  attributes: Record<string, string>;
  children: XmlElement[];
  text: string;
}

const TOKEN = /<!--[\s\S]*?-->|<\?[\s\S]*?\?>|<(\/?)([\w:.-]+)((?:\s+[\w:.-]+="[^"<]*")*)\s*(\/?)>|([^<]+)/y;

/** Reads the XML that manifests are made of: no DTD, no CDATA. Throws where it is not well-formed. */
export function parseXml(source: string): XmlElement {
  const root: XmlElement = { name: '', attributes: {}, children: [], text: '' };
  const open = [root];
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < source.length) {
    const at = TOKEN.lastIndex;
    const match = TOKEN.exec(source);
    if (!match) throw new Error(`not well-formed at: ${source.slice(at, at + 60)}`);
    const [, closing, name, attributes = '', selfClosing, text] = match;
    const parent = open.at(-1) as XmlElement;
    if (text !== undefined) parent.text += text.trim();
    else if (closing) {
      if (open.length === 1 || parent.name !== name) throw new Error(`</${name}> closes ${parent.name}`);
      open.pop();
    } else if (name !== undefined) {
      const element: XmlElement = { name, attributes: {}, children: [], text: '' };
      for (const [, key, value] of attributes.matchAll(/([\w:.-]+)="([^"]*)"/g)) {
        element.attributes[key as string] = value as string;
      }
      parent.children.push(element);
      if (!selfClosing) open.push(element);
    }
  }
  const [first] = root.children;
  if (open.length !== 1 || root.children.length !== 1 || !first)
    throw new Error('not one closed root element');
  return first;
}

/** The element and everything under it, in document order. */
export function everyElement(element: XmlElement): XmlElement[] {
  return [element, ...element.children.flatMap(everyElement)];
}

/** All elements of that name under an element. */
export function elementsNamed(element: XmlElement, name: string): XmlElement[] {
  return everyElement(element).filter((candidate) => candidate.name === name);
}
