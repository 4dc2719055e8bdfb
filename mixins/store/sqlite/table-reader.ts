import type { StatementSync } from 'node:sqlite';
import { readCursor, signCursor } from '../cursor.ts';
import { valueAt } from '../field-path.ts';
import type { Shape } from '../filter-shape.ts';
import { projection } from '../projection.ts';
import { withSearch } from '../search.ts';
import { type SortKey, sortKeys } from '../sort-keys.ts';
import type { Document, Filter, FindOptions, Page, PageOptions } from '../store.types.ts';
import type { Connection } from './connection.ts';
import { after, orderBy } from './keyset.ts';
import { bind, Queries } from './queries.ts';
import { type Sql, sql } from './sql.ts';
import type { Table } from './table.ts';

const UNLIMITED = -1;
const DEFAULT_PAGE = 20;

/** Reads of one table; each is one moment of the database. */
export class TableReader<T extends Document> {
  readonly queries: Queries;
  readonly #table: Table;
  readonly #byId: StatementSync;
  readonly #byIds: StatementSync;

  constructor(connection: Connection, table: Table) {
    this.#table = table;
    this.queries = new Queries(connection, table);
    this.#byId = connection.prepare(`SELECT doc FROM ${table.sqlName} WHERE id = ?`);
    this.#byIds = connection.prepare(
      `SELECT doc FROM ${table.sqlName} WHERE id IN (SELECT value FROM json_each(?)) ORDER BY id`,
    );
  }

  get(id: string): T | null {
    const row = this.#byId.get(id) as [string] | undefined;
    if (row === undefined) return null;
    const document: T = JSON.parse(row[0]);
    return this.#isAlive(document) ? document : null;
  }

  getMany(ids: readonly string[]): T[] {
    const documents = parseRows<T>(this.#byIds.all(JSON.stringify(ids)));
    return this.#table.expires === null ? documents : documents.filter((document) => this.#isAlive(document));
  }

  findOne(filter: Filter): T | null {
    const shape = this.#table.shapeOf(filter);
    const { statement, parameters } = this.queries.prepare('one', filter, shape, (where) =>
      sql(`SELECT doc FROM ${this.#table.sqlName} WHERE `, where, ' LIMIT 1'),
    );
    const row = statement.get(...bind(parameters, shape.operands)) as [string] | undefined;
    return row === undefined ? null : JSON.parse(row[0]);
  }

  find(options: FindOptions): T[] {
    const filter = withSearch(options.query, options.search);
    const shape = this.#table.shapeOf(filter);
    const rows = this.#select(filter, shape, shape.operands, options.sort, options.limit ?? UNLIMITED);
    return project(rows, options.fields);
  }

  page(options: PageOptions): Page<T> {
    const { limit = DEFAULT_PAGE, sort } = options;
    const filter = withSearch(options.query, options.search);
    const shape = this.#table.shapeOf(filter);
    const keys = sortKeys(sort);
    const scope = () => JSON.stringify([this.#table.name, shape, keys]);
    const documents =
      options.cursor === undefined
        ? this.#select(filter, shape, shape.operands, sort, limit + 1)
        : this.#selectAfter(filter, shape, keys, readCursor(options.cursor, scope()), limit + 1);
    const data = documents.slice(0, limit);
    const last = documents.length > limit ? data.at(-1) : undefined;
    const nextCursor = last === undefined ? null : signCursor(placeOf(last, keys), scope());
    return { data: project(data, options.fields), nextCursor };
  }

  count(options: Pick<FindOptions, 'query' | 'search'>): number {
    const filter = withSearch(options.query, options.search);
    const shape = this.#table.shapeOf(filter);
    const { statement, parameters } = this.queries.prepare('count', filter, shape, (where) =>
      sql(`SELECT count(*) FROM ${this.#table.sqlName} WHERE `, where),
    );
    const [count] = statement.get(...bind(parameters, shape.operands)) as unknown as [number];
    return count;
  }

  /** Documents that come after a place in an order. */
  selectAfter(filter: Filter, keys: readonly SortKey[], place: readonly unknown[], limit: number): T[] {
    return this.#selectAfter(filter, this.#table.shapeOf(filter), keys, place, limit);
  }

  #selectAfter(filter: Filter, shape: Shape, keys: readonly SortKey[], place: readonly unknown[], limit: number): T[] {
    const operands = [...shape.operands, ...place];
    const nulls = place.map((value) => (value === null ? '0' : '1')).join('');
    const found: T[] = [];
    for (const [i, condition] of after(keys, place, shape.operands.length, this.#table).entries()) {
      if (found.length >= limit) break;
      const use = `after${i}${nulls}`;
      found.push(...this.#selectSorted(filter, shape, operands, keys, limit - found.length, use, condition));
    }
    return found;
  }

  #select(filter: Filter, shape: Shape, operands: unknown[], sort: readonly string[] | undefined, limit: number): T[] {
    return this.#selectSorted(filter, shape, operands, sortKeys(sort), limit, 'find', null);
  }

  #selectSorted(
    filter: Filter,
    shape: Shape,
    operands: readonly unknown[],
    keys: readonly SortKey[],
    limit: number,
    use: string,
    condition: Sql | null,
  ): T[] {
    const order = keys.map((key) => (key.descending ? '-' : '+') + key.field).join();
    const { statement, parameters } = this.queries.prepare(`${use}${order}`, filter, shape, (where) =>
      sql(
        `SELECT doc FROM ${this.#table.sqlName} WHERE `,
        ...(condition === null ? [where] : [where, ' AND ', condition]),
        ` ORDER BY ${orderBy(keys, this.#table)} LIMIT ?`,
      ),
    );
    return parseRows(statement.all(...bind(parameters, operands), limit));
  }

  #isAlive(document: T): boolean {
    if (this.#table.expires === null) return true;
    const time = valueAt(document, this.#table.expires) as string | null | undefined;
    return time === null || time === undefined || time > new Date().toISOString();
  }
}

/** The values of the sort keys of a document: its place in the order. */
export function placeOf(document: Document, keys: readonly SortKey[]): unknown[] {
  return keys.map((key) => valueAt(document, key.path) ?? null);
}

function parseRows<T>(rows: unknown[]): T[] {
  return (rows as [string][]).map((row) => JSON.parse(row[0]));
}

function project<T>(documents: T[], fields: readonly string[] | undefined): T[] {
  const pick = projection(fields);
  return pick === null ? documents : documents.map((document) => pick(document as Record<string, unknown>) as T);
}
