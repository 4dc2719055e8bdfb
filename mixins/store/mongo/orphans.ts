import type { Collection, Db, UUID } from 'mongodb';
import { BEAT, SESSIONS, type SessionRecord } from './sessions.ts';

/** A session without a sign of life for so many milliseconds is nobody's: less than writers have patience for. */
const SILENCE = 3 * BEAT;

interface Sighting {
  beat: number;
  since: number;
}

/**
 * Ends the transactions of processes that were killed, or stand still, in the middle of one. The server would keep what they had
 * written locked for a minute, and nobody could write it: with it the sequence of positions, and so every event of the service.
 *
 * Who is dead is judged by this process's own clock, from signs of life that it sees or not, so clocks need not agree. A wrong
 * judgement does no harm: the server ends a transaction or commits it, never both, and whose was ended begins it again.
 */
export class Orphans {
  readonly #db: Db;
  readonly #records: Collection<SessionRecord>;
  readonly #report: (message: string) => void;
  readonly #sightings = new Map<string, Sighting>();
  readonly #timer: NodeJS.Timeout;
  #watching: Promise<void> | null = null;
  #reported = false;

  constructor(db: Db, report: (message: string) => void) {
    this.#db = db;
    this.#records = db.collection(SESSIONS);
    this.#report = report;
    this.#timer = setInterval(() => {
      this.#watching ??= this.#watch().finally(() => {
        this.#watching = null;
      });
    }, BEAT).unref();
  }

  async stop(): Promise<void> {
    clearInterval(this.#timer);
    await this.#watching;
  }

  async #watch(): Promise<void> {
    try {
      const asked = performance.now();
      const records = await this.#records.find().toArray();
      const present = new Set(records.map(({ _id }) => _id.toHexString()));
      for (const id of this.#sightings.keys()) if (!present.has(id)) this.#sightings.delete(id);
      for (const record of records) if (this.#isSilent(record, asked)) await this.#end(record);
    } catch {
      // A server that is away has no transactions to end.
      this.#sightings.clear();
    }
  }

  #isSilent({ _id, beat }: SessionRecord, asked: number): boolean {
    const id = _id.toHexString();
    const before = this.#sightings.get(id);
    if (before?.beat === beat) return asked - before.since > SILENCE;
    this.#sightings.set(id, { beat, since: performance.now() });
    return false;
  }

  /** Also of one that is merely not in use: ending that changes nothing, and its record goes until it is used again. */
  async #end({ _id, beat }: SessionRecord): Promise<void> {
    try {
      await this.#db.command({ killSessions: [{ id: _id }] });
    } catch (error) {
      if (!this.#reported) this.#report(refusal(this.#db.databaseName, _id, error));
      this.#reported = true;
    }
    await this.#records.deleteOne({ _id, beat });
  }
}

function refusal(database: string, id: UUID, error: unknown): string {
  return `MongoDB does not end session ${id} of ${database} (${(error as Error).message}): what a killed process has locked stays so until transactionLifetimeLimitSeconds.`;
}
