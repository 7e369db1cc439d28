import type { AddressInfo } from 'node:net';
import { serve } from '@hono/node-server';
import type { Registry } from 'prom-client';
import { addressOf, readPort } from './address.ts';

export interface MetricsSettings {
  port: number;
  host: string;
}

/** METRICS_PORT and METRICS_HOST; undefined where there is no port. Throws a Dutch sentence where it is none. */
export function readMetricsSettings(env: NodeJS.ProcessEnv): MetricsSettings | undefined {
  const { METRICS_PORT, METRICS_HOST: host = '127.0.0.1' } = env;
  if (METRICS_PORT === undefined) return undefined;
  return { port: readPort('METRICS_PORT', METRICS_PORT), host };
}

/** Answers `/metrics` on a port of its own, which nobody reaches through that of the server. */
export function serveMetrics(
  registry: Registry,
  { port, host }: MetricsSettings,
): Promise<{ url: string; close: () => Promise<void> }> {
  return new Promise((resolve, reject) => {
    const fetch = async ({ url }: Request) =>
      new URL(url).pathname === '/metrics'
        ? new Response(await registry.metrics(), { headers: { 'Content-Type': registry.contentType } })
        : new Response(null, { status: 404 });
    const server = serve({ fetch, port, hostname: host }, (address: AddressInfo) =>
      resolve({
        url: `${addressOf('http', host, address.port)}/metrics`,
        close: () => new Promise((closed) => server.close(() => closed())),
      }),
    );
    server.on('error', reject);
  });
}
