const MINUTE = 60_000;

/** Removes what has expired, now and then. Every process does; that the others did it too costs next to nothing. */
export class Upkeep {
  readonly #timer: NodeJS.Timeout;
  #running: Promise<void> = Promise.resolve();

  constructor(removeExpired: () => Promise<number>) {
    this.#timer = setInterval(() => {
      this.#running = run(removeExpired);
    }, MINUTE).unref();
  }

  async stop(): Promise<void> {
    clearInterval(this.#timer);
    await this.#running;
  }
}

async function run(removeExpired: () => Promise<number>): Promise<void> {
  try {
    await removeExpired();
  } catch {
    // Whatever it was is seen by the next write too, which has a caller to tell; a minute later this is tried again.
  }
}
