import { join } from 'node:path';
import { env } from '../../lib/env.ts';
import type { StoreDefinitions } from './definitions.ts';
import { databaseName, MongoStore } from './mongo/mongo-store.ts';
import { SqliteStore } from './sqlite/sqlite-store.ts';
import { StoreAdapter } from './store-adapter.ts';

/**
 * The one place that decides which database a service's store is in. Both are imported plainly, because the REPL's "load" cannot
 * load a service that waits for an import; MongoDB's driver, which is what costs time and memory, is loaded with the first client.
 * @param primary the collection that moleculer-db's own methods work on
 */
export function createAdapter(serviceName: string, definitions: StoreDefinitions, primary?: string): StoreAdapter {
  const store =
    env.MONGO_URL === undefined
      ? new SqliteStore(join(env.DATA_DIR, `${serviceName}_db`, `${serviceName}.sqlite`), definitions)
      : new MongoStore(databaseName(serviceName), definitions);
  return new StoreAdapter(store, primary);
}
