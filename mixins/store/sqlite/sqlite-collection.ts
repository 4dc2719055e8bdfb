import { setImmediate } from 'node:timers/promises';
import { planChanges, planUpsert } from '../changes.ts';
import { picked, readBatches, readPage } from '../pages.ts';
import { projection } from '../projection.ts';
import type {
  AggregateOptions,
  Changes,
  Collection,
  Document,
  Filter,
  FindOptions,
  Page,
  PageOptions,
} from '../store.types.ts';
import { aggregate } from './aggregate.ts';
import type { Connection } from './connection.ts';
import { namingDuplicate } from './duplicate.ts';
import { Queries } from './queries.ts';
import { ReadRunner } from './read-runner.ts';
import type { Table } from './table.ts';
import { TableReader } from './table-reader.ts';
import { TableWriter } from './table-writer.ts';

/** Documents that are read or written in one go before others get the event loop. */
const SLICE = 200;

/** One collection in SQLite. */
export class SqliteCollection<T extends Document> implements Collection<T> {
  readonly name: string;
  readonly table: Table;
  readonly writer: TableWriter<T>;
  readonly #connection: Connection;
  readonly #queries: Queries;
  readonly #runner: ReadRunner;
  readonly #reader: TableReader<T>;

  constructor(connection: Connection, table: Table) {
    this.name = table.name;
    this.table = table;
    this.#connection = connection;
    this.#queries = new Queries(connection, table);
    this.#runner = new ReadRunner(connection, table);
    this.#reader = new TableReader(table, this.#queries, this.#runner);
    this.writer = new TableWriter(table, this.#queries);
  }

  insert(document: T): Promise<T> {
    return this.#write(() => this.writer.insert(document));
  }

  async insertMany(documents: readonly T[]): Promise<void> {
    await this.#transaction(() => {
      for (const document of documents) this.writer.insert(document);
    });
  }

  get(id: string, fields?: readonly string[]): Promise<T | null> {
    return this.#reader.get(id, fields);
  }

  getMany(ids: readonly string[]): Promise<T[]> {
    return this.#reader.getMany(ids);
  }

  findOne(query: Filter): Promise<T | null> {
    return this.#reader.findOne(query);
  }

  find(options: FindOptions = {}): Promise<T[]> {
    return this.#reader.find(options);
  }

  page(options: PageOptions): Promise<Page<T>> {
    return readPage(this.#reader, this.name, options);
  }

  count(options: Pick<FindOptions, 'query' | 'search'> = {}): Promise<number> {
    return this.#reader.count(options);
  }

  async update(id: string, changes: Changes, options: { expectVersion?: number } = {}): Promise<T | null> {
    const plan = planChanges(changes);
    return this.#transaction(() => this.writer.update(id, plan, options.expectVersion));
  }

  async updateOne(query: Filter, changes: Changes): Promise<T | null> {
    const plan = planChanges(changes);
    return this.#transaction(() => this.writer.updateOne(query, plan));
  }

  async updateMany(query: Filter, changes: Changes): Promise<number> {
    const plan = planChanges(changes);
    return this.#inSlices(query, (ids) => this.#transaction(() => this.writer.updateThese(ids, query, plan)));
  }

  async upsert(id: string, changes: Changes, setOnInsert?: Record<string, unknown>): Promise<T> {
    const plan = planUpsert(changes, setOnInsert);
    return this.#transaction(() => this.writer.upsert(id, plan));
  }

  remove(id: string): Promise<boolean> {
    return this.#write(() => this.writer.remove(id));
  }

  take(query: Filter): Promise<T | null> {
    return this.#write(() => this.writer.take(query));
  }

  removeMany(query: Filter): Promise<number> {
    return this.#inSlices(query, (ids) => this.#write(() => this.writer.removeThese(ids, query)));
  }

  aggregate(options: AggregateOptions): Promise<Record<string, unknown>[]> {
    return aggregate(options, this.table, this.#queries, this.#runner);
  }

  async *scan(
    options: Pick<FindOptions, 'query' | 'sort' | 'fields'> & { batchSize?: number } = {},
  ): AsyncGenerator<T> {
    const pick = projection(options.fields);
    for await (const batch of readBatches(this.#reader, options, options.batchSize ?? SLICE)) {
      for (const document of batch) yield pick === null ? document : picked(document, pick);
      await setImmediate();
    }
  }

  /** Removes the next documents that are past their time; answers whether there may be more. */
  async removeExpired(): Promise<boolean> {
    return (await this.#write(() => this.writer.removeExpired(SLICE))) === SLICE;
  }

  /** Finds first, which may take long and is then done elsewhere, and writes what was found: it must still match. */
  async #inSlices(query: Filter, write: (ids: string) => Promise<number>): Promise<number> {
    let total = 0;
    for (let last = ''; ; ) {
      const ids = await this.#reader.matchingIds(query, last, SLICE);
      last = ids.at(-1) ?? last;
      if (ids.length > 0) total += await write(JSON.stringify(ids));
      if (ids.length < SLICE) return total;
      await setImmediate();
    }
  }

  #transaction<R>(work: () => R): Promise<R> {
    return this.#write(() => this.#connection.transaction(work));
  }

  #write<R>(work: () => R): Promise<R> {
    return this.#connection.write(() => namingDuplicate(this.table, work));
  }
}
