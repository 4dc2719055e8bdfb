import type { AnyBulkWriteOperation, Collection } from 'mongodb';
import { commonErrors } from '../../../lib/errors.ts';
import { applyChanges, type ChangePlan, type UpsertPlan } from '../changes.ts';
import { serialise } from '../document-rules.ts';
import type { Document, Filter } from '../store.types.ts';
import type { CollectionPlan } from './collection-plan.ts';
import { allOf, type Condition } from './compile-filter.ts';
import { ask, expired } from './conditions.ts';
import { duplicatedIndex, LostRace } from './mongo-errors.ts';
import { fromStored, type Stored, toStored } from './stored-document.ts';
import type { Unit } from './unit.ts';

type Fields = Record<string, unknown> & { id: string; version: number };

interface Write {
  /** The document as it was read, also one that has expired; null when there was none. */
  before: Stored | null;
  after: Stored;
}

/**
 * Writes of one collection. Changes are made here and put in the place of the revision that was read, so that they mean exactly
 * what they mean in SQLite: when another writer was first they throw LostRace, and the caller begins again.
 */
export class MongoWriter<T extends Document> {
  readonly #plan: CollectionPlan;
  readonly #documents: Collection<Stored>;

  constructor(plan: CollectionPlan, documents: Collection<Stored>) {
    this.#plan = plan;
    this.#documents = documents;
  }

  async insert(unit: Unit, document: T): Promise<T> {
    const inserted = this.#complete(document, 0);
    await this.#put(unit, [{ before: null, after: toStored(inserted) }]);
    return inserted as unknown as T;
  }

