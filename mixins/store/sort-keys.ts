import { parsePath } from './field-path.ts';
import type { Sort } from './store.types.ts';

export interface SortKey {
  field: string;
  path: readonly string[];
  descending: boolean;
}

/**
 * The keys of a total order: what was asked for, then the id in the direction of the last key, so that an index can be read in
 * either direction. @throws store.invalidField
 */
export function sortKeys(sort: Sort = []): SortKey[] {
  const keys: SortKey[] = [];
  for (const name of sort) {
    const descending = name.startsWith('-');
    const field = descending ? name.slice(1) : name;
    if (keys.some((key) => key.field === field)) continue;
    keys.push({ field, path: parsePath(field), descending });
    if (field === 'id') return keys;
  }
  keys.push({ field: 'id', path: ['id'], descending: keys.at(-1)?.descending ?? false });
  return keys;
}
