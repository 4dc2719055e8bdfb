import type { Db } from 'mongodb';
import { env } from '../../../lib/env.ts';
import { commonErrors } from '../../../lib/errors.ts';
import type { StoreDefinitions } from '../definitions.ts';
import type { Internals } from '../internals.ts';
import { StoreOpenError } from '../store.errors.ts';
import type { Collection, Document, Migration, Operation } from '../store.types.ts';
import type { OwnedStore } from '../store-adapter.ts';
import { arrangeIndexes, createCollections } from './arrange-indexes.ts';
import { CollectionPlan } from './collection-plan.ts';
import { untilConnected } from './connect.ts';
import { checkHealth } from './health.ts';
import { readInternals, writeInternals } from './internals.ts';
import { Journal, type JournalUnit } from './journal.ts';
import { migrate, refuseNewer } from './migrate.ts';
import { releaseClient, takeClient } from './mongo-client.ts';
import { isRefused, toProblem } from './mongo-errors.ts';
import { OpenDatabase } from './open-database.ts';
import { Orphans } from './orphans.ts';
import { SEQUENCES } from './sequences.ts';
import { SESSIONS, Sessions } from './sessions.ts';
import { DatabaseUnits, PartsOfUnit } from './units.ts';
import { Upkeep } from './upkeep.ts';

type AnyDocument = Document & Record<string, unknown>;

/** MongoDB's own limit, in bytes. */
const LONGEST_NAME = 63;

const DEFAULT_NAMESPACE = 'site11';

/** Name of a service's database; installations with another namespace share a server without meeting. */
export function databaseName(service: string): string {
  const name = env.NAMESPACE === DEFAULT_NAMESPACE ? `${service}_db` : `${env.NAMESPACE}_${service}_db`;
  if (name.length > LONGEST_NAME) throw new StoreOpenError(`"${name}" is too long for a database: shorten NAMESPACE.`);
  return name;
}

/** One service's database in MongoDB. */
export class MongoStore implements OwnedStore {
  readonly name: string;
  readonly #plans: readonly CollectionPlan[];
  readonly #migrations: readonly Migration[];
  #database: OpenDatabase | null = null;
  #upkeep: Upkeep | null = null;
  #sessions: Sessions | null = null;
  #orphans: Orphans | null = null;
  #rest: Promise<void> = Promise.resolve();
  #opening: AbortController | null = null;

  constructor(name: string, { collections, migrations }: StoreDefinitions) {
    this.name = name;
    this.#plans = collections.map((definition) => new CollectionPlan(definition));
    this.#migrations = migrations;
  }

  /** @throws StoreOpenError when the database cannot be used */
  async open(report: (message: string) => void): Promise<void> {
    if (this.#opening !== null) return;
    const client = takeClient();
    this.#opening = new AbortController();
    try {
      const { transactions } = await untilConnected(client, report, this.#opening.signal);
      const db = client.db(this.name);
      await refuseNewer(db, this.#migrations);
      await createCollections(db, [...this.#plans.map(({ name }) => name), SEQUENCES, SESSIONS, '_journal', '_locks']);
      const journal = new Journal(db);
      const removeExpired = () => this.#removeExpired();
      if (transactions) {
        this.#sessions = new Sessions(client, db.collection(SESSIONS));
        this.#orphans = new Orphans(db, report);
      }
      const units = new DatabaseUnits({ name: this.name, journal, sessions: this.#sessions, removeExpired });
      this.#database = new OpenDatabase(db, this.#plans, units);
      await this.#prepare(db, journal, report);
      this.#upkeep = new Upkeep(removeExpired);
    } catch (error) {
      await this.close();
      throw isRefused(error) ? forbidden(this.name, error) : error;
    }
  }

  async #prepare(db: Db, journal: Journal, report: (message: string) => void): Promise<void> {
    const storeOf = (unit: JournalUnit) => new OpenDatabase(db, this.#plans, new PartsOfUnit(unit));
    await migrate(db, journal, this.#migrations, storeOf);
    const { rest } = await arrangeIndexes(db, this.#plans);
    this.#rest = rest.catch((error) => report(`An index could not be made: ${(error as Error).message}`));
  }

  /** Waits for what is under way; calls that come later are refused. */
  async close(): Promise<void> {
    if (this.#opening === null) return;
    this.#opening.abort();
    this.#opening = null;
    await this.#upkeep?.stop();
    await this.#orphans?.stop();
    await this.#rest;
    this.#database = null;
    await this.#sessions?.close();
    await releaseClient();
  }

  collection<T extends Document = AnyDocument>(name: string): Collection<T> {
    return this.#open().collection(name);
  }

  async batch(operations: readonly Operation[]): Promise<void> {
    await this.#open().batch(operations);
  }

  async health(): Promise<{ ok: true } | { ok: false; reason: string }> {
    return this.#database === null ? { ok: false, reason: 'It is closed.' } : checkHealth(this.#database.db);
  }

  async backup(): Promise<void> {
    throw commonErrors.conflict({ detail: 'MongoDB is backed up with its own tools: mongodump, or snapshots.' });
  }

  readInternals(): Promise<Internals> {
    return readInternals(this.#open().db);
  }

  writeInternals(internals: Internals): Promise<void> {
    return writeInternals(this.#open().db, internals);
  }

  #open(): OpenDatabase {
    if (this.#database === null) throw commonErrors.unavailable({ detail: 'The store is closed.', retryAfter: 1 });
    return this.#database;
  }

  async #removeExpired(): Promise<number> {
    try {
      return (await this.#database?.removeExpired()) ?? 0;
    } catch (error) {
      throw toProblem(error);
    }
  }
}

function forbidden(name: string, error: unknown): StoreOpenError {
  return new StoreOpenError(
    `MongoDB does not let this user use the database "${name}": give it the role readWrite there, and start again.`,
    error,
  );
}
