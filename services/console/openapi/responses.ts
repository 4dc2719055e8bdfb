import type { ApiAction } from './api-action.ts';
import { hasBody, pathParameterNames } from './parameters.ts';
import { headerRefs, problemResponse } from './problem-responses.ts';
import type { SchemaComponents } from './schema-components.ts';

type Json = Record<string, unknown>;

export function responsesOf(action: ApiAction, components: SchemaComponents): Json {
  const own = Map.groupBy(action.contract.problems, ({ status }) => status);
  const statuses = [...new Set([...own.keys(), ...generalStatuses(action)])].sort((left, right) => left - right);
  return {
    [action.contract.status]: successOf(action, components),
    ...(action.method === 'GET' && !isStream(action) && { 304: { $ref: '#/components/responses/NotModified' } }),
    ...Object.fromEntries(statuses.map((status) => [status, problemResponse(status, own.get(status) ?? [])])),
    default: { $ref: '#/components/responses/Problem' },
  };
}

function successOf(action: ApiAction, components: SchemaComponents): Json {
  const { status, response, responseType = 'application/json' } = action.contract;
  const headers = headerRefs(successHeaders(action));
  if (status === 204) return { description: 'Done.', headers };
  const mediaType = responseType.split(';')[0] as string;
  return { description: 'Success.', headers, content: { [mediaType]: { schema: components.refer(response) } } };
}

function successHeaders(action: ApiAction): string[] {
  const names = [...generalHeaders(action)];
  const { properties } = action.contract.response as { properties?: Json };
  if (action.contract.status !== 204 && !isStream(action)) names.push('ETag');
  if (action.contract.status === 201) names.push('Location');
  if (action.method === 'POST') names.push('Idempotency-Replayed');
  if (properties?.data !== undefined && properties.meta !== undefined && 'cursor' in (action.params.properties ?? {})) {
    names.push('Link');
  }
  return names;
}

function generalHeaders({ path }: ApiAction): string[] {
  const names = ['X-Request-Id', 'RateLimit', 'RateLimit-Policy'];
  return path.startsWith('/api/') ? [...names, 'API-Version'] : names;
}

/** Of the problems that the gateway and every service may answer, those that this action's requests can meet. */
function generalStatuses(action: ApiAction): number[] {
  const { contract, method, path } = action;
  const statuses = [400, 422, 429, 500, 503, 504];
  if (contract.auth !== 'public') statuses.push(401, 403);
  if (pathParameterNames(path).length > 0) statuses.push(404);
  if (method === 'POST') statuses.push(409);
  if (hasBody(action)) statuses.push(413, 415);
  if (method !== 'GET') statuses.push(507);
  return statuses;
}

function isStream({ contract }: ApiAction): boolean {
  return /^(text\/event-stream|application\/x-ndjson)/.test(contract.responseType ?? '');
}
