import { problemType } from '../../../lib/errors.ts';
import { storeErrors } from '../store.errors.ts';
import type { Journal, JournalUnit } from './journal.ts';
import { isDuplicateKey } from './mongo-errors.ts';
import { untilDone } from './patience.ts';
import type { Sessions } from './sessions.ts';
import { inTransaction } from './transaction.ts';
import { ALONE, type Unit } from './unit.ts';

type Work<R> = (unit: Unit) => Promise<R>;

/** How the writes of one database are done: each alone, or several together. */
export interface Units {
  /** @param name of what is written, for those who want the same */
  alone<R>(name: string, work: Work<R>): Promise<R>;
  /** All of the work or nothing. */
  together<R>(work: Work<R>, contended?: boolean): Promise<R>;
}

interface UnitsParts {
  name: string;
  journal: Journal;
  /** Null where there are no transactions. */
  sessions: Sessions | null;
  /** Removes what has expired; answers how much that was. */
  removeExpired(): Promise<number>;
}

export class DatabaseUnits implements Units {
  readonly #parts: UnitsParts;

  constructor(parts: UnitsParts) {
    this.#parts = parts;
  }

  alone<R>(name: string, work: Work<R>): Promise<R> {
    return this.#clearingExpired(() => untilDone(`${this.#parts.name}/${name}`, () => work(ALONE)));
  }

  together<R>(work: Work<R>, contended = false): Promise<R> {
    const { name, journal, sessions } = this.#parts;
    const once = () =>
      sessions === null ? journal.run(work) : sessions.use((session) => inTransaction(session, work));
    return this.#clearingExpired(() => untilDone(name, once, contended || sessions === null));
  }

  /** What has expired but is not removed yet must not stand in the way of a new document with the same id or unique value. */
  async #clearingExpired<R>(work: () => Promise<R>): Promise<R> {
    try {
      return await work();
    } catch (error) {
      if (!isDuplicate(error) || (await this.#parts.removeExpired()) === 0) throw error;
      return work();
    }
  }
}

/** Everything is a part of one unit that is under way: what fails takes its own writes back, and the unit goes on. */
export class PartsOfUnit implements Units {
  readonly #unit: JournalUnit;

  constructor(unit: JournalUnit) {
    this.#unit = unit;
  }

  alone<R>(_name: string, work: Work<R>): Promise<R> {
    return this.together(work);
  }

  async together<R>(work: Work<R>): Promise<R> {
    const { size } = this.#unit;
    try {
      return await work(this.#unit);
    } catch (error) {
      await this.#unit.undo(size);
      throw error;
    }
  }
}

function isDuplicate(error: unknown): boolean {
  return isDuplicateKey(error) || problemType(error) === storeErrors.duplicate.code;
}
