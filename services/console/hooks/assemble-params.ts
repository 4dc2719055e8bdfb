import { commonErrors } from '../../../lib/errors.ts';
import type { Exchange } from '../gateway/exchange.ts';

/** Parameters of the call: path and query string for GET, HEAD and DELETE, path and body for the others. */
export function assembleParams(exchange: Exchange): void {
  const { route, pathParams, queryString, body } = exchange;
  if (route === undefined) return;
  if (route.method === 'GET' || route.method === 'DELETE') {
    exchange.params = route.readQuery(queryString, pathParams);
    return;
  }
  if (queryString !== '') {
    throw commonErrors.invalid({ detail: 'This endpoint takes its parameters in the body, not in the query string.' });
  }
  // The path names the object: a body that names one too contradicts it sooner or later.
  const doubled = Object.keys(pathParams).filter((name) => Object.hasOwn(body, name));
  if (doubled.length > 0) {
    const errors = doubled.map((field) => ({ field, code: 'additionalProperties', message: 'is given by the path' }));
    throw commonErrors.invalid({ errors });
  }
  exchange.params = { ...body, ...pathParams };
}
