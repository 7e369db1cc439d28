/** A port as a setting of that name says it. Throws a Dutch sentence where it is none; 0 is any that is free. */
export function readPort(name: string, text: string): number {
  const port = Number(text);
  if (!Number.isInteger(port) || port < 0 || port > 65535) throw new Error(`${name} is geen poortnummer.`);
  return port;
}

export const addressOf = (scheme: 'http' | 'https', host: string, port: number): string =>
  `${scheme}://${host.includes(':') ? `[${host}]` : host}:${port}`;
