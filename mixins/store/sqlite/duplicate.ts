import type { Problem } from '../../../lib/errors.ts';
import { storeErrors } from '../store.errors.ts';
import { indexName } from './indexes.ts';
import type { Table } from './table.ts';

/** The problem of a write that a unique index (or the id) refused; it names the fields, never their values. */
export function duplicate(table: Table, index: string, cause: unknown): Problem {
  const definition = table.indexes.find((candidate) => indexName(table, candidate) === index);
  const fields = definition?.fields ?? ['id'];
  const message = `There is one with the same ${fields.join(' and ')} already.`;
  const errors = fields.map((field) => ({ field, code: 'duplicate', message }));
  return storeErrors.duplicate({ detail: message, errors, cause });
}
