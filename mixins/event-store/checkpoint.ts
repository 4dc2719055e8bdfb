import type { Collection, CollectionDefinition, Document, Store } from '../store/store.types.ts';

interface CheckpointDocument extends Document {
  /** Position of the last event that was handled. */
  position: number;
  /** The process that handles events now, and until when nobody else may. */
  owner: string | null;
  leasedUntil: number;
  failure: string | null;
}

const COLLECTION = 'checkpoints';

export const checkpointsCollection: CollectionDefinition = { name: COLLECTION };

/**
 * How far a consumer has come, in its own service's database, and whose turn it is. Of the processes that run the same
 * service one holds the lease; whoever lost it (stopped for longer than it lasts) can no longer move the position.
 */
export class Checkpoint {
  readonly #checkpoints: Collection<CheckpointDocument>;
  readonly #id: string;
  readonly #owner: string;
  readonly #leaseTime: number;

  constructor(store: Store, id: string, owner: string, leaseTime: number) {
    this.#checkpoints = store.collection<CheckpointDocument>(COLLECTION);
    this.#id = id;
    this.#owner = owner;
    this.#leaseTime = leaseTime;
  }

  async read(): Promise<{ position: number; failure: string | null }> {
    return (await this.#checkpoints.get(this.#id)) ?? { position: 0, failure: null };
  }

  /** The position to go on from; null while another process is at it. */
  async acquire(): Promise<number | null> {
    const vacant = { position: 0, owner: null, leasedUntil: 0, failure: null };
    if ((await this.#checkpoints.get(this.#id)) === null) await this.#checkpoints.upsert(this.#id, {}, vacant);
    const free = { $or: [{ owner: this.#owner }, { leasedUntil: { $lte: Date.now() } }] };
    const checkpoint = await this.#checkpoints.updateOne({ id: this.#id, ...free }, { $set: this.#lease() });
    return checkpoint?.position ?? null;
  }

  /** These three answer false when the lease has gone to another process. */
  renew(): Promise<boolean> {
    return this.#change(this.#lease());
  }

  moveTo(position: number): Promise<boolean> {
    return this.#change({ ...this.#lease(), position, failure: null });
  }

  fail(failure: string): Promise<boolean> {
    return this.#change({ failure });
  }

  async release(): Promise<void> {
    await this.#change({ owner: null, leasedUntil: 0 });
  }

  #lease() {
    return { owner: this.#owner, leasedUntil: Date.now() + this.#leaseTime };
  }

  async #change(fields: Partial<CheckpointDocument>): Promise<boolean> {
    const changed = await this.#checkpoints.updateOne({ id: this.#id, owner: this.#owner }, { $set: fields });
    return changed !== null;
  }
}
