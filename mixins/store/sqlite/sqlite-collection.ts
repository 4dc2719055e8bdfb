import { setImmediate } from 'node:timers/promises';
import { planChanges } from '../changes.ts';
import { projection } from '../projection.ts';
import { sortKeys } from '../sort-keys.ts';
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
import { duplicate } from './duplicate.ts';
import { duplicatedIndex } from './sqlite-errors.ts';
import type { Table } from './table.ts';
import { placeOf, TableReader } from './table-reader.ts';
import { TableWriter } from './table-writer.ts';

/** Documents that are written in one go before others get the event loop. */
const SLICE = 200;

/** One collection in SQLite. */
export class SqliteCollection<T extends Document> implements Collection<T> {
  readonly name: string;
  readonly table: Table;
  readonly reader: TableReader<T>;
  readonly writer: TableWriter<T>;
  readonly #connection: Connection;

  constructor(connection: Connection, table: Table) {
    this.name = table.name;
    this.table = table;
    this.#connection = connection;
    this.reader = new TableReader(connection, table);
    this.writer = new TableWriter(connection, table, this.reader.queries);
  }

  async insert(document: T): Promise<T> {
    return this.#write(() => this.writer.insert(document));
  }

  async insertMany(documents: readonly T[]): Promise<void> {
    await this.#transaction(() => {
      for (const document of documents) this.writer.insert(document);
    });
  }

  async get(id: string, fields?: readonly string[]): Promise<T | null> {
    const pick = projection(fields);
    const document = this.#connection.read(() => this.reader.get(id));
    return document === null || pick === null ? document : (pick(document as Record<string, unknown>) as T);
  }

  async getMany(ids: readonly string[]): Promise<T[]> {
    return this.#connection.read(() => this.reader.getMany(ids));
  }

  async findOne(query: Filter): Promise<T | null> {
    return this.#connection.read(() => this.reader.findOne(query));
  }

  async find(options: FindOptions = {}): Promise<T[]> {
    return this.#connection.read(() => this.reader.find(options));
  }

  async page(options: PageOptions): Promise<Page<T>> {
    return this.#connection.read(() => this.reader.page(options));
  }

  async count(options: Pick<FindOptions, 'query' | 'search'> = {}): Promise<number> {
    return this.#connection.read(() => this.reader.count(options));
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
    let total = 0;
    for (let last = ''; ; ) {
      const changed = await this.#transaction(() => this.writer.updateSome(query, plan, SLICE, last));
      total += changed.length;
      last = changed.at(-1)?.id ?? '';
      if (changed.length < SLICE) return total;
      await setImmediate();
    }
  }

  async upsert(id: string, changes: Changes, setOnInsert?: Record<string, unknown>): Promise<T> {
    return this.#transaction(() => this.writer.upsert(id, changes, setOnInsert));
  }

  async remove(id: string): Promise<boolean> {
    return this.#write(() => this.writer.remove(id));
  }

  async take(query: Filter): Promise<T | null> {
    return this.#write(() => this.writer.take(query));
  }

  async removeMany(query: Filter): Promise<number> {
    for (let total = 0; ; ) {
      const removed = await this.#write(() => this.writer.removeSome(query, SLICE));
      total += removed;
      if (removed < SLICE) return total;
      await setImmediate();
    }
  }

  async aggregate(options: AggregateOptions): Promise<Record<string, unknown>[]> {
    return this.#connection.read(() => aggregate(options, this.table, this.reader.queries));
  }

  async *scan(options: Pick<FindOptions, 'query' | 'sort' | 'fields'> & { batchSize?: number } = {}): AsyncIterable<T> {
    const { query = {}, batchSize = SLICE } = options;
    const keys = sortKeys(options.sort);
    const pick = projection(options.fields);
    let batch = await this.find({ query, sort: options.sort, limit: batchSize });
    for (;;) {
      for (const document of batch) yield pick === null ? document : (pick(document as Record<string, unknown>) as T);
      const last = batch.at(-1);
      if (last === undefined || batch.length < batchSize) return;
      await setImmediate();
      batch = this.#connection.read(() => this.reader.selectAfter(query, keys, placeOf(last, keys), batchSize));
    }
  }

  #transaction<R>(work: () => R): Promise<R> {
    return this.#write(() => this.#connection.transaction(work));
  }

  #write<R>(work: () => R): Promise<R> {
    return this.#connection.write(() => {
      try {
        return work();
      } catch (error) {
        const index = duplicatedIndex(error);
        throw index === null ? error : duplicate(this.table, index, error);
      }
    });
  }
}
