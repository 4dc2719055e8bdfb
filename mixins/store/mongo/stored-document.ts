import type { Document } from '../store.types.ts';

/** A document as MongoDB has it: the id is its key, and `_rev` is another number after each write. */
export type Stored = Record<string, unknown> & { _id: string; _rev: number };

/** Only has to differ from the one before: a write that read another revision is refused. */
export function toStored(document: Document): Stored {
  const { id, ...fields } = document;
  return { _id: id, ...fields, _rev: Math.random() };
}

export function fromStored<T>(stored: Stored): T {
  const { _id, _rev, ...fields } = stored;
  return { id: _id, ...fields } as T;
}

/** The name of a field of ours in the database. */
export function fieldName(path: readonly string[]): string {
  return path[0] === 'id' ? ['_id', ...path.slice(1)].join('.') : path.join('.');
}
