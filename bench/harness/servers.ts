import { setTimeout as delay } from 'node:timers/promises';
import { send } from '../../test/helpers/http.ts';
import { freePort, type ServerProcess, startProcess, stopProcess } from '../../test/helpers/server-process.ts';
import { endOnInterrupt, isInterrupted } from './interruption.ts';

/** A server that is ready; stopped when it goes out of scope. */
export interface Server extends AsyncDisposable {
  url: string;
  pid: number;
  /** Milliseconds from its start to the first 200 of /health/ready. */
  readyAfter: number;
}

/**
 * Starts a server on a free port, and waits until it is ready.
 * @param portName the variable in which it finds the port.
 * @throws with its log when it ends before, or takes longer than a minute.
 */
export async function startServer(
  command: string[] | ((port: number) => string[]),
  env: Record<string, string>,
  portName = 'PORT',
): Promise<Server> {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const startedAt = performance.now();
  const address = { HOST: '127.0.0.1', [portName]: String(port) };
  const server = startProcess(typeof command === 'function' ? command(port) : command, {
    PUBLIC_URL: url,
    ...env,
    ...address,
  });
  const forget = endOnInterrupt(server);
  const stop = async () => {
    if (!server.running && !isInterrupted()) console.error(`The server ended by itself. Its log:\n${server.log()}`);
    await stopProcess(server);
    forget();
  };
  try {
    await untilReady(server, url);
  } catch (error) {
    await stop();
    throw error;
  }
  return { url, pid: server.pid, readyAfter: performance.now() - startedAt, [Symbol.asyncDispose]: stop };
}

async function untilReady(server: ServerProcess, url: string): Promise<void> {
  for (const deadline = Date.now() + 60_000; server.running && Date.now() < deadline; await delay(5)) {
    try {
      if ((await send(url, 'GET', '/health/ready')).status === 200) return;
    } catch {
      // Not listening yet.
    }
  }
  throw new Error(server.running ? `The server did not get ready. Its log:\n${server.log()}` : 'The server ended.');
}
