import type { Problem } from '../../../lib/errors.ts';
import { duplicateOf } from '../store.errors.ts';
import { indexName } from './indexes.ts';
import { duplicatedIndex } from './sqlite-errors.ts';
import type { Table } from './table.ts';

/** Runs a write. What a unique index (or the id) refuses becomes a problem that names the fields, never their values. */
export function namingDuplicate<R>(table: Table, work: () => R): R {
  try {
    return work();
  } catch (error) {
    const index = duplicatedIndex(error);
    throw index === null ? error : duplicate(table, index, error);
  }
}

function duplicate(table: Table, index: string, cause: unknown): Problem {
  const definition = table.indexes.find((candidate) => indexName(table, candidate) === index);
  return duplicateOf(definition?.fields ?? ['id'], cause);
}
