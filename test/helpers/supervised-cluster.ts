import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll } from '@jest/globals';
import { type Answer, type RequestOptions, send } from './http.ts';
import { runScript } from './run-script.ts';
import { type ExitStatus, freePort, type ServerProcess, startProcess, stopProcess } from './server-process.ts';
import { temporaryFolder } from './temporary-folder.ts';

const script = join(import.meta.dirname, '../../scripts/cluster.ts');
const admin = { email: 'admin@example.com', password: 'correct horse battery admin' };
const running = new Set<ServerProcess>();

export interface StatusRow {
  name: string;
  state: string;
  pid: number;
  restarts: number;
}

/** The processes that `npm run cluster` starts, and their supervisor. */
export interface SupervisedCluster {
  readonly supervisor: ServerProcess;
  readonly env: Record<string, string>;
  /** Of the Consoles. */
  readonly urls: string[];
  /** `npm run cluster -- <args>`. */
  command(...args: string[]): Promise<ExitStatus & { log: string }>;
  status(): Promise<StatusRow[]>;
  row(name: string): Promise<StatusRow>;
  request<T = Record<string, unknown>>(method: string, path: string, options?: RequestOptions): Promise<Answer<T>>;
  adminToken(): Promise<string>;
}

afterAll(async () => {
  await Promise.all([...running].map((supervisor) => stopProcess(supervisor, 20_000)));
});

/** Starts a cluster and waits until all of it is ready. */
export async function startSupervised(
  redisUrl: string,
  processes: string,
  extra: Record<string, string> = {},
): Promise<SupervisedCluster> {
  const consoles = Number(/console=(\d)/.exec(processes)?.[1] ?? 1);
  const port = await freePort();
  const env: Record<string, string> = {
    REDIS_URL: redisUrl,
    HOST: '127.0.0.1',
    PORT: String(port),
    DATA_DIR: temporaryFolder(),
    ADMIN_EMAIL: admin.email,
    ADMIN_PASSWORD: admin.password,
    NODE_ID: 'here',
    LOG_FORMAT: 'json',
    RATE_LIMIT: '1000000',
    AUTH_RATE_LIMIT: '1000000',
    ...extra,
  };
  const urls = Array.from({ length: consoles }, (_, index) => `http://127.0.0.1:${port + index}`);
  const supervisor = startProcess([process.execPath, script, '--processes', processes], env);
  running.add(supervisor);
  await supervisor.waitForLog(/cluster: All \d+ processes are ready/, 90_000);
  const command: SupervisedCluster['command'] = (...args) => runScript('cluster.ts', args, env);
  const status = async () => (await command('status')).log.split('\n').slice(1).filter(Boolean).map(toRow);
  const request: SupervisedCluster['request'] = (method, path, options) => send(urls[0] ?? '', method, path, options);
  return {
    supervisor,
    env,
    urls,
    command,
    status,
    async row(name) {
      const found = (await status()).find((row) => row.name === name);
      if (found === undefined) throw new Error(`There is no process ${name}.`);
      return found;
    },
    request,
    async adminToken() {
      const { body } = await request<{ accessToken: string }>('POST', '/api/v1/auth/login', { body: admin });
      return body.accessToken;
    },
  };
}

/** Columns stand two spaces apart, and those that are empty are spaces. */
function toRow(line: string): StatusRow {
  const [, name = '', state = ''] = /^(\S+)\s{2,}(\w+(?: \w+)?)/.exec(line) ?? [];
  const [, pid, restarts] = /(\d+)\s+\d+ (?:s|min|h)\s+(\d+)/.exec(line) ?? [];
  return { name, state, pid: Number(pid ?? 0), restarts: Number(restarts ?? 0) };
}

/** Whether a process is there and is no zombie that nobody has waited for. */
export function isAlive(pid: number): boolean {
  try {
    return !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'));
  } catch {
    return false;
  }
}

/** Polls, for what no event tells. @throws when it is not so after `patience` ms. */
export async function until(what: string, isSo: () => boolean | Promise<boolean>, patience = 30_000): Promise<void> {
  for (const deadline = performance.now() + patience; !(await isSo()); await wait(100)) {
    if (performance.now() > deadline) throw new Error(`After ${patience / 1000} s still not: ${what}`);
  }
}
