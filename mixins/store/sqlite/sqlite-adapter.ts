import { join } from 'node:path';
import type { Service, ServiceBroker } from 'moleculer';
import { env } from '../../../lib/env.ts';
import { newId } from '../../../lib/ids.ts';
import type { StoreDefinitions } from '../definitions.ts';
import type { Changes, Collection, Document, Filter } from '../store.types.ts';
import { SqliteStore } from './sqlite-store.ts';

type Entity = Document & Record<string, unknown>;

/** How moleculer-db's methods ask for documents. */
interface AdapterParams {
  query?: Filter;
  search?: string;
  searchFields?: string | string[];
  sort?: string | string[];
  limit?: number;
  offset?: number;
}

/** moleculer-db's adapter interface over one collection of a service. Services themselves use the store, which does more. */
export class SqliteAdapter {
  readonly store: SqliteStore;
  readonly #primary: string;

  constructor(serviceName: string, definitions: StoreDefinitions, primary = '') {
    this.store = new SqliteStore(join(env.DATA_DIR, `${serviceName}_db`, `${serviceName}.sqlite`), definitions);
    this.#primary = primary;
  }

  get #collection(): Collection<Entity> {
    return this.store.collection(this.#primary);
  }

  /** The adapter needs nothing of the broker or the service. */
  init(_broker: ServiceBroker, _service: Service): void {}

  connect(): Promise<void> {
    return this.store.open();
  }

  disconnect(): Promise<void> {
    return this.store.close();
  }

  async find(params: AdapterParams = {}): Promise<Entity[]> {
    const { query, offset = 0, limit } = params;
    const wanted = limit === undefined ? undefined : limit + offset;
    const found = await this.#collection.find({
      query,
      search: searchOf(params),
      sort: words(params.sort),
      limit: wanted,
    });
    return found.slice(offset);
  }

  count(params: AdapterParams = {}): Promise<number> {
    return this.#collection.count({ query: params.query, search: searchOf(params) });
  }

  findOne(query: Filter): Promise<Entity | null> {
    return this.#collection.findOne(query);
  }

  findById(id: string): Promise<Entity | null> {
    return this.#collection.get(id);
  }

  findByIds(ids: string[]): Promise<Entity[]> {
    return this.#collection.getMany(ids);
  }

  insert(entity: Entity): Promise<Entity> {
    return this.#collection.insert(entity);
  }

  async insertMany(entities: Entity[]): Promise<Entity[]> {
    await this.#collection.insertMany(entities);
    return this.#collection.getMany(entities.map(({ id }) => id));
  }

  updateById(id: string, changes: Changes): Promise<Entity | null> {
    return this.#collection.update(id, changes);
  }

  updateMany(query: Filter, changes: Changes): Promise<number> {
    return this.#collection.updateMany(query, changes);
  }

  removeById(id: string): Promise<Entity | null> {
    return this.#collection.take({ id });
  }

  removeMany(query: Filter): Promise<number> {
    return this.#collection.removeMany(query);
  }

  clear(): Promise<number> {
    return this.#collection.removeMany({});
  }

  entityToObject(entity: Entity): Entity {
    return entity;
  }

  /** Our documents are stored under the name that services give the id. */
  beforeSaveTransformID(entity: Entity): Entity {
    return { ...entity, id: entity.id ?? newId() };
  }

  afterRetrieveTransformID(entity: Entity): Entity {
    return entity;
  }
}

function words(value: string | string[] | undefined): string[] | undefined {
  return typeof value === 'string' ? value.split(/[\s,]+/).filter((word) => word !== '') : value;
}

function searchOf({ search, searchFields }: AdapterParams) {
  return search === undefined ? undefined : { text: search, fields: words(searchFields) ?? [] };
}
