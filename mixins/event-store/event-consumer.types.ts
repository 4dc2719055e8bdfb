import type { Service } from 'moleculer';
import type { RecordedEvent } from './event-store.types.ts';

export interface ConsumerDefinition<S extends Service = Service> {
  /** Names the checkpoint: stays the same for ever. */
  name: string;
  /** Service whose log is read. */
  source: string;
  /**
   * Called for each event in order, one at a time, until it resolves: at least once, so it must be idempotent.
   * An event that it has no use for it ignores.
   */
  handle(this: S, event: RecordedEvent): Promise<void>;
}

/** Milliseconds. */
export interface ConsumerTiming {
  /** How often the log is looked at when no hint arrives. */
  poll: number;
  /** Wait before the first repetition of a failed event; doubles up to `retryAtMost`. */
  retry: number;
  retryAtMost: number;
  /** How long a process that died keeps others from going on. */
  lease: number;
}
