import type { Server, ServerResponse } from 'node:http';
import { Server as NetServer, type Socket } from 'node:net';
import { setImmediate as afterPoll, setTimeout as wait } from 'node:timers/promises';

/** Milliseconds that requests under way may take when the process is told to stop. */
const PATIENCE = 10_000;
/** Milliseconds for connections that were accepted, but whose first request was not read yet, to become requests. */
const UNREAD = 100;
/** The same for those that came while the door closed: their request is on its way, or they are nobody's business. */
const UNREAD_AT_MOST = 1_000;
/** Milliseconds of a turn of the event loop in which nothing was done. */
const SHORT_TURN = 0.1;
/** Milliseconds after which the door closes although there was no such turn. */
const BUSY_AT_MOST = 5_000;

const place = Symbol('place');

/** An answer under way, and its index in the list of them. */
type Visitor = ServerResponse & { [place]?: number };

/** Stops the front door without failing a request: readiness says no first, then no new connection, then nobody left inside. */
export class Drain {
  #isDraining = false;
  /** Not a Set: its table, made anew all the time, drags answers that are done into the old generation of the heap. */
  readonly #inside: Visitor[] = [];
  /** Connections since the drain began that have not brought a request. */
  readonly #unread = new Set<Socket>();
  #whenEmpty: (() => void) | undefined;

  get isDraining(): boolean {
    return this.#isDraining;
  }

  enter(res: Visitor): void {
    res[place] = this.#inside.push(res) - 1;
    if (!this.#isDraining) return;
    this.#unread.delete(res.req.socket);
    // A kept-alive connection would bring the next request to a process that is going.
    res.setHeader('Connection', 'close');
  }

  /** The last one takes the place of who leaves. */
  leave(res: Visitor): void {
    const index = res[place];
    const last = this.#inside.pop();
    if (last !== undefined && last !== res && index !== undefined) {
      last[place] = index;
      this.#inside[index] = last;
    }
    if (this.#inside.length === 0) this.#whenEmpty?.();
  }

  /** @param grace milliseconds between "not ready" and the closed door, for load balancers to notice. */
  async run(server: Server, grace: number, endStreams: () => void): Promise<void> {
    this.#isDraining = true;
    for (const res of this.#inside) if (!res.headersSent) res.setHeader('Connection', 'close');
    if (!server.listening) return;
    server.on('connection', (socket: Socket) => {
      this.#unread.add(socket);
      socket.once('close', () => this.#unread.delete(socket));
    });
    await wait(grace);
    await closeWhenNoneWaits(server);
    endStreams();
    await wait(UNREAD);
    await this.#untilRead();
    if (this.#inside.length > 0) {
      const patience = AbortSignal.timeout(PATIENCE);
      await new Promise<void>((resolve) => {
        this.#whenEmpty = resolve;
        patience.addEventListener('abort', () => resolve(), { once: true });
      });
    }
    server.closeAllConnections();
  }

  /** On a busy machine a timer is late, and comes before what has arrived meanwhile is read. */
  async #untilRead(): Promise<void> {
    await afterPoll();
    for (const deadline = performance.now() + UNREAD_AT_MOST; performance.now() < deadline; await wait(10)) {
      if (this.#unread.size === 0) return;
    }
  }
}

/**
 * Closes the door in a moment when no connection waits in the kernel to be accepted: those would be reset, requests in them. Each turn of
 * the event loop accepts one, so after a turn without any there was none when it began, and after a short one there is hardly
 * one now. Requests that are worked on in a turn make it long.
 */
function closeWhenNoneWaits(server: Server): Promise<void> {
  return new Promise((resolve) => {
    const deadline = performance.now() + BUSY_AT_MOST;
    let accepted = 1;
    let turnedAt = 0;
    const count = () => {
      accepted += 1;
    };
    const turn = () => {
      const now = performance.now();
      if ((accepted === 0 && now - turnedAt < SHORT_TURN) || now > deadline) {
        // Not HTTP's own close: it ends connections that have not brought a request yet together with those that have had theirs.
        NetServer.prototype.close.call(server);
        server.off('connection', count);
        resolve();
        return;
      }
      accepted = 0;
      turnedAt = now;
      setImmediate(turn);
    };
    server.on('connection', count);
    turn();
  });
}
