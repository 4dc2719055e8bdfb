import type { ActionContract, ActionParams, ActionResult } from '../../../lib/contract.ts';
import { sendAuthorized } from './authorized.ts';
import { withIdempotencyKey } from './idempotency.ts';
import { ApiProblem } from './problem.ts';
import { toRequest } from './request.ts';
import { readJson, type SendOptions, send } from './send.ts';

/** A longer Retry-After than this is shown to the person instead of waited for. */
const longestWaitSeconds = 5;

export interface CallOptions {
  signal?: AbortSignal;
  /** Version that the change was made on: answered with 412 when it is not the current one any more. */
  ifMatch?: number;
}

/**
 * Calls an action through the public API, typed by its contract:
 * `call<typeof usersContract.update>('PATCH /api/v1/users/:id', { id, name }, { ifMatch: user.version })`.
 */
export async function call<C extends ActionContract>(
  rest: string,
  params: ActionParams<C>,
  { signal, ifMatch }: CallOptions = {},
): Promise<ActionResult<C>> {
  const request = toRequest(rest, params as object);
  const headers: Record<string, string> = {};
  if (ifMatch !== undefined) headers['If-Match'] = `"${ifMatch}"`;
  const run = (extra: Record<string, string> = {}) =>
    sendAuthorized(request, { signal, headers: { ...headers, ...extra } });

  if (request.method === 'GET') return readJson(await retryOnce(run, signal));
  if (request.method === 'POST') {
    return readJson(await withIdempotencyKey(request, (key) => run({ 'Idempotency-Key': key })));
  }
  return readJson(await run());
}

/** Calls an action that needs no account: login, registration, first set-up. Their answers carry tokens: no key, no replay. */
export async function callPublic<C extends ActionContract>(
  rest: string,
  params: ActionParams<C>,
  options: SendOptions = {},
): Promise<ActionResult<C>> {
  return readJson(await send(toRequest(rest, params as object), options));
}

async function retryOnce(run: () => Promise<Response>, signal: AbortSignal | undefined): Promise<Response> {
  try {
    return await run();
  } catch (error) {
    const wait = error instanceof ApiProblem && error.status === 503 ? error.retryAfter : undefined;
    if (wait === undefined || wait > longestWaitSeconds) throw error;
    await new Promise((resolve) => setTimeout(resolve, wait * 1000));
    signal?.throwIfAborted();
    return run();
  }
}
