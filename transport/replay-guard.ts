import type { Stamp } from './packet-signature.ts';

/** Milliseconds for which a frame is good, before and after its time: clocks of nodes may differ by as much. */
const LIFE = 30_000;
/** Frames of one sender that may overtake each other: over a Redis Cluster, or around a reconnect. */
const WINDOW = 4096;

export type Staleness = 'stale' | 'beforeStart' | 'replayed';

interface Window {
  top: number;
  seen: Uint32Array;
  latest: number;
}

/** Lets each signed frame pass once. What was signed before the guard was made is refused: it cannot know whether that had passed. */
export class ReplayGuard {
  readonly #windows = new Map<string, Window>();
  readonly #madeAt: number;

  constructor(now: number) {
    this.#madeAt = now;
  }

  /** Null when the frame may pass, and then never again. */
  refusal(stamp: Stamp, now: number): Staleness | null {
    if (Math.abs(now - stamp.time) > LIFE) return 'stale';
    if (stamp.time < this.#madeAt) return 'beforeStart';
    const window = this.#windowOf(`${stamp.sender}\n${stamp.instance}`, now);
    if (!take(window, stamp.sequence)) return 'replayed';
    window.latest = Math.max(window.latest, stamp.time);
    return null;
  }

  #windowOf(sender: string, now: number): Window {
    let window = this.#windows.get(sender);
    if (window === undefined) {
      this.#forgetSilent(now);
      window = { top: 0, seen: new Uint32Array(WINDOW / 32), latest: 0 };
      this.#windows.set(sender, window);
    }
    return window;
  }

  /** All that a sender signed so long ago is stale anyway: nothing of it can be replayed. */
  #forgetSilent(now: number): void {
    for (const [sender, { latest }] of this.#windows) {
      if (latest + LIFE < now) this.#windows.delete(sender);
    }
  }
}

/** Marks a sequence number as seen. @returns false when it was, or when it is too old to tell. */
function take(window: Window, sequence: number): boolean {
  const { seen, top } = window;
  if (sequence > top) {
    if (sequence - top >= WINDOW) seen.fill(0);
    else for (let skipped = top + 1; skipped <= sequence; skipped += 1) clear(seen, skipped);
    window.top = sequence;
  } else if (top - sequence >= WINDOW || isSet(seen, sequence)) {
    return false;
  }
  seen[wordOf(sequence)] = (seen[wordOf(sequence)] ?? 0) | bitOf(sequence);
  return true;
}

const wordOf = (sequence: number) => Math.floor((sequence % WINDOW) / 32);
const bitOf = (sequence: number) => 1 << (sequence % 32);

function isSet(seen: Uint32Array, sequence: number): boolean {
  return ((seen[wordOf(sequence)] ?? 0) & bitOf(sequence)) !== 0;
}

function clear(seen: Uint32Array, sequence: number): void {
  seen[wordOf(sequence)] = (seen[wordOf(sequence)] ?? 0) & ~bitOf(sequence);
}
