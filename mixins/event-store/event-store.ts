import type { Document, Page, Store } from '../store/store.types.ts';
import { append } from './append.ts';
import { EventLog } from './event-log.ts';
import type {
  Aggregate,
  AppendOptions,
  DomainEvent,
  EventOrigin,
  EventStore,
  HistoryEntry,
  RecordedEvent,
} from './event-store.types.ts';
import { History } from './history.ts';
import type { AnyAggregate } from './projection.ts';
import { type RebuildResult, rebuild } from './rebuild.ts';
import { SubjectKeys } from './subject-keys.ts';

export interface EventStoreParts {
  readonly store: Store;
  readonly log: EventLog;
  readonly keys: SubjectKeys;
}

/**
 * What the event store tells other processes. It may be lost: consumers also look by their own clock, and a destroyed key
 * leaves every memory after a minute.
 */
export interface EventStoreHints {
  appended(position: number): Promise<void>;
  subjectErased(subject: string): Promise<void>;
}

/** The event store over one service's database. */
export class ServiceEventStore implements EventStore {
  readonly #parts: EventStoreParts;
  readonly #history: History;
  readonly #aggregates: readonly AnyAggregate[];
  readonly #hints: EventStoreHints;
  #hintPending = false;

  constructor(store: Store, aggregates: readonly AnyAggregate[], hints: EventStoreHints) {
    const keys = new SubjectKeys(store);
    this.#parts = { store, keys, log: new EventLog(store, keys) };
    this.#history = new History(this.#parts.log);
    this.#aggregates = aggregates;
    this.#hints = hints;
  }

  async append<State extends Document, E extends DomainEvent>(
    aggregate: Aggregate<State, E>,
    stream: string,
    events: readonly E[],
    origin: EventOrigin,
    options: AppendOptions,
  ): Promise<State | null> {
    if (!this.#aggregates.some(({ name }) => name === aggregate.name)) {
      throw new TypeError(`The event store mixin of this service was not given the aggregate "${aggregate.name}".`);
    }
    const state = await append(this.#parts, aggregate, stream, events, origin, options);
    this.#hint();
    return state;
  }

  history<State extends Document, E extends DomainEvent>(
    aggregate: Aggregate<State, E>,
    stream: string,
    options: { limit: number; cursor?: string },
  ): Promise<Page<HistoryEntry>> {
    return this.#history.page(aggregate, stream, options);
  }

  read(after: number, limit: number): Promise<RecordedEvent[]> {
    return this.#parts.log.readAfter(after, limit);
  }

  /** Position of the newest event. */
  head(): Promise<number> {
    return this.#parts.log.head();
  }

  rebuild(options: { check?: boolean } = {}): Promise<RebuildResult> {
    return rebuild(this.#parts, this.#aggregates, options);
  }

  /** @returns how many keys of subjects were still wrapped with SITE11_SECRET_OTHER. */
  resealKeys(): Promise<number> {
    return this.#parts.keys.reseal();
  }

  async eraseSubject(stream: string): Promise<void> {
    await this.#parts.keys.erase(stream);
    this.forgetSubject(stream);
    await this.#hints.subjectErased(stream).catch(() => {});
  }

  /** Takes what was read with the subject's key out of this process's memory. */
  forgetSubject(stream: string): void {
    this.#parts.keys.forget(stream);
    this.#history.forgetSnapshots();
  }

  /** One hint for all appends of a turn of the event loop. */
  #hint(): void {
    if (this.#hintPending) return;
    this.#hintPending = true;
    setImmediate(async () => {
      this.#hintPending = false;
      try {
        await this.#hints.appended(await this.head());
      } catch {
        // The events are stored and acknowledged all the same.
      }
    });
  }
}
