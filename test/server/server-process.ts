import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

export interface RunningServer {
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
): Promise<RunningServer> {
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

/** A folder of its own for a server that runs as a process of its own, as `npm start` starts it. */
export class ServerProcess {
  readonly folder = mkdtempSync(join(tmpdir(), 'flextensie-'));
  readonly dataDir = join(this.folder, 'data');
  /** What the process and its threads write beside the data. */
  readonly tempDir = join(this.folder, 'tijdelijk');
  #output: (() => string)[] = [];
  url = '';
  #child: ChildProcess | undefined;

  constructor() {
    mkdirSync(this.tempDir);
  }

  /** Everything that it wrote to stdout and stderr. */
  get output(): string {
    return this.#output.map((each) => each()).join('');
  }

  environment = (more: Record<string, string> = {}): NodeJS.ProcessEnv => ({
    ...process.env,
    ...{ DATA_DIR: this.dataDir, TMPDIR: this.tempDir, PORT: '0' },
    ...more,
  });

  async start(more: Record<string, string> = {}): Promise<void> {
    const { child, url, output } = await startServer(this.environment(more));
    this.#child = child;
    this.url = url;
    this.#output.push(output);
  }

  /** The last line that the command printed; throws what it wrote to stderr. */
  async beheer(...words: string[]): Promise<string> {
    const { stdout } = await run('node', ['--import', 'tsx', 'server/beheer/main.ts', ...words], {
      env: this.environment(),
    });
    return stdout.trim();
  }

  /** Ends it as a service manager does; answers its exit code. */
  async stop(): Promise<number | null> {
    const child = this.#child;
    this.#child = undefined;
    if (!child || child.exitCode !== null) return child?.exitCode ?? null;
    return end(child, 'SIGTERM');
  }

  async remove(): Promise<void> {
    this.#child?.kill('SIGKILL');
    rmSync(this.folder, { recursive: true, force: true });
  }
}
