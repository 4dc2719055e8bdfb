import type { Db } from 'mongodb';
import { commonErrors } from '../../../lib/errors.ts';
import type { Collection, Document, Operation, Store } from '../store.types.ts';
import { runBatch } from './batch.ts';
import type { CollectionPlan } from './collection-plan.ts';
import { checkHealth } from './health.ts';
import { MongoCollection } from './mongo-collection.ts';
import { toProblem } from './mongo-errors.ts';
import { SEQUENCES, type Sequence } from './sequences.ts';
import type { Units } from './units.ts';

type AnyDocument = Document & Record<string, unknown>;

/** The collections of a database, with one way to write to them. */
export class OpenDatabase implements Store {
  readonly db: Db;
  readonly #units: Units;
  readonly #collections: ReadonlyMap<string, MongoCollection<AnyDocument>>;

  constructor(db: Db, plans: readonly CollectionPlan[], units: Units) {
    this.db = db;
    this.#units = units;
    this.#collections = new Map(
      plans.map((plan) => [plan.name, new MongoCollection<AnyDocument>(plan, db.collection(plan.name), units)]),
    );
  }

  collection<T extends Document = AnyDocument>(name: string): Collection<T> {
    return this.#collectionOf(name) as unknown as Collection<T>;
  }

  async batch(operations: readonly Operation[]): Promise<void> {
    if (operations.length === 0) return;
    const places = {
      collectionOf: (name: string) => this.#collectionOf(name),
      sequences: this.db.collection<Sequence>(SEQUENCES),
    };
    // All who want a number of a sequence want the same document.
    const contended = operations.some((operation) => 'insert' in operation && operation.sequence !== undefined);
    try {
      await this.#units.together((unit) => runBatch(operations, places, unit), contended);
    } catch (error) {
      throw toProblem(error);
    }
  }

  health(): Promise<{ ok: true } | { ok: false; reason: string }> {
    return checkHealth(this.db);
  }

  async backup(): Promise<void> {
    throw commonErrors.conflict({ detail: 'MongoDB is backed up with its own tools: mongodump, or snapshots.' });
  }

  async removeExpired(): Promise<number> {
    let removed = 0;
    for (const { writer } of this.#collections.values()) removed += await writer.removeExpired();
    return removed;
  }

  #collectionOf(name: string): MongoCollection<AnyDocument> {
    const collection = this.#collections.get(name);
    if (collection === undefined) throw new TypeError(`No collection "${name}" is declared for this store.`);
    return collection;
  }
}
