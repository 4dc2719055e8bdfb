import { randomBytes } from 'node:crypto';
import { Readable } from 'node:stream';
import { MOST_OFFERS, OFFERED_FOR } from './limits.ts';

interface Offer {
  source: Readable;
  /** The node that asked, and the only one that may fetch. */
  to: string;
  timer: NodeJS.Timeout;
}

/** Answers that wait for the node that asked to fetch them. What nobody fetches is given up, so that its source is not held open. */
export class Offers {
  readonly #offers = new Map<string, Offer>();

  /** @returns the ticket to fetch it with, once; null when too many wait already. */
  add(to: string, data: Readable | Buffer): string | null {
    const source = data instanceof Readable ? data : Readable.from([data]);
    if (this.#offers.size >= MOST_OFFERS) {
      source.destroy();
      return null;
    }
    const ticket = randomBytes(16).toString('base64url');
    const timer = setTimeout(() => this.take(ticket, to)?.destroy(), OFFERED_FOR);
    this.#offers.set(ticket, { source, to, timer });
    // A source that fails before anybody reads it must not end the process; whoever fetches it is told.
    source.on('error', () => undefined);
    return ticket;
  }

  take(ticket: string, by: string): Readable | undefined {
    const offer = this.#offers.get(ticket);
    if (offer === undefined || offer.to !== by) return undefined;
    clearTimeout(offer.timer);
    this.#offers.delete(ticket);
    return offer.source;
  }

  close(): void {
    for (const [ticket, { to }] of this.#offers) this.take(ticket, to)?.destroy();
  }

  get size(): number {
    return this.#offers.size;
  }
}
