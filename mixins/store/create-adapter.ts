import { join } from 'node:path';
import { env } from '../../lib/env.ts';
import type { StoreDefinitions } from './definitions.ts';
import { SqliteStore } from './sqlite/sqlite-store.ts';
import { StoreAdapter } from './store-adapter.ts';

/** Loaded only where there is a MongoDB: one process alone starts without it. */
const mongo = env.MONGO_URL === undefined ? null : await import('./mongo/mongo-store.ts');

/**
 * The one place that decides which database a service's store is in.
 * @param primary the collection that moleculer-db's own methods work on
 */
export function createAdapter(serviceName: string, definitions: StoreDefinitions, primary?: string): StoreAdapter {
  const store =
    mongo === null
      ? new SqliteStore(join(env.DATA_DIR, `${serviceName}_db`, `${serviceName}.sqlite`), definitions)
      : new mongo.MongoStore(mongo.databaseName(serviceName), definitions);
  return new StoreAdapter(store, primary);
}
