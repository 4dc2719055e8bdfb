import type { Logger, MetricRegistry } from 'moleculer';
import { claimedSender, type Forgery } from './packet-signature.ts';
import type { Staleness } from './replay-guard.ts';

export type Refusal = Forgery | Staleness | 'oversized' | 'unreadable' | 'otherSender';

export const REFUSED_PACKETS = 'transport.packets.refused.total';
/** Milliseconds between two lines about the same reason: who can write to Redis must not be able to fill the log. */
const LOG_EVERY = 10_000;

const explanations: Record<Refusal, string> = {
  unsigned: 'has no signature: something other than a node of this installation writes to Redis.',
  malformed: 'is damaged.',
  otherSecret: 'was signed with another SITE11_SECRET: another node uses another secret; give all nodes the same one.',
  forged: 'has a wrong signature: it was altered, or copied from another channel or namespace.',
  stale: 'is too old, or the clocks of the nodes differ by more than 30 s.',
  beforeStart: 'was signed before this process started.',
  replayed: 'has been here before.',
  oversized: 'is larger than any node sends.',
  unreadable: 'cannot be read, although a node has signed it.',
  otherSender: 'says that it is from another node than the one that signed it.',
};

/** Counts and logs the packets that are not let in. */
export class Refusals {
  readonly #logger: Logger;
  readonly #metrics: MetricRegistry;
  readonly #quiet = new Map<Refusal, { until: number; count: number }>();

  constructor(logger: Logger, metrics: MetricRegistry) {
    this.#logger = logger;
    this.#metrics = metrics;
    metrics.register({
      type: 'counter',
      name: REFUSED_PACKETS,
      description: 'Packets from Redis that were refused, by reason.',
      labelNames: ['reason'],
    });
  }

  add(reason: Refusal, channel: string, frame: Buffer): void {
    this.#metrics.increment(REFUSED_PACKETS, { reason });
    const now = performance.now();
    const quiet = this.#quiet.get(reason);
    if (quiet !== undefined && now < quiet.until) {
      quiet.count += 1;
      return;
    }
    this.#quiet.set(reason, { until: now + LOG_EVERY, count: 0 });
    // What an unsigned packet says of itself is not worth a line, and what was inside of a frame says nothing there.
    const sender =
      reason === 'unsigned' || reason === 'unreadable' || reason === 'otherSender' ? undefined : claimedSender(frame);
    const details = { reason, channel, bytes: frame.length, sender, unlogged: quiet?.count };
    this.#logger.warn(`A packet was refused: it ${explanations[reason]}`, details);
  }
}
