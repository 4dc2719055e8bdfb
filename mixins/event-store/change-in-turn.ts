import { setTimeout as wait } from 'node:timers/promises';
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

/**
 * Another process, or what is written alongside, can still be faster than the write after the read: many times in a row, if it
 * has many writers. How long is tried against it, in milliseconds; whoever asked through a broker waits for longer.
 */
const PATIENCE = 5_000;
const LONGEST_PAUSE = 50;
const LOST_RACES = new Set([commonErrors.versionConflict.code, storeErrors.unmatched.code]);

/**
 * Reads, decides and appends. Who lost a race decides again on the new state, so that parallel changes all take place, unless
 * If-Match says which state it has to be: then exactly one does.
 * @throws common.notFound; common.versionConflict (412) when the client has seen another version; common.conflict (409) when
 * others were faster all the time.
 */
export function changeInTurn<S extends { version: number }, T>(change: Change<S, T>): Promise<T> {
  return inTurn(change.key, async () => {
    const end = Date.now() + PATIENCE;
    for (let pause = 1; ; pause = Math.min(pause * 2, LONGEST_PAUSE)) {
      const state = await change.read();
      if (state === null) throw commonErrors.notFound();
      if (change.ifMatch?.includes(state.version) === false) throw commonErrors.versionConflict();
      try {
        return await change.write(state);
      } catch (error) {
        if (!isLostRace(error)) throw error;
        if (Date.now() > end) throw commonErrors.conflict({ cause: error });
        await wait(Math.random() * pause);
      }
    }
  });
}

/** Whether a write failed because something else is there by now than it was decided on. */
export function isLostRace(error: unknown): boolean {
  return LOST_RACES.has(problemType(error) ?? '');
}
