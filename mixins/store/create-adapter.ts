import type { StoreDefinitions } from './definitions.ts';
import { SqliteAdapter } from './sqlite/sqlite-adapter.ts';

/** The one place that decides which database a service's store is in. */
export function createAdapter(serviceName: string, definitions: StoreDefinitions): SqliteAdapter {
  return new SqliteAdapter(serviceName, definitions);
}
