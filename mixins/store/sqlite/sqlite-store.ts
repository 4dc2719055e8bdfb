import { commonErrors } from '../../../lib/errors.ts';
import type { StoreDefinitions } from '../definitions.ts';
import type { Internals } from '../internals.ts';
import type { Collection, Document, Migration, Operation } from '../store.types.ts';
import type { OwnedStore } from '../store-adapter.ts';
import { closeInBackground } from './background.ts';
import { backUp } from './backup.ts';
import { runBatch } from './batch.ts';
import { Connection } from './connection.ts';
import { checkHealth } from './health.ts';
import { readInternals, writeInternals } from './internals.ts';
import { migrate } from './migrate.ts';
import { openDatabase, openFailure } from './open-database.ts';
import { arrangeIndexes, createTables } from './schema.ts';
import { SqliteCollection } from './sqlite-collection.ts';
import { Table } from './table.ts';
import { Upkeep } from './upkeep.ts';

type AnyDocument = Document & Record<string, unknown>;

/** One service's database in one SQLite file. */
export class SqliteStore implements OwnedStore {
  readonly file: string;
  readonly #tables: readonly Table[];
  readonly #migrations: readonly Migration[];
  #connection: Connection | null = null;
  #upkeep: Upkeep | null = null;
  #collections = new Map<string, SqliteCollection<AnyDocument>>();

  constructor(file: string, { collections, migrations }: StoreDefinitions) {
    this.file = file;
    this.#tables = collections.map((definition) => new Table(definition));
    this.#migrations = migrations;
  }

  /** @throws StoreOpenError when the file cannot be used; it was not changed then. */
  async open(): Promise<void> {
    if (this.#connection !== null) return;
    const connection = new Connection(this.file, openDatabase(this.file, this.#migrations.at(-1)?.version ?? 0));
    this.#connection = connection;
    try {
      createTables(connection, this.#tables);
      this.#collections = new Map(this.#tables.map((table) => [table.name, new SqliteCollection(connection, table)]));
      await migrate(connection, this, this.#migrations);
      arrangeIndexes(connection, this.#tables);
      this.#upkeep = new Upkeep(connection, [...this.#collections.values()]);
      connection.serve();
    } catch (error) {
      await this.close();
      throw openFailure(this.file, error);
    }
  }

  /** Waits for what is under way; calls that come later are refused. */
  async close(): Promise<void> {
    const connection = this.#connection;
    if (connection === null) return;
    await this.#upkeep?.stop();
    await connection.checkpoints.stop();
    await closeInBackground(this.file);
    this.#connection = null;
    connection.database.close();
  }

  collection<T extends Document = AnyDocument>(name: string): Collection<T> {
    return this.#collectionOf(name) as unknown as Collection<T>;
  }

  async batch(operations: readonly Operation[]): Promise<void> {
    const connection = this.#open();
    await connection.write(() =>
      connection.transaction(() => runBatch(operations, (name) => this.#collectionOf(name), connection)),
    );
  }

  async health(): Promise<{ ok: true } | { ok: false; reason: string }> {
    return this.#connection === null ? { ok: false, reason: 'It is closed.' } : checkHealth(this.#connection);
  }

  async backup(folder: string): Promise<void> {
    this.#open();
    await backUp(this.file, folder);
  }

  async readInternals(): Promise<Internals> {
    return readInternals(this.#open());
  }

  async writeInternals(internals: Internals): Promise<void> {
    await writeInternals(this.#open(), internals);
  }

  #open(): Connection {
    if (this.#connection === null) throw commonErrors.unavailable({ detail: 'The store is closed.', retryAfter: 1 });
    return this.#connection;
  }

  #collectionOf(name: string): SqliteCollection<AnyDocument> {
    this.#open();
    const collection = this.#collections.get(name);
    if (collection === undefined) throw new TypeError(`No collection "${name}" is declared for this store.`);
    return collection;
  }
}
