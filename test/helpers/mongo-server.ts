import { afterAll } from '@jest/globals';
import { MongoClient } from 'mongodb';
import { freePort, type ServerProcess, startProcess, stopProcess } from './server-process.ts';
import { temporaryFolder } from './temporary-folder.ts';

/** A server that speaks MongoDB's protocol. */
export interface MongoServer {
  readonly url: string;
  /** Without warning; what it acknowledged must be there after `start`. Only of a server that the tests have started. */
  kill(signal: NodeJS.Signals): Promise<void>;
  /** SIGSTOP: it keeps its connections and says nothing, until SIGCONT. */
  signal(signal: 'SIGSTOP' | 'SIGCONT'): void;
  /** On the same port and data. */
  start(): Promise<void>;
  stop(): Promise<void>;
}

const IN_MEMORY = ':memory:';
const started = new Set<MongoServer>();

afterAll(async () => {
  await Promise.all([...started].map((server) => server.stop()));
});

/**
 * Starts a server on a port of its own.
 * @param found as `describeWith('mongo', …)` has it: SecantusDB's program, or the URL of a server that runs already
 * @param folder where it keeps its data; in memory unless told
 */
export async function startMongo(
  found: string,
  folder = IN_MEMORY,
  more: readonly string[] = [],
): Promise<MongoServer> {
  if (isUrl(found)) return foreign(found);
  const port = await freePort();
  const url = `mongodb://127.0.0.1:${port}/?directConnection=true`;
  const options = ['--host', '127.0.0.1', '--port', String(port), '--storage-path', folder];
  // What it acknowledged outlives it only where it has a folder to come back to.
  if (folder !== IN_MEMORY) options.push('--sync-on-commit');
  const launch = () => {
    // It reads a configuration file from where it is started, and keeps there what is said to be in memory.
    const own = temporaryFolder();
    return startProcess([found, ...options, ...more], { TMPDIR: own }, { folder: own });
  };
  let process: ServerProcess = launch();
  const server: MongoServer = {
    url,
    async kill(signal) {
      process.kill(signal);
      await process.exited;
    },
    signal: (signal) => process.kill(signal),
    async start() {
      process = launch();
      await untilAnswering(url, process);
    },
    async stop() {
      started.delete(server);
      // Closing its files takes seconds, and nobody opens them again.
      if (folder === IN_MEMORY) await server.kill('SIGKILL');
      else if (process.running) await stopProcess(process);
    },
  };
  started.add(server);
  await untilAnswering(url, process);
  return server;
}

/** Starts SecantusDB so that it lets nobody in but this user, who may do what deploy/mongo/create-user.js lets the services do. */
export async function startMongoWithUser(program: string, user: string, password: string): Promise<MongoServer> {
  const folder = temporaryFolder();
  const open = await startMongo(program, folder);
  const client = new MongoClient(open.url);
  await client.db('admin').command({ createUser: user, pwd: password, roles: ['readWriteAnyDatabase'] });
  await client.close();
  await open.stop();
  const server = await startMongo(program, folder, ['--auth']);
  const url = `${server.url.replace('//', `//${user}:${password}@`)}&authSource=admin`;
  return { ...server, url };
}

/** A server that is not ours to stop. */
export function isUrl(found: string): boolean {
  return found.startsWith('mongodb');
}

function foreign(url: string): MongoServer {
  const refuse = (): never => {
    throw new Error('The server in MONGO_URL is not stopped by a test.');
  };
  return { url, kill: refuse, signal: refuse, start: refuse, stop: async () => {} };
}

async function untilAnswering(url: string, process: ServerProcess): Promise<void> {
  await process.waitForLog(/listening on/);
  const client = new MongoClient(url, { serverSelectionTimeoutMS: 10_000 });
  try {
    await client.db('admin').command({ ping: 1 });
  } finally {
    await client.close();
  }
}
