import { DomainError } from '../../shared/errors.ts';
import { parseRequest } from './parse-request.ts';
import { sync, type SyncContext } from './sync.ts';

/** A sync from the bytes that were sent to those of the answer. Throws as {@link sync} does, and `bad_request`. */
export async function syncBytes(context: SyncContext, bytes: Uint8Array): Promise<Uint8Array> {
  return new TextEncoder().encode(JSON.stringify(await sync(context, parseRequest(parseJson(bytes)))));
}

function parseJson(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    throw malformed();
  }
}

export const malformed = () =>
  new DomainError(
    'bad_request',
    'Het bericht aan de server is niet leesbaar. Werk de invoegtoepassing bij en probeer het opnieuw.',
  );
