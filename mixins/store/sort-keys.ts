import { LRUCache } from 'lru-cache';
import { parsePath } from './field-path.ts';
import type { Sort } from './store.types.ts';

export interface SortKey {
  field: string;
  path: readonly string[];
  descending: boolean;
}

/** An order that documents can be listed in. */
export interface Order {
  keys: readonly SortKey[];
  /** Tells orders apart. */
  name: string;
}

const cache = new LRUCache<string, Order>({ max: 500 });

/** @throws store.invalidField */
export function orderOf(sort: Sort = []): Order {
  // No field name has a null character, so that no two orders have one name.
  const name = [sort.length, ...sort].join('\0');
  let order = cache.get(name);
  if (order === undefined) {
    order = { name, keys: sortKeys(sort) };
    cache.set(name, order);
  }
  return order;
}

/**
 * The keys of a total order: what was asked for, then the id in the direction of the last key, so that an index can be read in
 * either direction.
 */
function sortKeys(sort: Sort): SortKey[] {
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
