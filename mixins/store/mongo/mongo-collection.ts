import { setImmediate } from 'node:timers/promises';
import type { Collection as DriverCollection } from 'mongodb';
import { planChanges, planUpsert } from '../changes.ts';
import { picked, readBatches, readPage } from '../pages.ts';
import { projection } from '../projection.ts';
import { duplicateOf } from '../store.errors.ts';
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
import type { CollectionPlan } from './collection-plan.ts';
import { indexPlans } from './indexes.ts';
import { duplicatedIndex, isDuplicateKey, toProblem, withoutValues } from './mongo-errors.ts';
import { MongoReader } from './mongo-reader.ts';
import { MongoWriter } from './mongo-writer.ts';
import type { Stored } from './stored-document.ts';
import type { Unit } from './unit.ts';
import type { Units } from './units.ts';

/** Documents that are read or written in one go. */
const SLICE = 200;

/** One collection in MongoDB. */
export class MongoCollection<T extends Document> implements Collection<T> {
  readonly name: string;
  readonly writer: MongoWriter<T>;
  readonly #plan: CollectionPlan;
  readonly #documents: DriverCollection<Stored>;
  readonly #units: Units;
  readonly #reader: MongoReader<T>;

  constructor(plan: CollectionPlan, documents: DriverCollection<Stored>, units: Units) {
    this.name = plan.name;
    this.#plan = plan;
    this.#documents = documents;
    this.#units = units;
    this.#reader = new MongoReader(plan, documents);
    this.writer = new MongoWriter(plan, documents);
  }

  insert(document: T): Promise<T> {
    return this.#alone((unit) => this.writer.insert(unit, document));
  }

  async insertMany(documents: readonly T[]): Promise<void> {
    if (documents.length > 0) await this.#together((unit) => this.writer.insertMany(unit, documents));
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
    return this.#alone((unit) => this.writer.update(unit, id, plan, options.expectVersion));
  }

  async updateOne(query: Filter, changes: Changes): Promise<T | null> {
    const plan = planChanges(changes);
    return this.#alone((unit) => this.writer.updateOne(unit, query, plan));
  }

  async updateMany(query: Filter, changes: Changes): Promise<number> {
    const plan = planChanges(changes);
    return this.#inSlices(query, (ids) => this.#together((unit) => this.writer.updateThese(unit, ids, query, plan)));
  }

  async upsert(id: string, changes: Changes, setOnInsert?: Record<string, unknown>): Promise<T> {
    const plan = planUpsert(changes, setOnInsert);
    return this.#alone((unit) => this.writer.upsert(unit, id, plan));
  }

  async remove(id: string): Promise<boolean> {
    return (await this.take({ id })) !== null;
  }

  async take(query: Filter): Promise<T | null> {
    return this.#alone((unit) => this.writer.take(unit, query));
  }

  removeMany(query: Filter): Promise<number> {
    return this.#inSlices(query, (ids) => this.#alone((unit) => this.writer.removeAll(unit, query, ids)));
  }

  aggregate(options: AggregateOptions): Promise<Record<string, unknown>[]> {
    return aggregate(options, this.#plan, this.#documents);
  }

  async *scan(
    options: Pick<FindOptions, 'query' | 'sort' | 'fields'> & { batchSize?: number } = {},
  ): AsyncGenerator<T> {
    const pick = projection(options.fields);
    for await (const batch of readBatches(this.#reader, options, options.batchSize ?? SLICE)) {
      for (const document of batch) yield pick === null ? document : picked(document, pick);
    }
  }

  /** The problem that a failed write of this collection stands for. */
  toProblem(error: unknown): unknown {
    if (!isDuplicateKey(error)) return toProblem(error);
    const index = duplicatedIndex(error);
    const plan = indexPlans(this.#plan).find(({ description }) => description.name === index);
    return duplicateOf(plan?.definition.fields ?? ['id'], withoutValues(error));
  }

  /** Finds first and writes what was found: it must still match. */
  async #inSlices(query: Filter, write: (ids: readonly string[]) => Promise<number>): Promise<number> {
    let total = 0;
    for (let last = ''; ; ) {
      const ids = await this.#reader.matchingIds(query, last, SLICE);
      last = ids.at(-1) ?? last;
      if (ids.length > 0) total += await write(ids);
      if (ids.length < SLICE) return total;
      await setImmediate();
    }
  }

  #alone<R>(work: (unit: Unit) => Promise<R>): Promise<R> {
    return this.#naming(this.#units.alone(this.name, work));
  }

  #together<R>(work: (unit: Unit) => Promise<R>): Promise<R> {
    return this.#naming(this.#units.together(work));
  }

  async #naming<R>(writing: Promise<R>): Promise<R> {
    try {
      return await writing;
    } catch (error) {
      throw this.toProblem(error);
    }
  }
}
