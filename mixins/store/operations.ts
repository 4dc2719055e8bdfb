import type { Operation } from './store.types.ts';

/** The collection that an operation of a batch is about. */
export function collectionName(operation: Operation): string {
  if ('insert' in operation) return operation.insert;
  if ('update' in operation) return operation.update;
  if ('replace' in operation) return operation.replace;
  return 'upsert' in operation ? operation.upsert : operation.remove;
}
