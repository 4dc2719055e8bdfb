import { ApiProblem } from './problem.ts';
import type { ApiRequest } from './request.ts';

/** Keys of requests whose outcome is not known yet, by what was asked. */
const open = new Map<string, string>();

function fingerprint(request: ApiRequest): string {
  return `${request.method} ${request.path} ${JSON.stringify(request.body)}`;
}

// crypto.randomUUID exists on https and localhost only; an installation may be opened by its address in the local network.
function newKey(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join('');
}

/**
 * Runs a POST under an Idempotency-Key. When the answer is lost (network, 5xx), asking for the same again uses the same
 * key, so that the thing which may have been made is not made twice.
 */
export async function withIdempotencyKey<T>(request: ApiRequest, run: (key: string) => Promise<T>): Promise<T> {
  const id = fingerprint(request);
  const key = open.get(id) ?? newKey();
  open.set(id, key);
  try {
    const result = await run(key);
    open.delete(id);
    return result;
  } catch (error) {
    const unknownOutcome = error instanceof ApiProblem && (error.status === 0 || error.status >= 500);
    if (!unknownOutcome) open.delete(id);
    throw error;
  }
}
