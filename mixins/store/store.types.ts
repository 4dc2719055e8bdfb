/** A document as it is stored: `id` is its key and `version` counts its changes from 1. */
export interface Document {
  id: string;
  version?: number;
}

/**
 * The filter language, a subset of MongoDB's: $eq $ne $in $nin $gt $gte $lt $lte $exists $prefix $contains on fields (dotted
 * paths reach into objects; a field that holds an array matches when one of its elements does), $and $or $not between them.
 * Anything else, a key that starts with "$" in a value, or `__proto__` is refused before it reaches a database.
 */
export type Filter = Record<string, unknown>;

/**
 * Field names; "-" in front sorts downwards. The id is always the last key, in the direction of the one before, so that the order
 * is total. Missing and null sort before numbers, numbers before text (by code points), text before booleans.
 */
export type Sort = readonly string[];

/** Atomic changes of one document. A bare field map is not accepted: say $set. */
export interface Changes {
  $set?: Record<string, unknown>;
  $unset?: Record<string, true>;
  $inc?: Record<string, number>;
  $push?: Record<string, unknown>;
  $addToSet?: Record<string, unknown>;
  $pull?: Record<string, unknown>;
  $min?: Record<string, unknown>;
  $max?: Record<string, unknown>;
}

export interface Search {
  /** Case-insensitive substring. */
  text: string;
  fields: readonly string[];
}

export interface FindOptions {
  query?: Filter;
  search?: Search;
  /** Without it `find` answers in no particular order; pages and scans are then in order of the id. */
  sort?: Sort;
  limit?: number;
  /** Projection: only these fields (and the id) are answered. */
  fields?: readonly string[];
}

export interface PageOptions extends FindOptions {
  /** Opaque, from an earlier page with the same query and sort; a foreign or altered one is a 422 problem. */
  cursor?: string;
}

export interface Page<T> {
  data: T[];
  nextCursor: string | null;
}

export interface AggregateOptions {
  query?: Filter;
  groupBy: readonly string[];
  /** Name of the result -> what is measured over the group. */
  measures: Record<string, { count: true } | { sum: string } | { min: string } | { max: string } | { avg: string }>;
  sort?: Sort;
  limit?: number;
}

/**
 * Fields of an index hold one value, so that the index finds all that match: a document with a list there is refused. A document
 * without a value (missing or null) in one of the fields is never a duplicate.
 */
export interface IndexDefinition {
  fields: readonly string[];
  unique?: boolean;
  /** Only documents that match are in the index (and are held unique): fields with values, $exists: true, $gt and the like. */
  where?: Filter;
  /** For one field that holds a list: finds documents by an element of it. Neither unique nor partial. */
  elements?: boolean;
}

export interface CollectionDefinition {
  name: string;
  indexes?: readonly IndexDefinition[];
  /** Name of a field with an ISO time; a document past it is gone to every reader at once and removed soon after. */
  expires?: string;
}

/** One numbered step between two shapes of the data; runs once, in a transaction where the store has them. */
export interface Migration {
  version: number;
  name: string;
  up(store: Store): Promise<void>;
}

/**
 * One operation of a batch; the problem that refuses one has its index as `operation`. A batch happens whole or not at all. The first operation that finds something else than it expects
 * (a duplicate, another version, nothing that matches) refuses the whole batch with that problem.
 */
export type Operation =
  | {
      insert: string;
      document: Document & Record<string, unknown>;
      /** Field that gets the next number of the named sequence, in commit order and without gaps. */
      sequence?: { field: string; name: string };
    }
  /** Changes one that matches. */
  | { update: string; query: Filter; changes: Changes; expectVersion?: number; optional?: boolean }
  /** Puts the document in the place of the one with its id, if any. 0 expects that there is none. */
  | { replace: string; document: Document & Record<string, unknown>; expectVersion?: number }
  | { upsert: string; id: string; changes: Changes; setOnInsert?: Record<string, unknown> }
  /** Removes all that match. */
  | { remove: string; query: Filter; optional?: boolean };

/** One collection of one service's database. Every method rejects with the problems of store.errors.ts. */
export interface Collection<T extends Document = Document & Record<string, unknown>> {
  readonly name: string;
  /** @throws store.duplicate (409), with the fields of the unique index in `errors`. */
  insert(document: T): Promise<T>;
  /** All or none. */
  insertMany(documents: readonly T[]): Promise<void>;
  get(id: string, fields?: readonly string[]): Promise<T | null>;
  getMany(ids: readonly string[]): Promise<T[]>;
  findOne(query: Filter): Promise<T | null>;
  find(options?: FindOptions): Promise<T[]>;
  /** Keyset paging: stable under inserts and removals between pages. */
  page(options: PageOptions): Promise<Page<T>>;
  count(options?: Pick<FindOptions, 'query' | 'search'>): Promise<number>;
  /**
   * Changes one document and raises its version; null when there is none.
   * @throws store.versionConflict (412) when `expectVersion` is given and is not the current one.
   */
  update(id: string, changes: Changes, options?: { expectVersion?: number }): Promise<T | null>;
  /** Compare-and-set: changes one document that still matches; null when none does. At most one of parallel callers gets it. */
  updateOne(query: Filter, changes: Changes): Promise<T | null>;
  updateMany(query: Filter, changes: Changes): Promise<number>;
  /** Inserts `setOnInsert` + changes when the id is new; safe when callers race. */
  upsert(id: string, changes: Changes, setOnInsert?: Record<string, unknown>): Promise<T>;
  remove(id: string): Promise<boolean>;
  /** Removes and answers one document that matches: of parallel callers one gets it. */
  take(query: Filter): Promise<T | null>;
  removeMany(query: Filter): Promise<number>;
  aggregate(options: AggregateOptions): Promise<Record<string, unknown>[]>;
  /** All that match, in batches, without holding them or blocking the event loop. */
  scan(options?: Pick<FindOptions, 'query' | 'sort' | 'fields'> & { batchSize?: number }): AsyncIterable<T>;
}

/** One service's database: `this.store` of a service with the store mixin. */
export interface Store {
  collection<T extends Document = Document & Record<string, unknown>>(name: string): Collection<T>;
  /** All operations or none, durable when it resolves. */
  batch(operations: readonly Operation[]): Promise<void>;
  /** False with a reason when the database cannot be used now (disk full, closed, unreachable). */
  health(): Promise<{ ok: true } | { ok: false; reason: string }>;
  /** A consistent copy of the whole database into an empty folder. */
  backup(folder: string): Promise<void>;
}
