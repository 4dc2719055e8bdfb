import { setTimeout as delay } from 'node:timers/promises';
import { afterAll } from '@jest/globals';
import { startCommand } from '../../scripts/start-command.ts';
import { send } from './http.ts';
import { type ExitStatus, type ServerProcess, startProcess, stopProcess } from './server-process.ts';

/** What a site runs as: the one process of `npm start`, or a cluster. */
export interface SiteRuntime {
  readonly pid: number;
  readonly running: boolean;
  log(): string;
  waitForLog(pattern: RegExp, timeout?: number): Promise<RegExpMatchArray>;
  type(line: string): void;
  /** With the site's environment as it is by then; resolves when it is ready. */
  start(): Promise<void>;
  stop(): Promise<number | null>;
  kill(signal: NodeJS.Signals): Promise<ExitStatus>;
}

const sites = new Set<ServerProcess>();

afterAll(async () => {
  await Promise.all([...sites].map((server) => stopProcess(server, 3000)));
});

const replPreload = new URL('./repl-preload.ts', import.meta.url).href;

/** The one process of `npm start`. */
export function oneProcess(
  env: Record<string, string>,
  url: string,
  options: { folder?: string; uid?: number; repl?: boolean },
): SiteRuntime {
  const [node = '', ...runner] = startCommand(options.folder);
  const command = options.repl ? [node, '--import', replPreload, ...runner, '--repl'] : [node, ...runner];
  let server: ServerProcess;
  return {
    get pid() {
      return server.pid;
    },
    get running() {
      return server.running;
    },
    log: () => server.log(),
    waitForLog: (pattern, timeout) => server.waitForLog(pattern, timeout),
    type: (line) => server.type(line),
    async start() {
      server = startProcess(command, env, options);
      sites.add(server);
      await untilReady(server, url);
    },
    async stop() {
      sites.delete(server);
      return (await stopProcess(server)).code;
    },
    kill(signal) {
      server.kill(signal);
      return server.exited;
    },
  };
}

/** @throws with its log when it ends or does not get there. */
export async function untilReady(server: ServerProcess, url: string): Promise<void> {
  let reason = 'nothing answered';
  for (const deadline = Date.now() + 60_000; server.running && Date.now() < deadline; await delay(50)) {
    try {
      const { status, body } = await send(url, 'GET', '/health/ready');
      if (status === 200) return;
      reason = `GET /health/ready answered ${status}: ${JSON.stringify(body)}`;
    } catch {
      // Not listening yet.
    }
  }
  if (!server.running) reason = 'the process ended';
  throw new Error(`The site did not get ready: ${reason}. Its log:\n${server.log()}`);
}
