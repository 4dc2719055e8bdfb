import { setTimeout } from 'node:timers/promises';
import { inTurn } from '../../../lib/in-turn.ts';
import { isTransient, LostRace } from './mongo-errors.ts';

/** How long work is begun again because others were first, in milliseconds. */
const PATIENCE = 8000;
/** How long it waits for its turn before that. Whoever asked through a broker has given up before. */
const QUEUE = 30_000;
const LONGEST_PAUSE = 50;

/**
 * Does work that others may foil, again until it is done. Who was foiled waits for its turn among those of this process, so that
 * a hundred callers who want one document take a hundred rounds and not thousands; between processes chance decides.
 */
export async function untilDone<R>(key: string, work: () => Promise<R>, contended = false): Promise<R> {
  const latest = Date.now() + QUEUE;
  if (!contended) {
    try {
      return await work();
    } catch (error) {
      if (!isTransient(error)) throw error;
    }
  }
  return inTurn(key, () => repeat(work, latest));
}

async function repeat<R>(work: () => Promise<R>, latest: number): Promise<R> {
  const end = Date.now() > latest ? 0 : Date.now() + PATIENCE;
  for (let pause = 1; Date.now() < end; pause = Math.min(pause * 2, LONGEST_PAUSE)) {
    try {
      return await work();
    } catch (error) {
      if (!isTransient(error)) throw error;
      await setTimeout(Math.random() * pause);
    }
  }
  throw new LostRace();
}
