import { DomainError } from '../../shared/errors.ts';
import { decodeUtf8 } from '../utf8.ts';

/** Nothing that is sent to the server is nested deeper than half of this. */
const MAX_DEPTH = 20;
const [QUOTE, BACKSLASH, OPEN_LIST, CLOSE_LIST, OPEN_OBJECT, CLOSE_OBJECT] = [34, 92, 91, 93, 123, 125];

/** What was sent, as JSON in UTF-8. Throws `bad_request` where it is not, or is nested too deep. */
export function parseJson(bytes: Uint8Array): unknown {
  // Looked at first: a list of ten million lists is small until it is parsed.
  if (isTooDeep(bytes))
    throw new DomainError(
      'bad_request',
      `Het bericht aan de server heeft meer dan ${MAX_DEPTH} lagen in elkaar. Werk de invoegtoepassing bij en probeer het opnieuw.`,
    );
  try {
    return JSON.parse(decodeUtf8(bytes));
  } catch {
    throw malformed();
  }
}

export const malformed = (): DomainError =>
  new DomainError(
    'bad_request',
    'Het bericht aan de server is niet leesbaar. Werk de invoegtoepassing bij en probeer het opnieuw.',
  );

function isTooDeep(bytes: Uint8Array): boolean {
  let depth = 0;
  for (let i = 0; i < bytes.length; i += 1) {
    const byte = bytes[i];
    if (byte === QUOTE) i = endOfText(bytes, i);
    else if (byte === OPEN_LIST || byte === OPEN_OBJECT) {
      depth += 1;
      if (depth > MAX_DEPTH) return true;
    } else if (byte === CLOSE_LIST || byte === CLOSE_OBJECT) depth -= 1;
  }
  return false;
}

/** Where the text ends that begins at a quote. */
function endOfText(bytes: Uint8Array, start: number): number {
  let i = start + 1;
  for (; i < bytes.length && bytes[i] !== QUOTE; i += 1) if (bytes[i] === BACKSLASH) i += 1;
  return i;
}
