import type { Db } from 'mongodb';
import type { Internals } from '../internals.ts';
import { migrated } from './migrate.ts';
import { SEQUENCES, type Sequence } from './sequences.ts';

export async function readInternals(db: Db): Promise<Internals> {
  const sequences = await db.collection<Sequence>(SEQUENCES).find().sort({ _id: 1 }).toArray();
  const migrations = await migrated(db).find().sort({ _id: 1 }).toArray();
  return {
    sequences: sequences.map(({ _id, value }) => ({ name: _id, value })),
    migrations: migrations.map(({ _id, name, at }) => ({ version: _id, name, at })),
  };
}

export async function writeInternals(db: Db, { sequences, migrations }: Internals): Promise<void> {
  const upsert = { upsert: true };
  for (const { name, value } of sequences) {
    const sequence = { value, _rev: Math.random() };
    await db.collection<Sequence>(SEQUENCES).replaceOne({ _id: name }, sequence, upsert);
  }
  for (const { version, name, at } of migrations) await migrated(db).replaceOne({ _id: version }, { name, at }, upsert);
}
