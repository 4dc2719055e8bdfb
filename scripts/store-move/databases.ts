import { globSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { env } from '../../lib/env.ts';
import { gatherDefinitions, type StoreDefinitions } from '../../mixins/store/definitions.ts';
import { databaseName, MongoStore } from '../../mixins/store/mongo/mongo-store.ts';
import { SqliteStore } from '../../mixins/store/sqlite/sqlite-store.ts';
import type { CollectionDefinition, Migration } from '../../mixins/store/store.types.ts';
import type { OwnedStore } from '../../mixins/store/store-adapter.ts';

export type Kind = 'sqlite' | 'mongo';

/** One service's database, on either side. */
export interface Database {
  service: string;
  collections: readonly string[];
  /** Not yet open. */
  source: OwnedStore;
  target: OwnedStore;
}

const root = join(import.meta.dirname, '../..');

/** The databases of all services of this version of the code. */
export async function databases(to: Kind): Promise<Database[]> {
  const found: Database[] = [];
  for (const file of globSync('services/*/*.service.ts', { cwd: root }).sort()) {
    const { default: schema } = await import(pathToFileURL(join(root, file)).href);
    const { collections, migrations } = gatherDefinitions(schema);
    if (collections.length === 0) continue;
    const kept = collections.map(withExpired);
    const from: Kind = to === 'mongo' ? 'sqlite' : 'mongo';
    found.push({
      service: schema.name,
      collections: collections.map(({ name }) => name),
      source: storeOf(from, schema.name, kept, migrations),
      // What the migrations have done comes with the documents.
      target: storeOf(to, schema.name, kept, []),
    });
  }
  return found;
}

function storeOf(
  kind: Kind,
  service: string,
  collections: StoreDefinitions['collections'],
  migrations: readonly Migration[],
): OwnedStore {
  if (kind === 'mongo') return new MongoStore(databaseName(service), { collections, migrations });
  return new SqliteStore(join(env.DATA_DIR, `${service}_db`, `${service}.sqlite`), { collections, migrations });
}

/** Documents that have expired, or do while they are copied, are documents here: both sides are compared later. */
function withExpired({ expires, ...definition }: CollectionDefinition): CollectionDefinition {
  if (expires === undefined) return definition;
  return { ...definition, indexes: [...(definition.indexes ?? []), { fields: [expires] }] };
}
