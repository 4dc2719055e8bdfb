import { readCursor, signCursor } from './cursor.ts';
import { valueAt } from './field-path.ts';
import { type Projection, projection } from './projection.ts';
import { type Order, orderOf } from './sort-keys.ts';
import { storeErrors } from './store.errors.ts';
import type { Document, Filter, FindOptions, Page, PageOptions } from './store.types.ts';

const DEFAULT_LIMIT = 20;

/** What pages need of a database: a checked question, and documents of its answer from the beginning or from a place on. */
export interface OrderedReader<T, Question extends { filter: Filter }> {
  ask(query?: Filter, search?: FindOptions['search']): Question;
  first(question: Question, order: Order, limit: number): Promise<T[]>;
  after(question: Question, order: Order, place: readonly unknown[], limit: number): Promise<T[]>;
}

/** One page of a list; its cursor is the place of its last document in the order. */
export async function readPage<T extends Document, Question extends { filter: Filter }>(
  reader: OrderedReader<T, Question>,
  collection: string,
  options: PageOptions,
): Promise<Page<T>> {
  const { limit = DEFAULT_LIMIT, cursor } = options;
  checkLimit(limit);
  const pick = projection(options.fields);
  const order = orderOf(options.sort);
  const question = reader.ask(options.query, options.search);
  const scope = () => JSON.stringify([collection, question.filter, order.name]);
  const documents =
    cursor === undefined
      ? await reader.first(question, order, limit + 1)
      : await reader.after(question, order, readCursor(cursor, scope()), limit + 1);
  const data = documents.slice(0, limit);
  const last = documents.length > limit ? data.at(-1) : undefined;
  return {
    data: pick === null ? data : data.map((document) => picked(document, pick)),
    nextCursor: last === undefined ? null : signCursor(placeOf(last, order), scope()),
  };
}

/** All documents that match, in order, a batch at a time. */
export async function* readBatches<T extends Document, Question extends { filter: Filter }>(
  reader: OrderedReader<T, Question>,
  options: Pick<FindOptions, 'query' | 'sort'>,
  batchSize: number,
): AsyncGenerator<T[]> {
  checkLimit(batchSize);
  const order = orderOf(options.sort);
  const question = reader.ask(options.query);
  for (let batch = await reader.first(question, order, batchSize); ; ) {
    yield batch;
    const last = batch.at(-1);
    if (last === undefined || batch.length < batchSize) return;
    batch = await reader.after(question, order, placeOf(last, order), batchSize);
  }
}

/** The values of the sort keys of a document. */
function placeOf(document: Document, { keys }: Order): unknown[] {
  return keys.map((key) => valueAt(document, key.path) ?? null);
}

/** @throws store.invalidFilter; a database may take such a limit for none. */
export function checkLimit(limit: number): void {
  if (!Number.isSafeInteger(limit) || limit < 1) {
    throw storeErrors.invalidFilter({ detail: 'The limit is a whole number from 1.' });
  }
}

export function picked<T extends Document>(document: T, pick: Projection): T {
  return pick(document as unknown as Record<string, unknown>) as unknown as T;
}
