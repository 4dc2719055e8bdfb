import { randomUUID } from 'node:crypto';
import type { Collection, CollectionDefinition, Document, Migration, Store } from '../store.types.ts';

/** What a suite needs of a database: opens one by name, made new if there is none of that name. */
export type OpenStore = (database: string, definitions: SuiteDefinitions) => Promise<SuiteStore>;

export interface SuiteDefinitions {
  collections: readonly CollectionDefinition[];
  migrations?: readonly Migration[];
}

export interface SuiteStore {
  store: Store;
  /** Closes the connection; the database stays and can be opened again. */
  close(): Promise<void>;
}

/** A document of the tests: any fields. */
export type Thing = Document & Record<string, unknown>;

export interface OpenThings extends AsyncDisposable {
  store: Store;
  things: Collection<Thing>;
}

/** A new database with one collection, "things", declared as told. */
export async function openThings(open: OpenStore, definition: Partial<CollectionDefinition> = {}): Promise<OpenThings> {
  const { store, close } = await open(newName(), { collections: [{ name: 'things', ...definition }] });
  return { store, things: store.collection('things'), [Symbol.asyncDispose]: close };
}

export function newName(): string {
  return `suite-${randomUUID()}`;
}

export function ids(documents: readonly Document[]): string[] {
  return documents.map(({ id }) => id);
}

/** Things with ids from "0" on, one for each set of fields. */
export async function fill(things: Collection<Thing>, rows: readonly Record<string, unknown>[]): Promise<void> {
  await things.insertMany(rows.map((row, i) => ({ id: String(i), ...row })));
}

/** What a promise was rejected with; the test fails when it was not. */
export async function problemOf(promise: Promise<unknown>): Promise<{ code: number; type: string; data: ProblemData }> {
  try {
    await promise;
  } catch (error) {
    return error as { code: number; type: string; data: ProblemData };
  }
  throw new Error('It was not refused.');
}

interface ProblemData {
  errors?: { field: string }[];
}
