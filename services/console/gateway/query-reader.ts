import querystring from 'node:querystring';
import qs from 'qs';
import { commonErrors } from '../../../lib/errors.ts';
import { createAjv, toFieldErrors } from '../../../middlewares/validator.ts';

export type QueryReader = (queryString: string, pathParams: Record<string, unknown>) => Record<string, unknown>;

const MAX_PARAMETERS = 100;
const ajv = createAjv({ allErrors: true, coerceTypes: 'array' });

/**
 * Reads the query string of a route into the types that its contract says ("20" becomes 20 where an integer is expected); the
 * only place where anything is coerced.
 * @throws common.invalid (422) for what does not fit.
 */
export function createQueryReader(schema: object): QueryReader {
  const check = ajv.compile(schema);
  return (queryString, pathParams) => {
    const query = queryString === '' ? {} : parseQuery(queryString);
    splitLists(schema, query);
    const params = { ...query, ...pathParams };
    if (!check(params)) throw commonErrors.invalid({ errors: toFieldErrors(check.errors) });
    return params;
  };
}

interface SchemaNode {
  type?: unknown;
  properties?: Record<string, SchemaNode>;
  anyOf?: SchemaNode[];
}

/**
 * Where the contract expects a list it can be written "a,b", also inside a filter: filter[roles][in]=admin,user. In place: both parsers
 * make objects without a prototype, which "__proto__" is a name like any other for.
 */
function splitLists(node: SchemaNode, value: Record<string, unknown>): void {
  const properties = node.properties ?? node.anyOf?.find((branch) => branch.properties)?.properties ?? {};
  for (const name in value) {
    const property = Object.hasOwn(properties, name) ? properties[name] : undefined;
    const inner = value[name];
    if (property === undefined || inner === null) continue;
    if (typeof inner === 'string' && property.type === 'array') value[name] = inner.split(',');
    else if (typeof inner === 'object' && !Array.isArray(inner)) splitLists(property, inner as Record<string, unknown>);
  }
}

/** Nested names, escapes, and what has to be refused. */
const NEEDS_QS = /[[\]%+]|__proto__|(^|&)=/;

/** A plain "limit=20&sort=name" is read by Node, in a tenth of the time and to the same result. */
function parseQuery(queryString: string): Record<string, unknown> {
  if (!NEEDS_QS.test(queryString) && queryString.split('&').length <= MAX_PARAMETERS)
    return querystring.parse(queryString);
  try {
    return qs.parse(queryString, {
      depth: 4,
      strictDepth: true,
      parameterLimit: MAX_PARAMETERS,
      throwOnLimitExceeded: true,
      arrayLimit: MAX_PARAMETERS,
      // Names that objects inherit are kept, to be refused with all other unknown ones instead of being ignored.
      plainObjects: true,
      allowPrototypes: true,
      decoder: decodeText,
    });
  } catch {
    throw commonErrors.invalid({ detail: 'The query string has too many parameters, or names that cannot be used.' });
  }
}

/** qs would drop this name silently, and the filter or parameter with it. */
function decodeText(text: string, decode: (text: string) => string, _charset?: string, type?: string): string {
  const decoded = decode(text);
  if (type === 'key' && decoded.includes('__proto__')) throw new Error('__proto__ is no name of a parameter.');
  return decoded;
}
