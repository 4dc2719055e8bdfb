import { isDeepStrictEqual } from 'node:util';
import { parsePath } from './field-path.ts';
import type { CollectionDefinition, IndexDefinition, Migration } from './store.types.ts';

/** What a service declares about its database. */
export interface StoreDefinitions {
  collections: readonly CollectionDefinition[];
  /** In order of their numbers. */
  migrations: readonly Migration[];
}

/** The keys of a schema, or of a mixin in it, that declare a part of the database. */
export interface StoreDeclaration {
  collections?: readonly CollectionDefinition[];
  migrations?: readonly Migration[];
  mixins?: StoreDeclaration | readonly StoreDeclaration[];
}

/** Names with other beginnings are the store's own or the database's. */
const COLLECTION_NAME = /^(?!sqlite_)[a-z][A-Za-z0-9_]{0,62}$/;
/** What both databases can decide for an index without looking at other documents. */
const INDEX_CONDITIONS = ['$eq', '$in', '$gt', '$gte', '$lt', '$lte', '$exists'];

/**
 * Gathers what a schema and all its mixins declare. Moleculer itself lets the outermost of equal keys win, so that of several
 * mixins with collections only one would be heard.
 */
export function gatherDefinitions(schema: StoreDeclaration): StoreDefinitions {
  const collections = new Map<string, CollectionDefinition>();
  const migrations = new Map<number, Migration>();
  for (const part of partsOf(schema)) {
    for (const collection of part.collections ?? []) addCollection(collections, collection);
    for (const migration of part.migrations ?? []) addMigration(migrations, migration);
  }
  return {
    collections: [...collections.values()],
    migrations: [...migrations.values()].sort((a, b) => a.version - b.version),
  };
}

function partsOf(schema: StoreDeclaration): StoreDeclaration[] {
  return [...[schema.mixins ?? []].flat().flatMap((mixin) => partsOf(mixin as StoreDeclaration)), schema];
}

/** The same definition may come twice, from a mixin that is used twice. */
function addCollection(collections: Map<string, CollectionDefinition>, collection: CollectionDefinition): void {
  const { name, indexes = [], expires } = collection;
  if (!COLLECTION_NAME.test(name)) throw new TypeError(`A collection cannot be named "${name}".`);
  const twin = collections.get(name);
  if (twin !== undefined && !isDeepStrictEqual(twin, collection)) {
    throw new TypeError(`The collection "${name}" is declared twice, differently.`);
  }
  if (expires !== undefined) parsePath(expires);
  for (const index of indexes) checkIndex(name, index);
  collections.set(name, collection);
}

function checkIndex(collection: string, { fields, unique, where = {}, elements }: IndexDefinition): void {
  const fault = (message: string) => new TypeError(`An index of the collection "${collection}" ${message}.`);
  if (fields.length === 0) throw fault('has no fields');
  fields.forEach(parsePath);
  if (elements && (fields.length > 1 || unique || Object.keys(where).length > 0)) {
    throw fault('by elements is on one field, not unique and for all documents');
  }
  for (const [field, condition] of Object.entries(where)) {
    parsePath(field);
    const operators = typeof condition === 'object' && condition !== null ? Object.entries(condition) : [];
    const refused = operators.find(([name, value]) => !INDEX_CONDITIONS.includes(name) || value === false);
    if (refused !== undefined) throw fault(`cannot be for documents where "${field}" has "${refused[0]}"`);
  }
}

function addMigration(migrations: Map<number, Migration>, migration: Migration): void {
  const { version, name } = migration;
  if (!Number.isInteger(version) || version < 1) throw new TypeError(`The migration "${name}" needs a number from 1.`);
  const twin = migrations.get(version);
  if (twin !== undefined) throw new TypeError(`The migrations "${twin.name}" and "${name}" have the same number.`);
  migrations.set(version, migration);
}
