import type { Service, ServiceBroker } from 'moleculer';
import { newId } from '../../lib/ids.ts';
import type { Internals } from './internals.ts';
import type { Changes, Collection, Document, Filter, Store } from './store.types.ts';

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

/** A store as its owner sees it: somebody has to open and close it. */
export interface OwnedStore extends Store {
  /** @param report told, in words for the operator, what the opening waits for */
  open(report: (message: string) => void): Promise<void>;
  close(): Promise<void>;
  /** For a copy of the whole database. */
  readInternals(): Promise<Internals>;
  writeInternals(internals: Internals): Promise<void>;
}

/** moleculer-db's adapter interface over one collection of a service. Services themselves use the store, which does more. */
export class StoreAdapter {
  readonly store: OwnedStore;
  readonly #primary: string;
  #report: (message: string) => void = () => {};

  constructor(store: OwnedStore, primary = '') {
    this.store = store;
    this.#primary = primary;
  }

  get #collection(): Collection<Entity> {
    return this.store.collection(this.#primary);
  }

  init(_broker: ServiceBroker, service: Service): void {
    this.#report = (message) => service.logger.warn(message);
  }

  connect(): Promise<void> {
    return this.store.open(this.#report);
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