  async insertMany(unit: Unit, documents: readonly T[]): Promise<void> {
    await this.#put(
      unit,
      documents.map((document) => ({ before: null, after: toStored(this.#complete(document, 0)) })),
    );
  }

  /** Puts a document in the place of the one with its id, if there is one. */
  async replace(unit: Unit, document: T, expectVersion?: number): Promise<void> {
    if (unit.note === undefined && expectVersion) return this.#replaceVersion(unit, document, expectVersion);
    const before = await this.#byId(unit, document.id);
    const version = this.#alive(before)?.version ?? 0;
    if (expectVersion !== undefined && expectVersion !== version) throw commonErrors.versionConflict();
    await this.#putFirst(unit, { before, after: toStored(this.#complete(document, version)) });
  }

  async update(unit: Unit, id: string, plan: ChangePlan, expectVersion?: number): Promise<T | null> {
    const before = await this.#byId(unit, id);
    return this.#alive(before) === null ? null : this.#change(unit, before as Stored, plan, expectVersion);
  }

  async updateOne(unit: Unit, filter: Filter, plan: ChangePlan, expectVersion?: number): Promise<T | null> {
    const { condition } = ask(this.#plan, filter);
    const before = await this.#documents.findOne(condition, { session: unit.session });
    return before === null ? null : this.#change(unit, before, plan, expectVersion);
  }

  /** Changes those of the documents that (still) match; answers how many. */
  async updateThese(unit: Unit, ids: readonly string[], filter: Filter, plan: ChangePlan): Promise<number> {
    const before = await this.#find(unit, allOf([ask(this.#plan, filter).condition, among(ids)]));
    await this.#put(
      unit,
      before.map((stored) => ({ before: stored, after: toStored(this.#changed(fromStored(stored), plan)) })),
    );
    return before.length;
  }

  async upsert(unit: Unit, id: string, plan: UpsertPlan): Promise<T> {
    const before = await this.#byId(unit, id);
    if (this.#alive(before) !== null) return this.#change(unit, before as Stored, plan.onUpdate);
    const inserted = this.#complete(applyChanges({ id, version: 1 }, plan.onInsert) as unknown as T, 0);
    await this.#putFirst(unit, { before, after: toStored(inserted) });
    return inserted as unknown as T;
  }

  /** Removes and answers one document that matches. */
  async take(unit: Unit, filter: Filter): Promise<T | null> {
    const { condition } = ask(this.#plan, filter);
    if (unit.note === undefined) {
      const taken = await this.#documents.findOneAndDelete(condition, { session: unit.session });
      return taken === null ? null : fromStored(taken);
    }
    const before = await this.#documents.findOne(condition);
    if (before === null) return null;
    await this.#remove(unit, [before]);
    return fromStored(before);
  }

  /** Removes all that match, or those of some ids; answers how many. */
  async removeAll(unit: Unit, filter: Filter, ids?: readonly string[]): Promise<number> {
    const condition = allOf([ask(this.#plan, filter).condition, ids === undefined ? {} : among(ids)]);
    if (unit.note === undefined) {
      return (await this.#documents.deleteMany(condition, { session: unit.session })).deletedCount;
    }
    const before = await this.#find(unit, condition);
    await this.#remove(unit, before);
    return before.length;
  }

  /** Removes documents that are past their time; answers how many. */
  async removeExpired(): Promise<number> {
    const { expires } = this.#plan;
    return expires === null ? 0 : (await this.#documents.deleteMany(expired(expires))).deletedCount;
  }

  /** The usual case in one round trip: what was there is not asked for, only its version. */
  async #replaceVersion({ session }: Unit, document: T, expectVersion: number): Promise<void> {
    const after = toStored(this.#complete(document, expectVersion));
    const { condition } = ask(this.#plan, { id: document.id, version: expectVersion });
    const { matchedCount } = await this.#documents.replaceOne(condition, after, { session });
    if (matchedCount === 0) throw commonErrors.versionConflict();
  }

  #byId(unit: Unit, id: string): Promise<Stored | null> {
    return this.#documents.findOne({ _id: { $eq: id } }, { session: unit.session });
  }

  #find(unit: Unit, condition: Condition): Promise<Stored[]> {
    return this.#documents.find(condition, { session: unit.session }).toArray();
  }

  #alive(stored: Stored | null): Fields | null {
    if (stored === null) return null;
    const document = fromStored<Fields>(stored);
    return this.#plan.isAlive(document) ? document : null;
  }

  async #change(unit: Unit, before: Stored, plan: ChangePlan, expectVersion?: number): Promise<T> {
    const current = fromStored<Fields>(before);
    if (expectVersion !== undefined && current.version !== expectVersion) throw commonErrors.versionConflict();
    const changed = this.#changed(current, plan);
    await this.#put(unit, [{ before, after: toStored(changed) }]);
    return changed as unknown as T;
  }

  #changed(current: Fields, plan: ChangePlan): Fields {
    const changed = applyChanges(current, plan);
    changed.version = current.version + 1;
    this.#plan.rules.checkFields(changed);
    serialise(changed);
    return changed;
  }

  /** A document of a caller as it is to be stored. @throws store.invalidDocument */
  #complete(document: T, versionBefore: number): Fields {
    const complete = { ...document, version: document.version ?? versionBefore + 1 } as unknown as Fields;
    this.#plan.rules.check(complete);
    serialise(complete);
    return complete;
  }

  /** Where there was none, one that has come since is no duplicate but the document to begin again with. */
  async #putFirst(unit: Unit, write: Write): Promise<void> {
    try {
      await this.#put(unit, [write]);
    } catch (error) {
      throw write.before === null && duplicatedIndex(error) === '_id_' ? new LostRace() : error;
    }
  }

  async #put(unit: Unit, writes: readonly Write[]): Promise<void> {
    if (writes.length === 0) return;
    await unit.note?.(writes.map(({ before, after }) => this.#image(after._id, before, after._rev)));
    const [{ before, after }] = writes as [Write];
    const options = { session: unit.session };
    if (writes.length > 1) {
      const result = await this.#documents.bulkWrite(writes.map(operation), options);
      if (result.insertedCount + result.matchedCount < writes.length) throw new LostRace();
    } else if (before === null) await this.#documents.insertOne(after, options);
    else {
      const { matchedCount } = await this.#documents.replaceOne(revision(before), after, options);
      if (matchedCount === 0) throw new LostRace();
    }
  }

  async #remove(unit: Unit, documents: readonly Stored[]): Promise<void> {
    await unit.note?.(documents.map((before) => this.#image(before._id, before, null)));
    for (const before of documents) {
      const { deletedCount } = await this.#documents.deleteOne(revision(before), { session: unit.session });
      if (deletedCount === 0) throw new LostRace();
    }
  }

  #image(id: string, before: Stored | null, after: number | null) {
    return { collection: this.#plan.name, id, before, after };
  }
}

function among(ids: readonly string[]): Condition {
  return { _id: { $in: [...ids] } };
}

function revision({ _id, _rev }: Stored): Condition {
  return { _id, _rev };
}

function operation({ before, after }: Write): AnyBulkWriteOperation<Stored> {
  if (before === null) return { insertOne: { document: after } };
  return { replaceOne: { filter: revision(before), replacement: after } };
}
