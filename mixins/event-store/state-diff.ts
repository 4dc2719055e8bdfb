import { isDeepStrictEqual } from 'node:util';
import type { HistoryEntry } from './event-store.types.ts';

type Change = HistoryEntry['changes'][number];

/** Fields that every event changes, or none: they tell a reader nothing. */
const HIDDEN = new Set(['id', 'version', 'updatedAt']);

/** What is different between two states, field by field; lists are compared as a whole. */
export function diffStates(before: object | null, after: object | null): Change[] {
  return diffFields(before ?? {}, after ?? {}, '').filter((change) => !HIDDEN.has(change.field));
}

function diffFields(before: object, after: object, prefix: string): Change[] {
  const fields = new Set([...Object.keys(before), ...Object.keys(after)]);
  return [...fields].flatMap((field) => diffValues(fieldOf(before, field), fieldOf(after, field), prefix + field));
}

function diffValues(from: unknown, to: unknown, field: string): Change[] {
  if (isDeepStrictEqual(from, to)) return [];
  if ((isObject(from) || from === null) && (isObject(to) || to === null)) {
    return diffFields(from ?? {}, to ?? {}, `${field}.`);
  }
  return [{ field, from, to }];
}

/** Absent and null are the same to a reader. */
function fieldOf(object: object, field: string): unknown {
  return Object.hasOwn(object, field) ? ((object as Record<string, unknown>)[field] ?? null) : null;
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
