import type { Server, ServerResponse } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';

/** Milliseconds that requests under way may take when the process is told to stop. */
const PATIENCE = 10_000;

/** Stops the front door without failing a request: readiness says no first, then no new connection, then nobody left inside. */
export class Drain {
  #isDraining = false;
  readonly #inside = new Set<ServerResponse>();
  #whenEmpty: (() => void) | undefined;

  get isDraining(): boolean {
    return this.#isDraining;
  }

  follow(res: ServerResponse): void {
    this.#inside.add(res);
    // A kept-alive connection would bring the next request to a process that is going.
    if (this.#isDraining) res.setHeader('Connection', 'close');
    res.once('close', () => {
      this.#inside.delete(res);
      if (this.#inside.size === 0) this.#whenEmpty?.();
    });
  }

  /** @param grace milliseconds between "not ready" and the closed door, for load balancers to notice. */
  async run(server: Server, grace: number, endStreams: () => void): Promise<void> {
    this.#isDraining = true;
    for (const res of this.#inside) if (!res.headersSent) res.setHeader('Connection', 'close');
    if (!server.listening) return;
    await wait(grace);
    server.close();
    server.closeIdleConnections();
    endStreams();
    if (this.#inside.size > 0) {
      const patience = AbortSignal.timeout(PATIENCE);
      await new Promise<void>((resolve) => {
        this.#whenEmpty = resolve;
        patience.addEventListener('abort', () => resolve(), { once: true });
      });
    }
    server.closeAllConnections();
  }
}
