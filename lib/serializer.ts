import fastJsonStringify from 'fast-json-stringify';
import type { TSchema } from './schema.ts';

export type Serializer = (value: unknown) => string;

/** Writes only what the response schema declares: a field that is not in the contract cannot leak. */
export function createSerializer(schema: TSchema): Serializer {
  return fastJsonStringify(withNullableTypes(structuredClone(schema)) as Parameters<typeof fastJsonStringify>[0]);
}

/**
 * "A or null" as a type list where A is a plain type. fast-json-stringify decides an `anyOf` by validating the value at run
 * time, which costs more than all the rest of a small record.
 */
function withNullableTypes(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(withNullableTypes);
  if (typeof schema !== 'object' || schema === null) return schema;
  const { anyOf, ...rest } = schema as { anyOf?: { type?: unknown; format?: unknown }[] };
  if (anyOf?.length === 2 && anyOf.some(({ type }) => type === 'null')) {
    const other = anyOf.find(({ type }) => type !== 'null');
    if (typeof other?.type === 'string') {
      return withNullableTypes({ ...rest, ...other, type: [other.type, 'null'] });
    }
  }
  return Object.fromEntries(Object.entries(schema).map(([key, value]) => [key, withNullableTypes(value)]));
}
