import { setImmediate, setTimeout as wait } from 'node:timers/promises';
import type { ServiceBroker } from 'moleculer';
import type { ActionParams, ActionResult } from '../../lib/contract.ts';
import { commonErrors } from '../../lib/errors.ts';
import type { Checkpoint } from './checkpoint.ts';
import type { eventConsumerContract } from './event-consumer.contract.ts';
import type { ConsumerTiming } from './event-consumer.types.ts';
import type { eventStoreContract } from './event-store.contract.ts';
import type { RecordedEvent } from './event-store.types.ts';

const BATCH = 100;

type ReadAnswer = ActionResult<typeof eventStoreContract.readEvents>;
type ConsumerStatus = ActionResult<typeof eventConsumerContract.status>[number];

interface ConsumerParts {
  name: string;
  source: string;
  handle(event: RecordedEvent): Promise<void>;
  broker: ServiceBroker;
  logger: ServiceBroker['logger'];
  checkpoint: Checkpoint;
  timing: ConsumerTiming;
}

/** Reads one service's log on from the checkpoint, whenever it is woken. */
export class EventConsumer {
  readonly source: string;
  readonly #parts: ConsumerParts;
  readonly #stop = new AbortController();
  #run: Promise<void> | undefined;
  #wakeAgain = false;
  #sourceSeen = false;
  #readError: string | null = null;

  constructor(parts: ConsumerParts) {
    this.source = parts.source;
    this.#parts = parts;
  }

  /** There may be something to do. */
  wake(): void {
    if (this.#stop.signal.aborted) return;
    this.#wakeAgain = true;
    this.#run ??= this.#runWhileWoken().finally(() => {
      this.#run = undefined;
    });
  }

  /** Services came or went: of interest while the source is not there. */
  servicesChanged(): void {
    if (!this.#sourceSeen) this.wake();
  }

  /** Resolves when the event that is being handled is done and noted. */
  async stop(): Promise<void> {
    this.#stop.abort();
    await this.#run;
  }

  async status(): Promise<ConsumerStatus> {
    const { name, source, checkpoint } = this.#parts;
    const { position, failure } = await checkpoint.read();
    const head = await this.#read(position, 1).then(
      (answer) => answer.head,
      () => null,
    );
    return { name, source, position, lag: head && Math.max(0, head - position), lastError: failure ?? this.#readError };
  }

  async #runWhileWoken(): Promise<void> {
    while (this.#wakeAgain && !this.#stop.signal.aborted) {
      this.#wakeAgain = false;
      try {
        await this.#catchUp();
        this.#readError = null;
      } catch (error) {
        this.#couldNotRead(error);
      }
    }
  }

  async #catchUp(): Promise<void> {
    const { checkpoint, timing } = this.#parts;
    const { position } = await checkpoint.read();
    const { head } = await this.#read(position, 1);
    if (head === position) return;
    const from = await checkpoint.acquire();
    if (from === null) return;
    const renewal = setInterval(() => checkpoint.renew().catch(() => {}), timing.lease / 3);
    try {
      await this.#handleAfter(from);
    } finally {
      clearInterval(renewal);
      await checkpoint.release();
    }
  }

  async #handleAfter(from: number): Promise<void> {
    for (let position = from; ; ) {
      const { events, head } = await this.#read(position, BATCH);
      if (head < position) {
        // The source's database is an older copy of itself. What came after the copy's end must not be skipped.
        this.#parts.logger.error(
          `The log of ${this.#parts.source} ends before ${this.#parts.name} is: it is read anew.`,
        );
        position = 0;
        if (!(await this.#parts.checkpoint.moveTo(position))) return;
        continue;
      }
      if (events.length === 0) return;
      for (const event of events) {
        if (!(await this.#handleUntilDone(event))) return;
        if (!(await this.#parts.checkpoint.moveTo(event.position)) || this.#stop.signal.aborted) return;
        position = event.position;
        // Handlers that never wait for anything must not keep the event loop for as long as the log is.
        await setImmediate();
      }
    }
  }

  /** Never gives an event up; false when it was interrupted by the stop, or another process has taken over. */
  async #handleUntilDone(event: RecordedEvent): Promise<boolean> {
    const { handle, timing, checkpoint } = this.#parts;
    for (let delay = timing.retry; ; delay = Math.min(delay * 2, timing.retryAtMost)) {
      try {
        await handle(event);
        return true;
      } catch (error) {
        this.#handlerFailed(event, error);
        if (!(await checkpoint.fail(`${event.type} at ${event.position}: ${messageOf(error)}`))) return false;
      }
      // Spread, so that consumers that fail for the same reason do not come back in the same moment.
      await wait(delay * (0.5 + Math.random() / 2), undefined, { signal: this.#stop.signal }).catch(() => {});
      if (this.#stop.signal.aborted) return false;
    }
  }

  async #read(after: number, limit: number): Promise<ReadAnswer> {
    const { broker, source } = this.#parts;
    const action = `${source}.events.read`;
    const params: ActionParams<typeof eventStoreContract.readEvents> = { after, limit };
    // Asked first: Moleculer warns in the log of each call to what is not there, which at the start is nothing to warn of.
    this.#sourceSeen = broker.registry.actions.isAvailable(action);
    if (!this.#sourceSeen) throw commonErrors.unavailable({ detail: `The service ${source} is not there.` });
    return broker.call<ReadAnswer, typeof params>(action, params);
  }

  #handlerFailed({ type, position }: RecordedEvent, error: unknown): void {
    this.#parts.logger.error(
      { err: error, type, position },
      `${this.#parts.name} could not handle an event and will try again.`,
    );
  }

  /**
   * The poll wakes the consumer again, and the registry when the source comes up. A source that is not there is no fault of this
   * service: at every start one of them is first, and a service that is down is reported itself.
   */
  #couldNotRead(error: unknown): void {
    if (this.#stop.signal.aborted) return;
    this.#readError = this.#sourceSeen ? messageOf(error) : null;
    if (this.#sourceSeen) this.#parts.logger.warn({ err: error }, `${this.#parts.name} could not read on.`);
  }
}

function messageOf(error: unknown): string {
  return String((error as Error | undefined)?.message ?? error).slice(0, 500);
}
