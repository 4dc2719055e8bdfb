import { planChanges, planUpsert } from '../changes.ts';
import { collectionName } from '../operations.ts';
import { storeErrors } from '../store.errors.ts';
import type { Document, Operation } from '../store.types.ts';
import type { Connection } from './connection.ts';
import { namingDuplicate } from './duplicate.ts';
import type { SqliteCollection } from './sqlite-collection.ts';

type AnyDocument = Document & Record<string, unknown>;
type Insert = Extract<Operation, { insert: string }>;
type CollectionOf = (name: string) => SqliteCollection<AnyDocument>;

/** Runs the operations in order; the caller has opened a transaction, which the first that fails undoes. */
export function runBatch(operations: readonly Operation[], collectionOf: CollectionOf, connection: Connection): void {
  for (const [index, operation] of operations.entries()) {
    const collection = collectionOf(collectionName(operation));
    try {
      namingDuplicate(collection.table, () => runOperation(operation, collection, connection));
    } catch (error) {
      throw Object.assign(error as Error, { operation: index });
    }
  }
}

function runOperation(operation: Operation, { writer }: SqliteCollection<AnyDocument>, connection: Connection): void {
  if ('insert' in operation) writer.insert(numbered(operation, connection));
  else if ('update' in operation) {
    const { query, changes, expectVersion, optional = false } = operation;
    const changed = writer.updateOne(query, planChanges(changes), expectVersion);
    if (changed === null && !optional) throw storeErrors.unmatched();
  } else if ('replace' in operation) writer.replace(operation.document, operation.expectVersion);
  else if ('upsert' in operation) writer.upsert(operation.id, planUpsert(operation.changes, operation.setOnInsert));
  else if (writer.removeAll(operation.query) === 0 && !operation.optional) throw storeErrors.unmatched();
}

/** The number is taken in the transaction that stores it: a batch that is undone gives it back, so there are no gaps. */
function numbered({ document, sequence }: Insert, connection: Connection): AnyDocument {
  if (sequence === undefined) return document;
  const next = connection.prepare(
    'INSERT INTO _sequences (name, value) VALUES (?, 1) ON CONFLICT (name) DO UPDATE SET value = value + 1 RETURNING value',
  );
  const [value] = next.get(sequence.name) as unknown as [number];
  return { ...document, [sequence.field]: value };
}
