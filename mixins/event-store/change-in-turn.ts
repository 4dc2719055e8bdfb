import { commonErrors, problemType } from '../../lib/errors.ts';
import { inTurn } from '../../lib/in-turn.ts';
import { storeErrors } from '../store/store.errors.ts';

interface Change<S extends { version: number }, T> {
  /** Name of the aggregate's stream: "account:…". Writers in this process wait for each other. */
  key: string;
  read(): Promise<S | null>;
  /** Versions of the client's If-Match, if it sent one. */
  ifMatch?: readonly number[];
  /** Decides on the state that was read and appends, expecting its version. */
  write(state: S): Promise<T>;
}

/** Another process, or what is written alongside, can still be faster than the write after the read. */
const ATTEMPTS = 10;
const LOST_RACES = new Set([commonErrors.versionConflict.code, storeErrors.unmatched.code]);

/**
 * Reads, decides and appends. Who lost a race decides again on the new state, so that parallel changes all take place, unless
 * If-Match says which state it has to be: then exactly one does.
 * @throws common.notFound; common.versionConflict (412) when the client has seen another version.
 */
export function changeInTurn<S extends { version: number }, T>(change: Change<S, T>): Promise<T> {
  return inTurn(change.key, async () => {
    for (let attempt = 1; ; attempt++) {
      const state = await change.read();
      if (state === null) throw commonErrors.notFound();
      if (change.ifMatch?.includes(state.version) === false) throw commonErrors.versionConflict();
      try {
        return await change.write(state);
      } catch (error) {
        if (!isLostRace(error)) throw error;
        if (attempt === ATTEMPTS) throw commonErrors.conflict({ cause: error });
      }
    }
  });
}

/** Whether a write failed because something else is there by now than it was decided on. */
export function isLostRace(error: unknown): boolean {
  return LOST_RACES.has(problemType(error) ?? '');
}
