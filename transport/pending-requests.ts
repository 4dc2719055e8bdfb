import type { Transit } from 'moleculer';

type Pending = Transit['pendingRequests'];
type Request = Pending extends Map<string, infer Value> ? Value : never;

/**
 * Calls that wait for another node's answer, in place of the Map in Moleculer's transit. A Map keeps what was deleted in
 * its table until that is rehashed: under load dead requests, with all they refer to, survive into the old generation of
 * the heap, and collecting them there makes the slowest answers slower. An object in dictionary mode lets go at once.
 */
export class PendingRequests implements Pick<Pending, 'get' | 'set' | 'delete' | 'size'> {
  readonly #requests: Record<string, Request> = Object.create(null);
  #size = 0;

  get size(): number {
    return this.#size;
  }

  get(id: string): Request | undefined {
    return this.#requests[id];
  }

  set(id: string, request: Request): Pending {
    if (this.#requests[id] === undefined) this.#size += 1;
    this.#requests[id] = request;
    return this as unknown as Pending;
  }

  delete(id: string): boolean {
    if (this.#requests[id] === undefined) return false;
    delete this.#requests[id];
    this.#size -= 1;
    return true;
  }

  forEach(visit: (request: Request, id: string) => void): void {
    for (const [id, request] of Object.entries(this.#requests)) visit(request, id);
  }
}
