import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** A folder of its own for a server that runs as a process of its own, as `npm start` starts it. */
export class ServerProcess {
  readonly folder = mkdtempSync(join(tmpdir(), 'flextensie-'));
  readonly dataDir = join(this.folder, 'data');
  /** What the process and its threads write beside the data. */
  readonly tempDir = join(this.folder, 'tijdelijk');
  /** Everything that it wrote to stdout and stderr. */
  output = '';
  url = '';
  #child: ChildProcess | undefined;

  constructor() {
    mkdirSync(this.tempDir);
  }

  environment = (more: Record<string, string> = {}): NodeJS.ProcessEnv => ({
    ...process.env,
    ...{ DATA_DIR: this.dataDir, TMPDIR: this.tempDir, PORT: '0' },
    ...more,
  });

  async start(more: Record<string, string> = {}): Promise<void> {
    const child = spawn('node', ['--import', 'tsx', 'server/main.ts'], { env: this.environment(more) });
    this.#child = child;
    await new Promise<void>((resolve, reject) => {
      const keep = (chunk: Buffer) => {
        this.output += chunk.toString();
        const [, url] = /luistert op (\S+)/.exec(this.output) ?? [];
        if (url === undefined) return;
        this.url = url;
        resolve();
      };
      child.stdout.on('data', keep);
      child.stderr.on('data', keep);
      child.on('exit', () => reject(new Error(this.output)));
    });
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
    return new Promise((resolve) => {
      child.on('exit', resolve);
      child.kill('SIGTERM');
    });
  }

  async remove(): Promise<void> {
    this.#child?.kill('SIGKILL');
    rmSync(this.folder, { recursive: true, force: true });
  }
}
