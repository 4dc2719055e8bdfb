import { storeErrors } from './store.errors.ts';

/** Bounds what a path can cost: a filter on one grows with every object it reaches into. */
const MAX_SEGMENTS = 8;
const MAX_LENGTH = 256;

/** Why a key cannot be part of a document or of a path; null for a good one. */
export function keyFault(key: string): string | null {
  if (key === '') return 'is empty';
  if (key === '__proto__') return 'would reach into the prototype of every object';
  if (key.charCodeAt(0) === 36) return 'starts with "$" like an operator';
  if (key.includes('\0') || !key.isWellFormed()) return 'is not valid text';
  return null;
}

/** Names under which MongoDB keeps the id, and our adapter the revision, beside the fields of a document. */
export const RESERVED: ReadonlySet<string> = new Set(['_id', '_rev']);

/** The keys that a dotted path goes through. @throws store.invalidField */
export function parsePath(path: string): string[] {
  const segments = path.split('.');
  const fault =
    segments.length > MAX_SEGMENTS || path.length > MAX_LENGTH
      ? 'is too long'
      : RESERVED.has(segments[0] as string)
        ? 'is kept by the store itself'
        : segments.map(keyFault).find((found) => found !== null);
  if (!fault) return segments;
  const detail = `The field name "${path.toWellFormed().slice(0, MAX_LENGTH)}" ${fault}.`;
  throw storeErrors.invalidField({
    detail,
    errors: [{ field: path.slice(0, MAX_LENGTH), code: 'field', message: detail }],
  });
}

/** The value at a path through objects; undefined where there is none. */
export function valueAt(document: unknown, segments: readonly string[]): unknown {
  let value = document;
  for (const segment of segments) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, segment)) return undefined;
    value = (value as Record<string, unknown>)[segment];
  }
  return value;
}
