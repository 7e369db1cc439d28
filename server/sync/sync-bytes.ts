import { parseJson } from '../routes/json.ts';
import { parseRequest } from './parse-request.ts';
import { sync, type SyncContext } from './sync.ts';

/** A sync from the bytes that were sent to those of the answer. Throws as {@link sync} does, and `bad_request`. */
export async function syncBytes(context: SyncContext, bytes: Uint8Array): Promise<Uint8Array> {
  return new TextEncoder().encode(JSON.stringify(await sync(context, parseRequest(parseJson(bytes)))));
}
