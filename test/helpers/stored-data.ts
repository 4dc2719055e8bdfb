import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { type Db, MongoClient } from 'mongodb';
import { fromStored, type Stored } from '../../mixins/store/mongo/stored-document.ts';

/** Where an installation keeps its data: MongoDB if its environment says so, else files. */
interface Installation {
  dataDir: string;
  env: Readonly<Record<string, string | undefined>>;
}

/** The documents of one collection as a thief of the database would read them. */
export async function storedDocuments<T>(at: Installation, service: string, collection: string): Promise<T[]> {
  if (at.env.MONGO_URL !== undefined) {
    return inMongo(at, service, async (db) => {
      const stored = await db.collection<Stored>(collection).find().toArray();
      return stored.map((document) => fromStored<T>(document));
    });
  }
  const database = new DatabaseSync(join(at.dataDir, `${service}_db`, `${service}.sqlite`), { readOnly: true });
  try {
    const rows = database.prepare(`SELECT * FROM ${collection}`).all();
    return rows.map((row) => JSON.parse(String(Object.values(row).find((value) => String(value).startsWith('{')))));
  } finally {
    database.close();
  }
}

/**
 * Everything that a service has stored. Of SQLite all bytes in the files: tables, indexes, the write-ahead log, freed pages. Of
 * MongoDB what it gives out: all collections whole.
 */
export async function storedText(at: Installation, service: string): Promise<string> {
  if (at.env.MONGO_URL !== undefined) {
    return inMongo(at, service, async (db) => {
      const documents = (await db.collections()).map((collection) => collection.find().toArray());
      return JSON.stringify(await Promise.all(documents));
    });
  }
  const folder = join(at.dataDir, `${service}_db`);
  return readdirSync(folder)
    .map((file) => readFileSync(join(folder, file), 'latin1'))
    .join('\n');
}

async function inMongo<R>({ env }: Installation, service: string, read: (db: Db) => Promise<R>): Promise<R> {
  const client = new MongoClient(env.MONGO_URL ?? '');
  try {
    return await read(client.db(env.NAMESPACE === undefined ? `${service}_db` : `${env.NAMESPACE}_${service}_db`));
  } finally {
    await client.close();
  }
}
