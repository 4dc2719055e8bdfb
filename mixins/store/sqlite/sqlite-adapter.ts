import { join } from 'node:path';
import type { Service, ServiceBroker } from 'moleculer';
import { env } from '../../../lib/env.ts';
import type { StoreDefinitions } from '../definitions.ts';
import { SqliteStore } from './sqlite-store.ts';

/** moleculer-db's adapter interface over the first collection of a service; services themselves use the whole store. */
export class SqliteAdapter {
  readonly store: SqliteStore;

  constructor(name: string, definitions: StoreDefinitions) {
    this.store = new SqliteStore(join(env.DATA_DIR, `${name}_db`, `${name}.sqlite`), definitions);
  }

  /** moleculer-db calls it when the service is created. */
  init(_broker: ServiceBroker, _service: Service): void {}

  connect(): Promise<void> {
    return this.store.open();
  }

  async disconnect(): Promise<void> {
    this.store.close();
  }
}
