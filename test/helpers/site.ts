import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll } from '@jest/globals';
import { type Answer, type RequestOptions, send } from './http.ts';
import {
  type ExitStatus,
  freePort,
  type ServerProcess,
  startCommand,
  startProcess,
  stopProcess,
} from './server-process.ts';
import { storeEnv } from './store-env.ts';

export interface SiteOptions {
  /** Over the defaults below. */
  env?: Record<string, string>;
  /** An existing data folder; it is kept. Without it the site has a temporary one. */
  dataDir?: string;
  /** Only these services. */
  services?: string[];
  /** With Moleculer's REPL on its standard input, for `operate`. */
  repl?: boolean;
  /** Folder of the code to run; this repository unless told. */
  folder?: string;
  /** User that it runs as; the one of the tests unless told. */
  uid?: number;
}

export interface TokenAnswer {
  accessToken: string;
  refreshToken: string;
  tokenType: 'Bearer';
  expiresIn: number;
  user: { id: string; email: string; name: string; roles: string[]; permissions: string[] };
}

/** The real server, started as `npm start` does, on a port and in a folder of its own. */
export interface Site {
  readonly url: string;
  readonly dataDir: string;
  readonly pid: number;
  readonly env: Readonly<Record<string, string>>;
  /** Everything that the present process printed. */
  log(): string;
  request<T = Record<string, unknown>>(method: string, path: string, options?: RequestOptions): Promise<Answer<T>>;
  login(email: string, password: string): Promise<TokenAnswer>;
  /** Access token of the first admin. */
  adminToken(): Promise<string>;
  /** A new plain user, with an email address of its own unless told. */
  register(overrides?: Partial<NewAccount>): Promise<TokenAnswer & { password: string }>;
  waitForLog(pattern: RegExp, timeout?: number): Promise<RegExpMatchArray>;
  /** Types a command into its REPL, such as "destroy users" or "load services/users/users.service.ts". */
  operate(command: string): void;
  /** Stops it if it runs and starts it again on the same port and data. */
  restart(env?: Record<string, string>): Promise<void>;
  /** SIGTERM; resolves to the exit code. */
  stop(): Promise<number | null>;
  /** Resolves when the process is gone, for signals that end it. */
  kill(signal: NodeJS.Signals): Promise<ExitStatus>;
}

interface NewAccount {
  email: string;
  password: string;
  name: string;
}

const admin = { email: 'admin@example.com', password: 'correct horse battery admin' };
const replPreload = new URL('./repl-preload.ts', import.meta.url).href;
const sites = new Set<ServerProcess>();
const folders = new Set<string>();
let accounts = 0;

afterAll(async () => {
  await Promise.all([...sites].map((server) => stopProcess(server, 3000)));
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

/** Starts a site and waits until it is ready. @throws with the server's log when it does not get there. */
export async function startSite(options: SiteOptions = {}): Promise<Site> {
  const dataDir = options.dataDir ?? temporaryFolder();
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const env = siteEnv(options, dataDir, port);
  const [node = '', ...runner] = startCommand(options.folder);
  const command = options.repl ? [node, '--import', replPreload, ...runner, '--repl'] : [node, ...runner];
  const launch = () => {
    const server = startProcess(command, env, options);
    sites.add(server);
    return server;
  };
  let server = launch();
  let token: { value: string; until: number } | undefined;
  await untilReady(server, url);

  const request: Site['request'] = (method, path, requestOptions) => send(url, method, path, requestOptions);
  const tokens = async (path: string, body: Record<string, unknown>, expected: number): Promise<TokenAnswer> => {
    const answer = await request<TokenAnswer>('POST', path, { body });
    if (answer.status === expected) return answer.body;
    throw new Error(`POST ${path} answered ${answer.status}: ${JSON.stringify(answer.body)}`);
  };
  const login: Site['login'] = (email, password) => tokens('/api/v1/auth/login', { email, password }, 200);
  return {
    url,
    dataDir,
    env,
    get pid() {
      return server.pid;
    },
    log: () => server.log(),
    request,
    login,
    async adminToken() {
      if (token === undefined || token.until < Date.now()) {
        const answer = await login(env.ADMIN_EMAIL ?? '', env.ADMIN_PASSWORD ?? '');
        token = { value: answer.accessToken, until: Date.now() + answer.expiresIn * 500 };
      }
      return token.value;
    },
    async register(overrides = {}) {
      accounts += 1;
      const email = `user-${process.pid}-${accounts}@example.com`;
      const account = { email, name: `User ${accounts}`, password: `a long pass phrase ${accounts}`, ...overrides };
      return { ...(await tokens('/api/v1/auth/register', account, 201)), password: account.password };
    },
    waitForLog: (pattern, timeout) => server.waitForLog(pattern, timeout),
    operate: (line) => server.type(line),
    async restart(changes = {}) {
      if (server.running) await stopProcess(server);
      sites.delete(server);
      Object.assign(env, changes);
      server = launch();
      await untilReady(server, url);
    },
    stop: async () => (await stopProcess(server)).code,
    kill(signal) {
      server.kill(signal);
      return server.exited;
    },
  };
}

/**
 * Starts a site that is expected to refuse to start.
 * @throws when it gets ready instead.
 */
export async function failToStart(options: SiteOptions = {}): Promise<ExitStatus & { log: string }> {
  const dataDir = options.dataDir ?? temporaryFolder();
  const port = await freePort();
  const server = startProcess(startCommand(options.folder), siteEnv(options, dataDir, port), options);
  sites.add(server);
  const ready = new Error('It started, which it should have refused.');
  await Promise.race([
    server.exited,
    untilReady(server, `http://127.0.0.1:${port}`).then(
      () => Promise.reject(ready),
      () => undefined,
    ),
  ]);
  const status = await stopProcess(server);
  return { ...status, log: server.log() };
}

/** A folder that is removed when the test file is done. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(process.env.SITE11_TEST_RUN ?? tmpdir(), 'site11-'));
  folders.add(folder);
  return folder;
}

function siteEnv(options: SiteOptions, dataDir: string, port: number): Record<string, string> {
  const services: Record<string, string> = options.services ? { SERVICES: options.services.join(',') } : {};
  return {
    HOST: '127.0.0.1',
    PORT: String(port),
    PUBLIC_URL: `http://127.0.0.1:${port}`,
    DATA_DIR: dataDir,
    ADMIN_EMAIL: admin.email,
    ADMIN_PASSWORD: admin.password,
    LOG_FORMAT: 'json',
    SHUTDOWN_GRACE: '0',
    // Tests come from one address and are quicker than people; what limits do is tested with limits set.
    RATE_LIMIT: '1000000',
    AUTH_RATE_LIMIT: '1000000',
    ...services,
    ...storeEnv(dataDir),
    ...options.env,
  };
}

async function untilReady(server: ServerProcess, url: string): Promise<void> {
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
