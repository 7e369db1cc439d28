import { setTimeout as delay } from 'node:timers/promises';
import type { Http2Bindings, HttpBindings, ServerType } from '@hono/node-server';

export type Fetch = (request: Request, env: HttpBindings | Http2Bindings) => Response | Promise<Response>;

/** How long a request may be under way once the server stops, but for long syncs. */
const PATIENCE_MS = 10_000;
/** How long the answer of a long sync may take to get through to a client then. */
const ANSWER_MS = 1_000;

export interface Stopping {
  /** Told to stop: what is under way is finished, what is new had better go elsewhere. */
  isStopping: () => boolean;
  /** The app until it stops; after that a refusal. */
  around: (app: Fetch) => Fetch;
  /** Takes requests for `wait` seconds yet, lets those under way end, and closes. A client that hangs does not keep it. */
  stop: (server: ServerType, wait: number) => Promise<void>;
}

/** How a server stops. `finish` waits until no long sync is under way. */
export function createStopping(finish: () => Promise<void>): Stopping {
  let isStopping = false;
  let isClosed = false;
  return {
    isStopping: () => isStopping,
    around: (app) => (request, env) => (isClosed ? refuse() : app(request, env)),
    stop: async (server, wait) => {
      isStopping = true;
      await delay(wait * 1000);
      isClosed = true;
      const idle = setInterval(() => 'closeIdleConnections' in server && server.closeIdleConnections(), 100);
      const cutOff = async () => {
        await finish();
        await delay(ANSWER_MS);
        if ('closeAllConnections' in server) server.closeAllConnections();
      };
      const patience = setTimeout(() => void cutOff(), PATIENCE_MS);
      await new Promise((resolve) => server.close(resolve));
      clearInterval(idle);
      clearTimeout(patience);
    },
  };
}

/** To a client that goes on over a connection that it had: not begun, so nothing is stored. */
const refuse = () =>
  Response.json(
    {
      code: 'unavailable',
      message: 'De server stopt. Probeer het over een minuut opnieuw; er is niets opgeslagen.',
    },
    {
      status: 503,
      headers: {
        Connection: 'close',
        'Retry-After': '60',
        'Cache-Control': 'no-store',
        'X-Content-Type-Options': 'nosniff',
      },
    },
  );
