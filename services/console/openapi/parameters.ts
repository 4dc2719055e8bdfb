import type { ApiAction } from './api-action.ts';
import type { SchemaComponents } from './schema-components.ts';

type Json = Record<string, unknown>;

const BODY_METHODS = new Set(['POST', 'PUT', 'PATCH']);

export function hasBody({ method }: ApiAction): boolean {
  return BODY_METHODS.has(method);
}

export function pathParameterNames(path: string): string[] {
  return Array.from(path.matchAll(/:(\w+)/g), ([, name]) => name as string);
}

/** Parameters of path, query string and headers. */
export function parametersOf(action: ApiAction, components: SchemaComponents): Json[] {
  const { params, path } = action;
  const inPath = pathParameterNames(path);
  const properties = Object.entries(params.properties ?? {});
  const inQuery = hasBody(action) ? [] : properties.filter(([name]) => !inPath.includes(name));
  return [
    ...inPath.map((name) => pathParameter(name, components.refer(params.properties?.[name] ?? { type: 'string' }))),
    ...inQuery.flatMap(([name, schema]) => {
      return queryParameters(name, components.refer(schema), params.required?.includes(name) ?? false);
    }),
    ...headerParameters(action),
  ];
}

/** JSON body of POST, PUT and PATCH: all that the path does not say. */
export function requestBodyOf(action: ApiAction, components: SchemaComponents): Json | undefined {
  if (!hasBody(action)) return undefined;
  const inPath = pathParameterNames(action.path);
  const { properties = {}, required = [], ...rest } = action.params;
  const left = Object.entries(properties).filter(([name]) => !inPath.includes(name));
  if (left.length === 0) return undefined;
  const requiredLeft = required.filter((name) => !inPath.includes(name));
  const schema = {
    ...rest,
    properties: Object.fromEntries(left),
    ...(requiredLeft.length > 0 && { required: requiredLeft }),
  };
  return { required: requiredLeft.length > 0, content: { 'application/json': { schema: components.refer(schema) } } };
}

function pathParameter(name: string, schema: Json): Json {
  return { name, in: 'path', required: true, ...withoutDescription(schema) };
}

function queryParameters(name: string, schema: Json, required: boolean): Json[] {
  if (schema.type === 'object') return deepParameters(name, schema);
  const style = schema.type === 'array' ? { style: 'form', explode: false } : {};
  return [{ name, in: 'query', ...(required && { required }), ...style, ...withoutDescription(schema) }];
}

/**
 * filter[field][op]=value. OpenAPI's deepObject is one level deep, so that each field is a parameter of its own, named
 * "filter[field]".
 */
function deepParameters(name: string, schema: Json): Json[] {
  return Object.entries((schema.properties ?? {}) as Record<string, Json>).map(([field, fieldSchema]) => {
    const alternatives = (fieldSchema.anyOf ?? [fieldSchema]) as Json[];
    const byOperator = alternatives.find(({ type }) => type === 'object') ?? fieldSchema;
    const shape = byOperator.type === 'object' ? { style: 'deepObject', explode: true } : {};
    return { name: `${name}[${field}]`, in: 'query', ...shape, schema: byOperator };
  });
}

/** A parameter's description stands beside its schema, where documentation shows it. */
function withoutDescription({ description, ...schema }: Json): Json {
  return description === undefined ? { schema } : { description, schema };
}

function headerParameters({ method, path, contract }: ApiAction): Json[] {
  const names = ['RequestId'];
  if (path.startsWith('/api/')) names.push('ApiVersion');
  if (method === 'GET') names.push('IfNoneMatch');
  if (method === 'POST') names.push('IdempotencyKey');
  if (contract.problems.some(({ status }) => status === 412)) names.push('IfMatch');
  return names.map((name) => ({ $ref: `#/components/parameters/${name}` }));
}
