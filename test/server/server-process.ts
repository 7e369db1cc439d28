import { type ChildProcess, spawn } from 'node:child_process';

export interface ServerProcess {
  child: ChildProcess;
  /** Everything it printed, up to now. */
  output: () => string;
  url: string;
}

/**
 * Starts the real server as a process of its own; rejects with what it printed where it ends instead of listening.
 * `errors`: where its standard error goes, by file descriptor.
 */
export function startServer(
  env: Record<string, string | undefined>,
  errors: number | 'pipe' = 'pipe',
): Promise<ServerProcess> {
  const child = spawn('node', ['--import', 'tsx', 'server/main.ts'], {
    env: { ...process.env, PORT: '0', ...env },
    stdio: ['ignore', 'pipe', errors],
  });
  let output = '';
  return new Promise((resolve, reject) => {
    child.stdout?.on('data', (chunk: Buffer) => {
      output += chunk.toString();
      const [, url] = /luistert op (\S+)/.exec(output) ?? [];
      if (url !== undefined) resolve({ child, output: () => output, url });
    });
    child.stderr?.on('data', (chunk: Buffer) => (output += chunk.toString()));
    child.on('exit', () => reject(new Error(output)));
  });
}

/** Sends the signal and answers the exit code; null where a signal ended it. */
export const end = (child: ChildProcess, signal: NodeJS.Signals) =>
  new Promise<number | null>((resolve) => {
    child.on('exit', resolve);
    child.kill(signal);
  });
