import type { Service, ServiceSchema } from 'moleculer';
import DbService from 'moleculer-db';
import { createAdapter } from './create-adapter.ts';
import { gatherDefinitions, type StoreDeclaration } from './definitions.ts';
import type { CollectionDefinition, Migration, Store } from './store.types.ts';
import type { StoreAdapter } from './store-adapter.ts';

/** What Moleculer hands to `merged`: the schema with its mixins in it. */
type MergedSchema = ServiceSchema & { adapter?: StoreAdapter };

/** Its own start would try for ever what cannot work, and its stop would close before other mixins have stopped. */
const { started: _started, stopped: _stopped, ...dbMixin } = DbService as unknown as Partial<ServiceSchema>;

/** moleculer-db's own actions give whole documents to whoever calls: they are never there to be called. */
const stockActions = ['find', 'count', 'list', 'create', 'insert', 'get', 'update', 'remove'];

/**
 * Gives a service its own database as `this.store`, over moleculer-db (`this.adapter`). Any other mixin of the service takes
 * part by schema keys of its own: `collections: [...]` and `migrations: [...]`; all of them together are the database. It is
 * open before any `started` of the service and its mixins and closed after every `stopped`, whatever the order of the mixins.
 */
export function storeMixin({ collections, migrations = [] }: StoreOptions): Partial<ServiceSchema> {
  return {
    mixins: [dbMixin],
    collections,
    migrations,
    settings: { idField: 'id' },
    actions: Object.fromEntries(stockActions.map((name) => [name, false])),
    merged(this: Service, schema: MergedSchema) {
      if (schema.adapter) return;
      const definitions = gatherDefinitions(this.originalSchema as StoreDeclaration);
      const adapter = createAdapter(schema.name, definitions, collections[0]?.name);
      schema.adapter = adapter;
      schema.created = first(function (this: Service & { store?: Store }) {
        this.store = adapter.store;
      }, schema.created);
      schema.started = first(() => adapter.connect(), schema.started);
      // Moleculer stops in the opposite order.
      schema.stopped = first(() => adapter.disconnect(), schema.stopped);
    },
  } as Partial<ServiceSchema>;
}

function first<H>(handler: H, others: H | H[] = []): H[] {
  return [handler, ...[others].flat()] as H[];
}

interface StoreOptions {
  collections: readonly CollectionDefinition[];
  migrations?: readonly Migration[];
}
