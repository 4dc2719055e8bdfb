import { LRUCache } from 'lru-cache';
import type { Document, Page } from '../store/store.types.ts';
import type { EventLog } from './event-log.ts';
import type { Aggregate, DomainEvent, HistoryEntry, RecordedEvent } from './event-store.types.ts';
import { fold } from './projection.ts';
import { diffStates } from './state-diff.ts';

/** Every so many versions the folded state is kept for a while, so that paging through a long stream folds it once. */
const SNAPSHOT_EVERY = 200;

interface Snapshot {
  version: number;
  state: Document | null;
}

function newSnapshots() {
  return new LRUCache<string, Snapshot>({ max: 500, ttl: 60_000 });
}

/** The readable history of streams. */
export class History {
  readonly #log: EventLog;
  // Snapshots hold personal values: few, short-lived, and forgotten with the subject's key.
  #snapshots = newSnapshots();

  constructor(log: EventLog) {
    this.#log = log;
  }

  async page<State extends Document, E extends DomainEvent>(
    aggregate: Aggregate<State, E>,
    stream: string,
    options: { limit: number; cursor?: string },
  ): Promise<Page<HistoryEntry>> {
    const { data: events, nextCursor } = await this.#log.page(aggregate.name, stream, options);
    const oldest = events.at(-1);
    if (oldest === undefined) return { data: [], nextCursor };
    let state = await this.#stateAt(aggregate, stream, oldest.version - 1);
    const data: HistoryEntry[] = [];
    for (const event of events.toReversed()) {
      const next = fold(aggregate, state, event);
      data.unshift(entryOf(event, diffStates(state, next)));
      state = next;
    }
    return { data, nextCursor };
  }

  /** A new cache, not an emptied one: a fold under way, which may have read the key before it was erased, fills the old. */
  forgetSnapshots(): void {
    this.#snapshots = newSnapshots();
  }

  async #stateAt<State extends Document, E extends DomainEvent>(
    aggregate: Aggregate<State, E>,
    stream: string,
    version: number,
  ): Promise<State | null> {
    const snapshots = this.#snapshots;
    const keyOf = (at: number) => JSON.stringify([aggregate.name, stream, at]);
    let nearest: Snapshot = { version: 0, state: null };
    for (let at = version - (version % SNAPSHOT_EVERY); at > 0 && nearest.version === 0; at -= SNAPSHOT_EVERY) {
      nearest = snapshots.get(keyOf(at)) ?? nearest;
    }
    let state = nearest.state as State | null;
    for await (const slice of this.#log.stream(aggregate.name, stream, nearest.version, version)) {
      for (const event of slice) {
        state = fold(aggregate, state, event);
        if (event.version % SNAPSHOT_EVERY === 0)
          snapshots.set(keyOf(event.version), { version: event.version, state });
      }
    }
    return state;
  }
}

function entryOf(event: RecordedEvent, changes: HistoryEntry['changes']): HistoryEntry {
  const { version, type, at, actor, ip } = event;
  return { version, type, at, actor, ...(ip !== undefined && { ip }), changes };
}
