import type { ServiceBroker } from 'moleculer';
import { platformErrors } from '../platform.errors.ts';
import type { StatusSampler } from './status-sampler.ts';
import { StatusStream } from './status-stream.ts';

const SAMPLE_MS = 2000;
/** Of changes that come in a burst the picture after the burst is what matters. */
const SETTLE_MS = 100;
const HEARTBEAT_MS = 15_000;
const MAX_STREAMS = 100;

const CHANGES = [
  '$services.changed',
  '$node.connected',
  '$node.disconnected',
  '$circuit-breaker.opened',
  '$circuit-breaker.half-opened',
  '$circuit-breaker.closed',
];

/** Feeds all status streams from one sampler, which rests while nobody watches. */
export class LiveStatus {
  readonly #sampler: StatusSampler;
  readonly #logger: ServiceBroker['logger'];
  readonly #streams = new Set<StatusStream>();
  #timers: NodeJS.Timeout[] = [];
  #settling: NodeJS.Timeout | undefined;
  #frame: string | undefined;
  #lastId = 0;

  constructor(broker: ServiceBroker, sampler: StatusSampler) {
    this.#sampler = sampler;
    this.#logger = broker.getLogger('live-status');
    for (const change of CHANGES) broker.localBus.on(change, () => this.#sampleSoon());
  }

  get watchers(): number {
    return this.#streams.size;
  }

  /** @throws console.tooManyStreams (503) when the process has as many as it may. */
  open(): StatusStream {
    if (this.#streams.size >= MAX_STREAMS) throw platformErrors.tooManyStreams({ retryAfter: 10 });
    const stream = new StatusStream((opened) => this.#greet(opened));
    this.#streams.add(stream);
    stream.once('close', () => this.#forget(stream));
    if (this.#timers.length === 0) this.#wake();
    return stream;
  }

  stop(): void {
    for (const stream of this.#streams) stream.finish();
    this.#rest();
  }

  #greet(stream: StatusStream): void {
    if (this.#frame === undefined) void this.#sample();
    else stream.offer(this.#frame);
  }

  #forget(stream: StatusStream): void {
    this.#streams.delete(stream);
    if (this.#streams.size === 0) this.#rest();
  }

  #wake(): void {
    this.#timers = [
      setInterval(() => void this.#sample(), SAMPLE_MS).unref(),
      setInterval(() => this.#offerAll(': still here\n\n'), HEARTBEAT_MS).unref(),
    ];
  }

  #rest(): void {
    for (const timer of this.#timers) clearInterval(timer);
    clearTimeout(this.#settling);
    this.#timers = [];
    this.#settling = undefined;
    this.#frame = undefined;
    this.#sampler.reset();
  }

  #sampleSoon(): void {
    if (this.#timers.length === 0 || this.#settling !== undefined) return;
    this.#settling = setTimeout(() => {
      this.#settling = undefined;
      void this.#sample();
    }, SETTLE_MS).unref();
  }

  async #sample(): Promise<void> {
    try {
      const frame = await this.#sampler.sample();
      if (this.#timers.length === 0) return;
      this.#lastId += 1;
      this.#frame = `id: ${this.#lastId}\nevent: status\ndata: ${JSON.stringify(frame)}\n\n`;
      this.#offerAll(this.#frame);
    } catch (error) {
      this.#logger.error({ err: error }, 'The status could not be sampled');
    }
  }

  #offerAll(text: string): void {
    for (const stream of this.#streams) stream.offer(text);
  }
}
