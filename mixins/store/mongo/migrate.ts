import { setTimeout } from 'node:timers/promises';
import type { Collection, Db } from 'mongodb';
import { openRefusals } from '../open-refusals.ts';
import type { Migration, Store } from '../store.types.ts';
import type { Journal, JournalUnit } from './journal.ts';
import { LostRace } from './mongo-errors.ts';

interface Migrated {
  _id: number;
  name: string;
  at: string;
}

const COLLECTION = '_migrations';
/** Milliseconds after which a start looks again whether the process that migrates is done. */
const PAUSE = 100;

/** @throws StoreOpenError when a newer version has migrated this database. */
export async function refuseNewer(db: Db, migrations: readonly Migration[]): Promise<void> {
  const version = await newest(migrated(db));
  const known = migrations.at(-1)?.version ?? 0;
  if (version > known) throw openRefusals.newerVersion(db.databaseName, `schema ${version}`, `schema ${known}`);
}

/** Runs the migrations that this database has not seen, in order; of processes that start together one does, the others wait. */
export async function migrate(
  db: Db,
  journal: Journal,
  migrations: readonly Migration[],
  storeOf: (unit: JournalUnit) => Store,
): Promise<void> {
  for (const migration of migrations) {
    while ((await newest(migrated(db))) < migration.version) {
      try {
        await journal.run((unit) => migrateOnce(migrated(db), migration, storeOf(unit)));
      } catch (error) {
        if (!(error instanceof LostRace)) throw error;
        await setTimeout(PAUSE);
      }
    }
  }
}

async function migrateOnce(done: Collection<Migrated>, { version, name, up }: Migration, store: Store): Promise<void> {
  // Another process may have been first while this one waited for the journal.
  if ((await newest(done)) >= version) return;
  await up(store);
  await done.insertOne({ _id: version, name, at: new Date().toISOString() });
}

async function newest(done: Collection<Migrated>): Promise<number> {
  return (await done.findOne({}, { sort: { _id: -1 } }))?._id ?? 0;
}

export function migrated(db: Db): Collection<Migrated> {
  return db.collection<Migrated>(COLLECTION);
}
