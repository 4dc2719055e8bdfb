import { freePort, startProcess, stopProcess } from '../../test/helpers/server-process.ts';
import { endOnInterrupt } from './interruption.ts';

/** A Redis that keeps nothing. @param program path of redis-server. */
export async function startRedis(program: string): Promise<AsyncDisposable & { url: string; pid: number }> {
  const port = await freePort();
  const server = startProcess([program, '--port', `${port}`, '--bind', '127.0.0.1', '--save', ''], {});
  const forget = endOnInterrupt(server);
  const stop = async () => {
    await stopProcess(server);
    forget();
  };
  await server.waitForLog(/Ready to accept connections/);
  return { url: `redis://127.0.0.1:${port}`, pid: server.pid, [Symbol.asyncDispose]: stop };
}
