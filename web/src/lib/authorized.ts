import { ApiProblem } from './problem.ts';
import type { ApiRequest } from './request.ts';
import { type SendOptions, send } from './send.ts';
import { accessToken, recoverSession } from './session/session.ts';

/** Sends a request as the logged-in account. A 401 is answered by a refresh, or by a new login, and one more try. */
export async function sendAuthorized(request: ApiRequest, options: SendOptions = {}): Promise<Response> {
  try {
    return await sendWithToken(request, options);
  } catch (error) {
    if (!(error instanceof ApiProblem) || error.status !== 401) throw error;
    await recoverSession();
    return sendWithToken(request, options);
  }
}

async function sendWithToken(request: ApiRequest, options: SendOptions): Promise<Response> {
  const token = await accessToken();
  options.signal?.throwIfAborted();
  const headers = token ? { ...options.headers, Authorization: `Bearer ${token}` } : options.headers;
  return send(request, { ...options, headers });
}
