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
    const query = queryString === '' ? {} : splitLists(schema, parseQuery(queryString));
    const params = { ...(query as Record<string, unknown>), ...pathParams };
    if (!check(params)) throw commonErrors.invalid({ errors: toFieldErrors(check.errors) });
    return params;
  };
}

interface SchemaNode {
  type?: unknown;
  properties?: Record<string, SchemaNode>;
  anyOf?: SchemaNode[];
}

/** Where the contract expects a list it can be written "a,b", also inside a filter: filter[roles][in]=admin,user. */
function splitLists(node: SchemaNode, value: unknown): unknown {
  if (typeof value === 'string') return node.type === 'array' ? value.split(',') : value;
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  const properties = node.properties ?? node.anyOf?.find((branch) => branch.properties)?.properties ?? {};
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => {
      const property = Object.hasOwn(properties, name) ? properties[name] : undefined;
      return [name, property === undefined ? inner : splitLists(property, inner)];
    }),
  );
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
