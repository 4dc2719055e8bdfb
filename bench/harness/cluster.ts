import { freePort } from '../../test/helpers/server-process.ts';
import type { Side } from './load-side.ts';
import type { Mongo } from './mongo.ts';
import { startRedis } from './redis.ts';
import { startSite } from './site.ts';

export interface Cluster extends AsyncDisposable {
  /** Of the tokens. */
  issuer: string;
  /** One Console, with all the processes that work for it. */
  side: Side;
  /** One more Console; the processes behind it are the same. */
  addConsole(): Promise<Side>;
}

/** A Console, a process with the services behind it and a Redis between them. @param redisServer path of the program. */
export async function startCluster(dataDir: string, redisServer: string, mongo?: Mongo): Promise<Cluster> {
  await using starting = new AsyncDisposableStack();
  const redis = starting.use(await startRedis(redisServer));
  const issuer = `http://127.0.0.1:${await freePort()}`;
  const env = {
    REDIS_URL: redis.url,
    PUBLIC_URL: issuer,
    ...(mongo && { MONGO_URL: mongo.url, NAMESPACE: mongo.namespace }),
  };
  const services = starting.use(await startSite(dataDir, { ...env, SERVICES: 'oauth,users', NODE_ID: 'services' }));
  const startConsole = () => startSite(dataDir, { ...env, SERVICES: 'console' });
  const console = starting.use(await startConsole());
  const processes = starting.move();
  return {
    issuer,
    side: { url: console.url, pids: [console.pid, services.pid, redis.pid] },
    async addConsole() {
      const { url, pid } = processes.use(await startConsole());
      return { url, pids: [pid] };
    },
    [Symbol.asyncDispose]: () => processes.disposeAsync(),
  };
}
