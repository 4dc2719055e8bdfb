import { setImmediate } from 'node:timers/promises';
import type { Collection, CollectionDefinition, Filter, Operation, Store } from '../store/store.types.ts';
import type { RecordedEvent } from './event-store.types.ts';
import { openEvent, type SealedEvent, type StoredEvent, subjectsOf } from './sealed-event.ts';
import type { SubjectKeys } from './subject-keys.ts';

const COLLECTION = 'events';
/** Events that are read, opened and folded in one go: about a millisecond's work. */
const SLICE = 100;

export const eventsCollection: CollectionDefinition = {
  name: COLLECTION,
  indexes: [
    { fields: ['aggregate', 'stream', 'version'], unique: true },
    { fields: ['position'], unique: true },
  ],
};

/** The append-only log of one service. */
export class EventLog {
  readonly #events: Collection<StoredEvent>;
  readonly #keys: SubjectKeys;

  constructor(store: Store, keys: SubjectKeys) {
    this.#events = store.collection<StoredEvent>(COLLECTION);
    this.#keys = keys;
  }

  /** Position of the newest event; 0 for an empty log. */
  async head(): Promise<number> {
    const [newest] = await this.#events.find({ sort: ['-position'], limit: 1, fields: ['position'] });
    return newest?.position ?? 0;
  }

  /** Version that a stream is at; 0 for one that does not exist. */
  async versionOf(aggregate: string, stream: string): Promise<number> {
    const query = { aggregate, stream };
    const [newest] = await this.#events.find({ query, sort: ['-version'], limit: 1, fields: ['version'] });
    return newest?.version ?? 0;
  }

  async readAfter(position: number, limit: number): Promise<RecordedEvent[]> {
    const query = { position: { $gt: position } };
    return this.#open(await this.#events.find({ query, sort: ['position'], limit }));
  }

  /** One page of a stream, newest first. */
  async page(aggregate: string, stream: string, options: { limit: number; cursor?: string }) {
    const page = await this.#events.page({ ...options, query: { aggregate, stream }, sort: ['-version'] });
    return { data: await this.#open(page.data), nextCursor: page.nextCursor };
  }

  /** A stream's events in order, in slices; between two slices others get the event loop. */
  async *stream(aggregate: string, stream: string, after: number, upTo?: number): AsyncGenerator<RecordedEvent[]> {
    for (let version = after; ; ) {
      const query: Filter = { aggregate, stream, version: { $gt: version, ...(upTo !== undefined && { $lte: upTo }) } };
      const slice = await this.#events.find({ query, sort: ['version'], limit: SLICE });
      if (slice.length > 0) yield await this.#open(slice);
      if (slice.length < SLICE) return;
      version = slice.at(-1)?.version ?? version;
      await setImmediate();
    }
  }

  /** Ids of an aggregate's streams, oldest first. */
  async *streams(aggregate: string): AsyncGenerator<string> {
    const query = { aggregate, version: 1 };
    for await (const first of this.#events.scan({ query, sort: ['position'], fields: ['stream'] })) yield first.stream;
  }

  /** Which of these ids are streams. */
  async existing(aggregate: string, ids: readonly string[]): Promise<Set<string>> {
    const query = { aggregate, version: 1, stream: { $in: ids } };
    const found = await this.#events.find({ query, fields: ['stream'], limit: ids.length });
    return new Set(found.map((event) => event.stream));
  }

  async #open(stored: readonly StoredEvent[]): Promise<RecordedEvent[]> {
    const keys = await this.#keys.of(stored.flatMap(subjectsOf));
    return stored.map((event) => openEvent(event, keys));
  }
}

/** The operation that puts an event at the end of the log. */
export function insertEvent(event: SealedEvent): Operation {
  return { insert: COLLECTION, document: event, sequence: { field: 'position', name: COLLECTION } };
}
