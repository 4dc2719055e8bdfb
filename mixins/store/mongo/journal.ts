import type { Collection, Db } from 'mongodb';
import { commonErrors } from '../../../lib/errors.ts';
import { newId } from '../../../lib/ids.ts';
import { isDuplicateKey, LostRace } from './mongo-errors.ts';
import type { Stored } from './stored-document.ts';
import type { Image, Unit } from './unit.ts';

interface Lock {
  _id: string;
  owner: string;
  /** Milliseconds since 1970; afterwards anyone may take over. */
  until: number;
  /** The owner whose noted writes are to stay; those of all others are to be put back. */
  kept: string | null;
}

type Entry = Image & { _id: string; owner: string };

const LOCK = 'journal';
/** A process that was killed holds up the others for so long, in milliseconds: less than they have patience for. */
const LEASE = 6000;
const RENEWAL = LEASE / 4;

/**
 * Makes several writes one where MongoDB has no transactions (a single server), and for migrations, which may take longer than
 * a transaction is let live. Before each write it notes the document as it was; whoever fails puts the noted ones back, and for
 * a process that was killed the next that gets the lock does. Only what nobody else has changed since is put back.
 */
export class Journal {
  readonly #db: Db;
  readonly #locks: Collection<Lock>;
  readonly #entries: Collection<Entry>;

  constructor(db: Db) {
    this.#db = db;
    this.#locks = db.collection('_locks');
    this.#entries = db.collection('_journal');
  }

  /** Runs work alone among all processes. @throws LostRace while another process is at it. */
  async run<R>(work: (unit: JournalUnit) => Promise<R>): Promise<R> {
    const unit = new JournalUnit(this.#db, this.#entries, newId());
    const kept = await this.#acquire(unit.owner);
    const renewal = setInterval(() => void this.#renew(unit), RENEWAL).unref();
    try {
      await this.#recover(kept);
      const result = await work(unit);
      unit.check();
      await this.#decide(unit.owner, unit.owner);
      await this.#release(unit);
      return result;
    } catch (error) {
      if (!unit.lost) await this.#giveUp(unit);
      throw error;
    } finally {
      clearInterval(renewal);
    }
  }

  /** Answers whose writes of those that may still be noted are to stay. */
  async #acquire(owner: string): Promise<string | null> {
    try {
      const before = await this.#locks.findOneAndUpdate(
        { _id: LOCK, until: { $lte: Date.now() } },
        { $set: { owner, until: Date.now() + LEASE }, $setOnInsert: { kept: null } },
        { upsert: true, returnDocument: 'before' },
      );
      return before?.kept ?? null;
    } catch (error) {
      throw isDuplicateKey(error) ? new LostRace() : error;
    }
  }

  /** What the owner before left: it was killed, before its writes were all there or after. */
  async #recover(kept: string | null): Promise<void> {
    if (kept !== null) await this.#entries.deleteMany({ owner: kept });
    const left = await this.#entries.find().sort({ _id: 1 }).toArray();
    await new JournalUnit(this.#db, this.#entries, '', left).undo(0);
  }

  async #renew(unit: JournalUnit): Promise<void> {
    const { owner } = unit;
    try {
      const renewed = await this.#locks.updateOne({ _id: LOCK, owner }, { $set: { until: Date.now() + LEASE } });
      if (renewed.matchedCount === 0) unit.lost = true;
    } catch {
      // The next renewal, or the next write, tells more.
    }
  }

  /** From here on the writes stay, or go, also when this process is killed in the next moment. */
  async #decide(owner: string, kept: string | null): Promise<void> {
    const decided = await this.#locks.updateOne({ _id: LOCK, owner }, { $set: { kept } });
    if (decided.matchedCount === 0) throw new LostRace();
  }

  /** When the server is away, so that nothing can be put back, the next owner does it after the lease. */
  async #giveUp(unit: JournalUnit): Promise<void> {
    try {
      await this.#decide(unit.owner, null);
      await unit.undo(0);
      await this.#release(unit);
    } catch {
      // Whoever called is told what failed first.
    }
  }

  async #release({ owner, size }: JournalUnit): Promise<void> {
    try {
      if (size > 0) await this.#entries.deleteMany({ owner });
      await this.#locks.updateOne({ _id: LOCK, owner }, { $set: { until: 0 } });
    } catch {
      // The lease ends by itself, and what is to become of the writes is decided.
    }
  }
}

/** The writes of one owner of the journal. */
export class JournalUnit implements Unit {
  /** Another process has taken over: nothing more may be written. */
  lost = false;
  readonly owner: string;
  readonly #db: Db;
  readonly #entries: Collection<Entry>;
  readonly #noted: Entry[];

  constructor(db: Db, entries: Collection<Entry>, owner: string, noted: Entry[] = []) {
    this.owner = owner;
    this.#db = db;
    this.#entries = entries;
    this.#noted = noted;
  }

  get size(): number {
    return this.#noted.length;
  }

  check(): void {
    if (this.lost) throw commonErrors.unavailable({ detail: 'Another process has taken over.', retryAfter: 1 });
  }

  async note(images: readonly Image[]): Promise<void> {
    this.check();
    if (images.length === 0) return;
    const { owner } = this;
    const entries = images.map((image, i) => ({ _id: entryId(owner, this.#noted.length + i), owner, ...image }));
    await this.#entries.insertMany(entries);
    this.#noted.push(...entries);
  }

  /** Puts back what was written after the first `size` notes, the last first. */
  async undo(size: number): Promise<void> {
    while (this.#noted.length > size) {
      const entry = this.#noted.at(-1) as Entry;
      await this.#putBack(entry);
      await this.#entries.deleteOne({ _id: entry._id });
      this.#noted.pop();
    }
  }

  async #putBack({ collection, id, before, after }: Entry): Promise<void> {
    const documents = this.#db.collection<Stored>(collection);
    if (before === null) await documents.deleteOne({ _id: id, _rev: after ?? 0 });
    else if (after !== null) await documents.replaceOne({ _id: id, _rev: after }, before);
    else await documents.updateOne({ _id: id }, { $setOnInsert: before }, { upsert: true });
  }
}

/** Sorts as the entries were made. */
function entryId(owner: string, index: number): string {
  return `${owner}/${String(index).padStart(9, '0')}`;
}
