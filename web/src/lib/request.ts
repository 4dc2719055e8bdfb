/** One request to the API, before headers: what `call` sends and what "Copy as curl" shows. */
export interface ApiRequest {
  method: string;
  /** Path with query, from the root. */
  path: string;
  body?: Record<string, unknown>;
}

/**
 * Lays an action's flat parameters out as its route wants them: path parameters first, the rest into the query
 * (GET, HEAD, DELETE) or the JSON body.
 * @param rest method and path, such as "PATCH /api/v1/users/:id"
 */
export function toRequest(rest: string, params: object): ApiRequest {
  const [method = 'GET', template = '/'] = rest.split(' ');
  const remaining: Record<string, unknown> = { ...params };
  const path = template.replace(/:(\w+)/g, (_, name: string) => {
    const value = remaining[name];
    delete remaining[name];
    return encodeURIComponent(String(value));
  });
  if (method === 'GET' || method === 'HEAD' || method === 'DELETE') {
    const query = toQuery(remaining);
    return { method, path: query ? `${path}?${query}` : path };
  }
  return Object.keys(remaining).length > 0 ? { method, path, body: remaining } : { method, path };
}

/** `{ filter: { status: { in: ['a','b'] } } }` -> `filter[status][in]=a,b`. Unset values are left out. */
function toQuery(values: Record<string, unknown>, prefix = ''): string {
  const pairs: string[] = [];
  for (const [key, value] of Object.entries(values)) {
    const name = prefix ? `${prefix}[${encodeURIComponent(key)}]` : encodeURIComponent(key);
    if (value === undefined || value === null || value === '') continue;
    if (Array.isArray(value)) {
      if (value.length > 0) pairs.push(`${name}=${value.map(encodeURIComponent).join(',')}`);
    } else if (typeof value === 'object') {
      const nested = toQuery(value as Record<string, unknown>, name);
      if (nested) pairs.push(nested);
    } else {
      pairs.push(`${name}=${encodeURIComponent(String(value))}`);
    }
  }
  return pairs.join('&');
}
