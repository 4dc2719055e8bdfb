import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as wait } from 'node:timers/promises';
import { env } from '../../lib/env.ts';
import { noRedis } from '../cluster/help.ts';
import { CommandError } from '../command-line.ts';
import { type ProcessUsage, usageOfChildren } from './process-usage.ts';

export interface SoakedCluster {
  /** Of the Consoles. */
  readonly urls: string[];
  readonly admin: { email: string; password: string };
  isRunning(): boolean;
  /** What it logged last, for when it ends by itself. */
  lastLines(): string;
  usage(): Promise<ProcessUsage[]>;
  stop(): Promise<void>;
}

const admin = { email: 'admin@example.com', password: 'correct horse battery soak' };
const KEPT_LINES = 20;
const PATIENCE = 120_000;

/** Starts Redis unless one is configured, and a supervised cluster that keeps all it has in the folder; resolves when it is ready. */
export async function startSoakedCluster(folder: string, { processes }: { processes: string }): Promise<SoakedCluster> {
  const consoles = Number(/console=(\d+)/.exec(processes)?.[1] ?? 1);
  const redis = env.REDIS_URL === undefined ? await startRedis(folder) : undefined;
  const port = await freePorts(consoles);
  const supervisor = spawn(process.execPath, [join(import.meta.dirname, '../cluster.ts'), '--processes', processes], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      ...process.env,
      REDIS_URL: redis?.url ?? env.REDIS_URL,
      HOST: '127.0.0.1',
      PORT: String(port),
      // The issuer of the tokens: one for all Consoles.
      PUBLIC_URL: `http://127.0.0.1:${port}`,
      DATA_DIR: folder,
      NAMESPACE: `soak-${process.pid}`,
      NODE_ID: 'soak',
      ADMIN_EMAIL: admin.email,
      ADMIN_PASSWORD: admin.password,
      LOG_FORMAT: 'json',
      // The visitors come from one address and are quicker than people.
      RATE_LIMIT: '1000000',
      AUTH_RATE_LIMIT: '1000000',
    },
  });
  const lines: string[] = [];
  const stop = async () => {
    await end(supervisor);
    if (redis !== undefined) await end(redis.server);
  };
  try {
    await untilReady(supervisor, lines);
  } catch (error) {
    await stop();
    throw error;
  }
  return {
    urls: Array.from({ length: consoles }, (_, index) => `http://127.0.0.1:${port + index}`),
    admin,
    isRunning: () => isRunning(supervisor),
    lastLines: () => lines.join('\n'),
    usage: () => usageOfChildren(supervisor.pid ?? 0),
    stop,
  };
}

async function untilReady(supervisor: ChildProcess, lines: string[]): Promise<void> {
  const ready = new Promise<void>((resolve) => {
    for (const stream of [supervisor.stdout, supervisor.stderr]) {
      if (stream === null) continue;
      createInterface({ input: stream }).on('line', (line) => {
        lines.push(line);
        if (lines.length > KEPT_LINES) lines.shift();
        if (/cluster: All \d+ processes are ready/.test(line)) resolve();
      });
    }
  });
  const failed = Promise.race([once(supervisor, 'exit'), wait(PATIENCE, undefined, { ref: false })]);
  await Promise.race([
    ready,
    failed.then(() => Promise.reject(new CommandError(`The cluster did not get ready:\n${lines.join('\n')}`))),
  ]);
}

async function startRedis(folder: string): Promise<{ server: ChildProcess; url: string }> {
  const port = await freePorts(1);
  const args = ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--dir', folder];
  const server = spawn('redis-server', args, { stdio: ['ignore', 'pipe', 'ignore'] });
  const failed = once(server, 'exit').catch(() => Promise.reject(new CommandError(noRedis)));
  for await (const line of createInterface({ input: server.stdout })) {
    if (line.includes('Ready to accept connections')) return { server, url: `redis://127.0.0.1:${port}` };
  }
  await failed;
  throw new CommandError('redis-server ended before it was ready.');
}

/** The first of so many free ports in a row, from below the range that outgoing connections take theirs from. */
async function freePorts(count: number): Promise<number> {
  for (;;) {
    const first = 15_000 + Math.floor(Math.random() * 15_000);
    const tried = await Promise.all(Array.from({ length: count }, (_, index) => isFree(first + index)));
    if (tried.every(Boolean)) return first;
  }
}

async function isFree(port: number): Promise<boolean> {
  const server = createServer();
  try {
    await once(server.listen(port, '127.0.0.1'), 'listening');
    return (server.address() as AddressInfo).port === port;
  } catch {
    return false;
  } finally {
    server.close();
  }
}

function isRunning(child: ChildProcess): boolean {
  return child.exitCode === null && child.signalCode === null;
}

async function end(child: ChildProcess): Promise<void> {
  if (child.pid === undefined || !isRunning(child)) return;
  const ended = once(child, 'exit');
  child.kill('SIGTERM');
  await ended;
}
