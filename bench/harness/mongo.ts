import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { MongoClient } from 'mongodb';
import { findTool } from '../../test/helpers/find-tool.ts';
import { freePort, startProcess, stopProcess } from '../../test/helpers/server-process.ts';
import { endOnInterrupt } from './interruption.ts';

export interface Mongo extends AsyncDisposable {
  url: string;
  /** What all its databases of this run begin with: the server may hold others. */
  namespace: string;
  /** A stand-in speaks the protocol, and stands still under a load that MongoDB carries. */
  isStandIn: boolean;
}

/** The server that MONGO_URL names, or SecantusDB on a port of its own; undefined where there is neither. */
export async function startMongo(parent: string): Promise<Mongo | undefined> {
  const namespace = `bench-${process.pid}`;
  const given = process.env.MONGO_URL;
  if (given !== undefined) {
    return { url: given, namespace, isStandIn: false, [Symbol.asyncDispose]: () => dropDatabases(given, namespace) };
  }
  const program = findTool('mongo');
  if (program === undefined) return undefined;
  const port = await freePort();
  // In a folder of its own: it reads a configuration file from where it is started.
  const folder = join(parent, 'mongo');
  mkdirSync(folder);
  const options = ['--host', '127.0.0.1', '--port', `${port}`, '--storage-path', ':memory:'];
  const server = startProcess([program, ...options], { TMPDIR: folder }, { folder });
  const forget = endOnInterrupt(server);
  const stop = async () => {
    await stopProcess(server);
    forget();
  };
  await server.waitForLog(/listening on/);
  const url = `mongodb://127.0.0.1:${port}/?directConnection=true`;
  return { url, namespace, isStandIn: true, [Symbol.asyncDispose]: stop };
}

async function dropDatabases(url: string, namespace: string): Promise<void> {
  await using client = new MongoClient(url);
  const { databases } = await client.db('admin').admin().listDatabases({ nameOnly: true });
  const own = databases.filter(({ name }) => name.startsWith(`${namespace}_`));
  await Promise.all(own.map(({ name }) => client.db(name).dropDatabase()));
}
