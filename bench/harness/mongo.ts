import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { freePort, startProcess, stopProcess } from '../../test/helpers/server-process.ts';
import { findProgram } from './find-program.ts';
import { endOnInterrupt } from './interruption.ts';

export interface Mongo extends AsyncDisposable {
  url: string;
}

/** The server that MONGO_URL names, or SecantusDB on a port of its own; undefined where there is neither. */
export async function startMongo(parent: string): Promise<Mongo | undefined> {
  const given = process.env.MONGO_URL;
  if (given !== undefined) return { url: given, [Symbol.asyncDispose]: async () => undefined };
  const program = findProgram('secantusd-py');
  if (program === undefined) return undefined;
  const port = await freePort();
  // In a folder of its own: it reads a configuration file from where it is started.
  const folder = join(parent, 'mongo');
  mkdirSync(folder);
  const options = ['--host', '127.0.0.1', '--port', `${port}`, '--storage-path', ':memory:'];
  const server = startProcess([program, ...options], {}, { folder });
  const forget = endOnInterrupt(server);
  const stop = async () => {
    await stopProcess(server);
    forget();
  };
  await server.waitForLog(/listening on/);
  return { url: `mongodb://127.0.0.1:${port}/?directConnection=true`, [Symbol.asyncDispose]: stop };
}
