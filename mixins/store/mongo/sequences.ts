import type { Collection } from 'mongodb';
import type { Operation } from '../store.types.ts';
import { isDuplicateKey, LostRace } from './mongo-errors.ts';
import type { Unit } from './unit.ts';

export const SEQUENCES = '_sequences';

/** The last number that was given. */
export type Sequence = { _id: string; _rev: number; value: number };

/**
 * Takes the numbers that a batch needs, each sequence at once, in the unit that stores them: a batch that is undone gives them
 * back, so there are no gaps. Answers the last number before them.
 */
export async function takeNumbers(
  operations: readonly Operation[],
  sequences: Collection<Sequence>,
  unit: Unit,
): Promise<Map<string, number>> {
  const wanted = new Map<string, number>();
  for (const operation of operations) {
    if (!('insert' in operation) || operation.sequence === undefined) continue;
    const { name } = operation.sequence;
    wanted.set(name, (wanted.get(name) ?? 0) + 1);
  }
  const numbers = new Map<string, number>();
  for (const [name, count] of wanted) numbers.set(name, await take(name, count, sequences, unit));
  return numbers;
}

function take(name: string, count: number, sequences: Collection<Sequence>, unit: Unit): Promise<number> {
  return unit.note === undefined ? increment(name, count, sequences, unit) : replace(name, count, sequences, unit);
}

async function increment(name: string, count: number, sequences: Collection<Sequence>, unit: Unit): Promise<number> {
  const change = { $inc: { value: count }, $set: { _rev: Math.random() } };
  const options = { session: unit.session, upsert: true, returnDocument: 'after' } as const;
  const after = await sequences.findOneAndUpdate({ _id: name }, change, options).catch(lostToTwin);
  if (after === null) throw new LostRace();
  return after.value - count;
}

/** In a journal, with the document as it was. */
async function replace(name: string, count: number, sequences: Collection<Sequence>, unit: Unit): Promise<number> {
  const before = await sequences.findOne({ _id: { $eq: name } });
  const last = before?.value ?? 0;
  const after = { _id: name, value: last + count, _rev: Math.random() };
  await unit.note?.([{ collection: SEQUENCES, id: name, before, after: after._rev }]);
  if (before === null) await sequences.insertOne(after).catch(lostToTwin);
  else {
    const { matchedCount } = await sequences.replaceOne({ _id: name, _rev: before._rev }, after);
    if (matchedCount === 0) throw new LostRace();
  }
  return last;
}

/** Two have made the sequence at the same time. */
function lostToTwin(error: unknown): never {
  throw isDuplicateKey(error) ? new LostRace() : error;
}
