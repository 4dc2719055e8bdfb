import type { ClientSession, Collection, MongoClient, UUID } from 'mongodb';

/** That a process is at work in a session: as long as it is, `beat` changes. */
export interface SessionRecord {
  _id: UUID;
  beat: number;
}

export const SESSIONS = '_sessions';
/** Milliseconds between two signs of life of a session in use. */
export const BEAT = 500;
/** What a server that dies forgets of these, it has no transactions of either. */
const FORGETTABLE = { writeConcern: { w: 1, j: false } } as const;

interface Recorded {
  session: ClientSession;
  id: UUID;
  /** When its last sign of life was given, by performance.now(). */
  beaten: number;
}

/**
 * The sessions that a process has transactions in, for one database. Each is on record in that database before it is used, so
 * that other processes can end the transaction of one that was killed (see Orphans). They are used again and again: in steady
 * traffic the record costs two small writes a second.
 */
export class Sessions {
  readonly #client: MongoClient;
  readonly #records: Collection<SessionRecord>;
  readonly #free: Recorded[] = [];
  readonly #used = new Set<Recorded>();
  #timer: NodeJS.Timeout | null = null;

  constructor(client: MongoClient, records: Collection<SessionRecord>) {
    this.#client = client;
    this.#records = records;
  }

  async use<R>(work: (session: ClientSession) => Promise<R>): Promise<R> {
    const recorded = this.#free.pop() ?? this.#start();
    try {
      if (performance.now() - recorded.beaten > BEAT) await this.#beat(recorded);
      this.#used.add(recorded);
      this.#timer ??= setInterval(() => void this.#beatUsed(), BEAT).unref();
      return await work(recorded.session);
    } finally {
      this.#used.delete(recorded);
      this.#free.push(recorded);
      if (this.#used.size === 0) this.#rest();
    }
  }

  /** Whoever still has one goes on with it, but it is not kept. */
  async close(): Promise<void> {
    this.#rest();
    const free = this.#free.splice(0);
    await this.#records.deleteMany({ _id: { $in: free.map(({ id }) => id) } }, FORGETTABLE).catch(() => {});
    await Promise.all(free.map(({ session }) => session.endSession()));
  }

  #start(): Recorded {
    const session = this.#client.startSession();
    if (session.id === undefined) throw new Error('A session without an id.');
    return { session, id: session.id.id as UUID, beaten: Number.NEGATIVE_INFINITY };
  }

  async #beat(recorded: Recorded): Promise<void> {
    const beaten = performance.now();
    const change = { $set: { beat: Math.random() } };
    await this.#records.updateOne({ _id: recorded.id }, change, { ...FORGETTABLE, upsert: true });
    recorded.beaten = beaten;
  }

  async #beatUsed(): Promise<void> {
    for (const recorded of this.#used) {
      try {
        await this.#beat(recorded);
      } catch {
        // The transaction itself tells its caller what is wrong with the server.
      }
    }
  }

  #rest(): void {
    if (this.#timer !== null) clearInterval(this.#timer);
    this.#timer = null;
  }
}
