import { afterAll, jest } from '@jest/globals';
import { startCommand } from '../../scripts/start-command.ts';
import { type Answer, type RequestOptions, send } from './http.ts';
import { type ExitStatus, freePort, type ServerProcess, startProcess, stopProcess } from './server-process.ts';
import { startAsCluster } from './site-cluster.ts';
import { oneProcess, untilReady } from './site-process.ts';
import { storeEnv } from './store-env.ts';
import { removeTemporaryFolders, temporaryFolder } from './temporary-folder.ts';

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
  /**
   * For tests that are about one process or about a cluster. All others run on one process, and with TEST_TOPOLOGY=cluster on
   * 2 Consoles, 2 users and 1 oauth over a Redis of their own.
   */
  topology?: 'process' | 'cluster';
  /** For tests that are about the files of SQLite. All others keep their data where TEST_STORE says. */
  store?: 'sqlite';
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
const refusing = new Set<ServerProcess>();
let accounts = 0;

// Five processes start where one did.
if (process.env.TEST_TOPOLOGY === 'cluster') jest.setTimeout(180_000);

// Hooks run in the order of the modules: what site-process.ts and site-cluster.ts started has ended by now.
afterAll(async () => {
  await Promise.all([...refusing].map((server) => stopProcess(server, 3000)));
  removeTemporaryFolders();
});

/** Starts a site and waits until it is ready. @throws with the server's log when it does not get there. */
export async function startSite(options: SiteOptions = {}): Promise<Site> {
  const dataDir = options.dataDir ?? temporaryFolder();
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const env = await siteEnv(options, dataDir, port);
  const runtime = runsAsCluster(options) ? await startAsCluster(env, port) : oneProcess(env, url, options);
  await runtime.start();
  let token: { value: string; until: number } | undefined;

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
      return runtime.pid;
    },
    log: () => runtime.log(),
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
    waitForLog: (pattern, timeout) => runtime.waitForLog(pattern, timeout),
    operate: (line) => runtime.type(line),
    async restart(changes = {}) {
      if (runtime.running) await runtime.stop();
      Object.assign(env, changes);
      await runtime.start();
    },
    stop: () => runtime.stop(),
    kill: (signal) => runtime.kill(signal),
  };
}

/** `TEST_TOPOLOGY=cluster npm test -- <files>`: all but what is about one process by its options. */
function runsAsCluster({ topology, repl, services, folder, uid, env }: SiteOptions): boolean {
  if (topology !== undefined) return topology === 'cluster';
  const isOneProcess = repl || services || folder || uid !== undefined || env?.REDIS_URL;
  return process.env.TEST_TOPOLOGY === 'cluster' && !isOneProcess;
}

/**
 * Starts a site that is expected to refuse to start.
 * @throws when it gets ready instead.
 */
export async function failToStart(options: SiteOptions = {}): Promise<ExitStatus & { log: string }> {
  const dataDir = options.dataDir ?? temporaryFolder();
  const port = await freePort();
  const server = startProcess(startCommand(options.folder), await siteEnv(options, dataDir, port), options);
  refusing.add(server);
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

async function siteEnv(options: SiteOptions, dataDir: string, port: number): Promise<Record<string, string>> {
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
    ...(options.store === 'sqlite' ? {} : await storeEnv(dataDir)),
    ...options.env,
  };
}
