import type { Middleware } from 'moleculer';
import { announced } from './announced.ts';
import { leaveCluster } from './leave-cluster.ts';
import { nodeServer } from './node-server/node-server.ts';
import { operations } from './operations/operations.ts';
import { supervised } from './supervised.ts';

/** What only a process of a cluster needs; loaded where REDIS_URL is set. */
export function clusterMiddlewares(): Middleware[] {
  return [supervised(), operations(), announced(), nodeServer(), leaveCluster()];
}
