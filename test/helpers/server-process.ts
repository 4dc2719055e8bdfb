import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

const repository = join(import.meta.dirname, '../..');

export interface ExitStatus {
  code: number | null;
  signal: NodeJS.Signals | null;
}

/** A program that runs beside the tests, with what it printed. */
export interface ServerProcess {
  readonly pid: number;
  log(): string;
  readonly exited: Promise<ExitStatus>;
  readonly running: boolean;
  kill(signal: NodeJS.Signals): void;
  /** Types a line into its standard input. */
  type(line: string): void;
  /** Nobody reads what it prints, until the function that is returned is called. */
  holdOutput(): () => void;
  /** Nobody reads any more what it prints. */
  closeOutput(): void;
  /** Resolves with the match as soon as the log has one; rejects with the log after `timeout` ms or when the process ends. */
  waitForLog(pattern: RegExp, timeout?: number): Promise<RegExpMatchArray>;
}

/** Starts a program with exactly this environment (and PATH and HOME), noted so that it cannot outlive the test run. */
export function startProcess(
  command: string[],
  env: Record<string, string>,
  { folder = repository, uid }: { folder?: string; uid?: number } = {},
): ServerProcess {
  const [program = '', ...args] = command;
  const child = spawn(program, args, {
    cwd: folder,
    uid,
    env: { PATH: process.env.PATH, HOME: process.env.HOME, ...env },
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  let text = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8');
    stream.on('data', (chunk: string) => {
      text += chunk;
      child.emit('log');
    });
  }
  const exited = once(child, 'close').then(([code, signal]) => {
    forget(child);
    return { code, signal } as ExitStatus;
  });
  note(child);
  return {
    pid: child.pid ?? 0,
    log: () => text,
    exited,
    get running() {
      return child.exitCode === null && child.signalCode === null;
    },
    kill: (signal) => void child.kill(signal),
    type: (line) => void child.stdin.write(`${line}\n`),
    holdOutput() {
      child.stdout.pause();
      return () => void child.stdout.resume();
    },
    closeOutput: () => void child.stdout.destroy(),
    async waitForLog(pattern, timeout = 30_000) {
      const deadline = AbortSignal.timeout(timeout);
      const ended = new AbortController();
      void exited.then(() => ended.abort());
      for (;;) {
        const match = text.match(pattern);
        if (match !== null) return match;
        try {
          await once(child, 'log', { signal: AbortSignal.any([deadline, ended.signal]) });
        } catch {
          const last = text.match(pattern);
          if (last !== null) return last;
          throw new Error(`The log never said ${pattern}:\n${text}`);
        }
      }
    },
  };
}

/** SIGTERM, and SIGKILL if that is not heeded within `patience` ms. */
export async function stopProcess(server: ServerProcess, patience = 15_000): Promise<ExitStatus> {
  server.kill('SIGTERM');
  const ended = await Promise.race([server.exited, delay(patience, undefined, { ref: false })]);
  if (ended !== undefined) return ended;
  server.kill('SIGKILL');
  return server.exited;
}

/** Each of Jest's workers takes ports of its own: between asking for one and listening on it a second goes by. */
const PORTS_EACH = 1_500;
const firstPort = 15_000 + (Number(process.env.JEST_WORKER_ID ?? 0) % 10) * PORTS_EACH;
let portsTaken = Math.floor(Math.random() * PORTS_EACH);

/** A port that nobody listens on, from below the range that outgoing connections take theirs from; none twice within a long time. */
export async function freePort(): Promise<number> {
  for (;;) {
    portsTaken += 1;
    const port = firstPort + (portsTaken % PORTS_EACH);
    const server = createServer();
    try {
      await once(server.listen(port, '127.0.0.1'), 'listening');
      return port;
    } catch {
      // Taken: try another.
    } finally {
      server.close();
    }
  }
}

/** test/jest/run-folder.ts ends what is noted here if the test file itself crashes or is interrupted. */
function note(child: ChildProcess): void {
  const folder = process.env.SITE11_TEST_RUN;
  if (folder !== undefined && child.pid !== undefined) writeFileSync(join(folder, 'pids', String(child.pid)), '');
}

function forget(child: ChildProcess): void {
  const folder = process.env.SITE11_TEST_RUN;
  if (folder !== undefined) rmSync(join(folder, 'pids', String(child.pid)), { force: true });
}
