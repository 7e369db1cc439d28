import { type Logger, pino } from 'pino';

/** On standard error. What cannot be written there, as on a full disk, is lost; the server goes on. */
export function createLog(): Logger {
  const destination = pino.destination({ dest: 2, sync: true });
  destination.on('error', () => undefined);
  return pino({ base: null, timestamp: pino.stdTimeFunctions.isoTime }, destination);
}

/** As with the log: a full disk under what is printed is no reason to end. */
export function outliveOutput(): void {
  for (const output of [process.stdout, process.stderr]) output.on('error', () => undefined);
}
