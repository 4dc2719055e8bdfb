import type { StoreDefinitions } from './definitions.ts';
import { SqliteAdapter } from './sqlite/sqlite-adapter.ts';

/**
 * The one place that decides which database a service's store is in.
 * @param primary the collection that moleculer-db's own methods work on
 */
export function createAdapter(serviceName: string, definitions: StoreDefinitions, primary?: string): SqliteAdapter {
  return new SqliteAdapter(serviceName, definitions, primary);
}
