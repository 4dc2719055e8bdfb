import { ApiProblem, networkProblem, problemFrom } from './problem.ts';
import type { ApiRequest } from './request.ts';

export interface SendOptions {
  headers?: Record<string, string>;
  signal?: AbortSignal;
}

/** Sends one request. @throws ApiProblem for every answer that is not a success and when no answer comes. */
export async function send(request: ApiRequest, { headers = {}, signal }: SendOptions = {}): Promise<Response> {
  const response = await fetch(request.path, {
    method: request.method,
    headers: { Accept: 'application/json', ...(request.body && { 'Content-Type': 'application/json' }), ...headers },
    body: request.body && JSON.stringify(request.body),
    signal,
    credentials: 'omit',
    // Revalidation by ETag is wanted, answers without asking are not: two people work on the same records.
    cache: 'no-cache',
  }).catch((error: unknown) => {
    if (signal?.aborted) throw error;
    throw networkProblem();
  });
  if (!response.ok) throw await problemFrom(response);
  return response;
}

/** The JSON of an answer; undefined where there is none (204). */
export async function readJson<T>(response: Response): Promise<T> {
  if (response.status === 204) return undefined as T;
  try {
    return (await response.json()) as T;
  } catch {
    throw new ApiProblem(response.status, { title: 'The answer could not be read', code: 'unreadable' });
  }
}
