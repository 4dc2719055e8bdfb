import { afterAll } from '@jest/globals';
import { findTool } from './require-tool.ts';
import { freePort, type ServerProcess, startProcess } from './server-process.ts';

/** A real Redis of the test's own, that keeps nothing on disk. */
export interface RedisServer {
  readonly url: string;
  readonly port: number;
  readonly pid: number;
  /** Ends it and waits until it is gone. */
  stop(): Promise<void>;
  /** Starts it again on the same port, empty. */
  restart(): Promise<void>;
  kill(signal: NodeJS.Signals): void;
}

const servers = new Set<ServerProcess>();

afterAll(async () => {
  for (const server of servers) server.kill('SIGKILL');
  await Promise.all([...servers].map(({ exited }) => exited));
});

export async function startRedis(): Promise<RedisServer> {
  const port = await freePort();
  const program = findTool('redis') ?? 'redis-server';
  const launch = async () => {
    const server = startProcess([program, '--port', String(port), '--save', '', '--bind', '127.0.0.1'], {});
    servers.add(server);
    await server.waitForLog(/Ready to accept connections/);
    return server;
  };
  let server = await launch();
  const stop = async () => {
    server.kill('SIGKILL');
    await server.exited;
    servers.delete(server);
  };
  return {
    url: `redis://127.0.0.1:${port}`,
    port,
    get pid() {
      return server.pid;
    },
    stop,
    async restart() {
      if (server.running) await stop();
      server = await launch();
    },
    kill: (signal) => server.kill(signal),
  };
}
