import type { Collection } from 'mongodb';
import { checkLimit, type OrderedReader, picked } from '../pages.ts';
import { projection } from '../projection.ts';
import { type Order, orderOf, type SortKey } from '../sort-keys.ts';
import type { Document, Filter, FindOptions } from '../store.types.ts';
import type { CollectionPlan } from './collection-plan.ts';
import { allOf, type Condition } from './compile-filter.ts';
import { ask, type Question } from './conditions.ts';
import { after, sortBy } from './keyset.ts';
import { toProblem } from './mongo-errors.ts';
import { fromStored, type Stored } from './stored-document.ts';

/** MongoDB's way to say "all". */
const UNLIMITED = 0;

/** Reads of one collection. */
export class MongoReader<T extends Document> implements OrderedReader<T, Question> {
  readonly #plan: CollectionPlan;
  readonly #documents: Collection<Stored>;

  constructor(plan: CollectionPlan, documents: Collection<Stored>) {
    this.#plan = plan;
    this.#documents = documents;
  }

  ask(query?: Filter, search?: FindOptions['search']): Question {
    return ask(this.#plan, query, search);
  }

  async get(id: string, fields?: readonly string[]): Promise<T | null> {
    const pick = projection(fields);
    const [document] = await this.#read({ _id: { $eq: id } }, [], 1);
    if (document === undefined || !this.#plan.isAlive(document)) return null;
    return pick === null ? document : picked(document, pick);
  }

  async getMany(ids: readonly string[]): Promise<T[]> {
    const documents = await this.#read({ _id: { $in: [...ids] } }, [['_id', 1]], UNLIMITED);
    return documents.filter((document) => this.#plan.isAlive(document));
  }

  async findOne(filter: Filter): Promise<T | null> {
    const [document] = await this.#read(this.ask(filter).condition, [], 1);
    return document ?? null;
  }

  async find(options: FindOptions): Promise<T[]> {
    const { sort, limit } = options;
    if (limit !== undefined) checkLimit(limit);
    const pick = projection(options.fields);
    const { condition } = this.ask(options.query, options.search);
    const keys = sort === undefined ? [] : orderOf(sort).keys;
    const documents = await this.#read(condition, sortBy(keys), limit ?? UNLIMITED);
    return pick === null ? documents : documents.map((document) => picked(document, pick));
  }

  async count({ query, search }: Pick<FindOptions, 'query' | 'search'>): Promise<number> {
    const { condition } = this.ask(query, search);
    try {
      return await this.#documents.countDocuments(condition);
    } catch (error) {
      throw toProblem(error);
    }
  }

  /** Ids of the next documents that match, in order. */
  async matchingIds(filter: Filter, afterId: string, limit: number): Promise<string[]> {
    const condition = allOf([this.ask(filter).condition, { _id: { $gt: afterId } }]);
    return (await this.#read(condition, [['_id', 1]], limit)).map(({ id }) => id);
  }

  first({ condition }: Question, { keys }: Order, limit: number): Promise<T[]> {
    return this.#sorted(condition, keys, limit);
  }

  async after({ condition }: Question, { keys }: Order, place: readonly unknown[], limit: number): Promise<T[]> {
    const found: T[] = [];
    for (const next of after(keys, place)) {
      const rest = limit - found.length;
      if (rest > 0) found.push(...(await this.#sorted(allOf([condition, next.condition]), next.keys, rest)));
    }
    return found;
  }

  #sorted(condition: Condition, keys: readonly SortKey[], limit: number): Promise<T[]> {
    return this.#read(condition, sortBy(keys), limit);
  }

  async #read(condition: Condition, sort: [string, 1 | -1][], limit: number): Promise<T[]> {
    try {
      const options = { limit, ...(sort.length > 0 && { sort: new Map(sort) }) };
      const documents = await this.#documents.find(condition, options).toArray();
      return documents.map((stored) => fromStored<T>(stored));
    } catch (error) {
      throw toProblem(error);
    }
  }
}
