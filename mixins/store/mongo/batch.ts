import type { Collection } from 'mongodb';
import { planChanges, planUpsert } from '../changes.ts';
import { collectionName } from '../operations.ts';
import { storeErrors } from '../store.errors.ts';
import type { Document, Operation } from '../store.types.ts';
import type { MongoCollection } from './mongo-collection.ts';
import { isTransient } from './mongo-errors.ts';
import { type Sequence, takeNumbers } from './sequences.ts';
import type { Unit } from './unit.ts';

type AnyDocument = Document & Record<string, unknown>;
type Insert = Extract<Operation, { insert: string }>;

/** Where a batch finds its collections, and the one with the numbers of sequences. */
export interface BatchPlaces {
  collectionOf(name: string): MongoCollection<AnyDocument>;
  sequences: Collection<Sequence>;
}

/** Runs the operations in order; the first that fails undoes the unit. */
export async function runBatch(operations: readonly Operation[], places: BatchPlaces, unit: Unit): Promise<void> {
  // A mistake of the programmer is found before anything is written.
  const collections = operations.map((operation) => places.collectionOf(collectionName(operation)));
  const numbers = await takeNumbers(operations, places.sequences, unit);
  for (const [index, operation] of operations.entries()) {
    const collection = collections[index] as MongoCollection<AnyDocument>;
    try {
      await runOperation(operation, collection, numbers, unit);
    } catch (error) {
      if (isTransient(error)) throw error;
      throw Object.assign(collection.toProblem(error) as Error, { operation: index });
    }
  }
}

async function runOperation(
  operation: Operation,
  { writer }: MongoCollection<AnyDocument>,
  numbers: Map<string, number>,
  unit: Unit,
): Promise<void> {
  if ('insert' in operation) await writer.insert(unit, numbered(operation, numbers));
  else if ('update' in operation) {
    const { query, changes, expectVersion, optional = false } = operation;
    const changed = await writer.updateOne(unit, query, planChanges(changes), expectVersion);
    if (changed === null && !optional) throw storeErrors.unmatched();
  } else if ('replace' in operation) await writer.replace(unit, operation.document, operation.expectVersion);
  else if ('upsert' in operation) {
    await writer.upsert(unit, operation.id, planUpsert(operation.changes, operation.setOnInsert));
  } else if ((await writer.removeAll(unit, operation.query)) === 0 && !operation.optional)
    throw storeErrors.unmatched();
}

function numbered({ document, sequence }: Insert, numbers: Map<string, number>): AnyDocument {
  if (sequence === undefined) return document;
  const value = (numbers.get(sequence.name) ?? 0) + 1;
  numbers.set(sequence.name, value);
  return { ...document, [sequence.field]: value };
}
