import type { SQLInputValue, SQLOutputValue } from 'node:sqlite';
import { jsonPath } from './sql.ts';

/**
 * The order key of a JSON value is what SQLite compares, sorts and indexes in its place. SQLite orders NULL < numbers < text <
 * blobs, MongoDB null < numbers < text < objects < arrays < booleans: so numbers and text are their own keys, a missing value
 * and null are NULL, and the other types are blobs that begin with their rank. Values of different types are then never equal,
 * and a range stays within one type.
 */
const OBJECT = 3;
const ARRAY = 4;
const FALSE = Buffer.from([8, 0]);
const TRUE = Buffer.from([8, 1]);

/**
 * SQL of the key of a value of which `type` and `value` are SQL; `json` is its JSON text. All numbers are JavaScript's: above 2^53 the
 * digits that JSON writes for one are those of another integer.
 */
function keySql(type: string, value: string, json: string): string {
  return (
    `CASE ${type} WHEN 'integer' THEN CAST(${value} AS REAL) WHEN 'true' THEN x'0801' WHEN 'false' THEN x'0800' ` +
    `WHEN 'object' THEN CAST(char(${OBJECT})||${json} AS BLOB) ` +
    `WHEN 'array' THEN CAST(char(${ARRAY})||${json} AS BLOB) ELSE ${value} END`
  );
}

/** SQL of the key at a path of a JSON text. Indexes are on exactly this expression. */
export function keyAt(source: string, path: readonly string[]): string {
  const literal = jsonPath(path);
  return keySql(`json_type(${source},${literal})`, `${source}->>${literal}`, `(${source}->${literal})`);
}

/** SQL of the key of an element that json_each lists under this alias. */
export function keyOfElement(alias: string): string {
  return keySql(`${alias}.type`, `${alias}.value`, `${alias}.value`);
}

/** The key of a value, to be bound. */
export function toKey(value: unknown): SQLInputValue {
  switch (typeof value) {
    case 'string':
    case 'number':
      return value;
    case 'boolean':
      return value ? TRUE : FALSE;
    default:
      if (value === null || value === undefined) return null;
      return Buffer.from(String.fromCharCode(Array.isArray(value) ? ARRAY : OBJECT) + JSON.stringify(value));
  }
}

/** The value that a key was made from. */
export function fromKey(key: SQLOutputValue): unknown {
  if (!(key instanceof Uint8Array)) return key;
  if (key[0] !== FALSE[0]) return JSON.parse(Buffer.from(key).toString('utf8', 1));
  return key[1] === 1;
}

/** Bounds of a type among the keys: at or above `from`, below `to`. */
export const keyRange = {
  number: { from: '-9e999', to: "''" },
  string: { from: "''", to: "x''" },
  boolean: { from: "x'0800'", to: "x'0802'" },
} as const;
