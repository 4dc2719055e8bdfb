import type { Principal } from '../../lib/principal.ts';
import type { Document, Operation, Page } from '../store/store.types.ts';

/** What happened to one aggregate, as its service says it. `data` holds no secret, ever. */
export interface DomainEvent {
  /** "account.created", past tense. */
  type: string;
  data: Record<string, unknown>;
}

/** An event as it is stored and read; personal values are readable here unless their subject was erased (then null). */
export interface RecordedEvent<E extends DomainEvent = DomainEvent> {
  id: string;
  /** Place in the service's whole log: grows in commit order, without gaps. */
  position: number;
  /** Aggregate name, such as "account". */
  aggregate: string;
  /** Id of the aggregate. */
  stream: string;
  /** Place in the stream, from 1. */
  version: number;
  type: E['type'];
  data: E['data'];
  /** ISO 8601, UTC. */
  at: string;
  /** Account id, or "system". */
  actor: string;
  ip?: string;
  requestId?: string;
}

/** What a state is folded from: the position in the log is not part of it, because it is not known before the event is stored. */
export type FoldedEvent<E extends DomainEvent = DomainEvent> = Omit<RecordedEvent<E>, 'position'>;

/** Who did it and from where: from the context of the call. */
export interface EventOrigin {
  actor: string;
  ip?: string;
  requestId?: string;
}

/** How events of one kind fold into the state, which is kept as a document of `collection`. */
export interface Aggregate<State extends Document, E extends DomainEvent> {
  name: string;
  /** Collection of the projection: a document there is the state, its `version` the stream's version. */
  collection: string;
  /** Pure. Null for a state that is gone (erased); the projection's document is removed then. */
  apply(state: State | null, event: FoldedEvent<E>): State | null;
  /** Fields of `data` that are encrypted with the subject's key, by event type. */
  personal?: Partial<Record<E['type'], readonly string[]>>;
}

export interface AppendOptions {
  /** Version that the stream must have now; 0 for a new one. */
  expectedVersion: number;
  /** Written in the same transaction: the secrets that events do not hold, and what must be unique beside them. */
  alongside?: readonly Operation[];
}

/** One line of an aggregate's readable history. */
export interface HistoryEntry {
  version: number;
  type: string;
  at: string;
  actor: string;
  ip?: string;
  /** What the event changed in the state, field by field (dotted paths for nested ones). */
  changes: { field: string; from: unknown; to: unknown }[];
}

/** `this.events` of a service with the event store mixin. */
export interface EventStore {
  /**
   * Appends and projects as one; resolves to the new state when it is durable. Broadcasts the hint "<service>.events.appended".
   * @throws common.versionConflict (412) when the stream is at another version; the problems of `alongside`.
   */
  append<State extends Document, E extends DomainEvent>(
    aggregate: Aggregate<State, E>,
    stream: string,
    events: readonly E[],
    origin: EventOrigin,
    options: AppendOptions,
  ): Promise<State | null>;
  /** Newest first. */
  history<State extends Document, E extends DomainEvent>(
    aggregate: Aggregate<State, E>,
    stream: string,
    options: { limit: number; cursor?: string },
  ): Promise<Page<HistoryEntry>>;
  /** The log after a position, for consumers. */
  read(after: number, limit: number): Promise<RecordedEvent[]>;
  /** Folds the log again and mends every projection that differs; `check` only counts. */
  rebuild(options?: { check?: boolean }): Promise<{ streams: number; events: number; differing: string[] }>;
  /** Destroys the subject's key: its personal values can never be read again, its events stay. */
  eraseSubject(stream: string): Promise<void>;
}

/** From a call's context: who does it. */
export interface OriginContext {
  meta: { user?: Principal | null; client?: { ip: string } };
  requestID?: string | null;
}
