import type { Shape } from '../filter-shape.ts';
import { checkLimit, picked } from '../pages.ts';
import { projection } from '../projection.ts';
import { withSearch } from '../search.ts';
import { type Order, orderOf, type SortKey } from '../sort-keys.ts';
import type { Document, Filter, FindOptions } from '../store.types.ts';
import { after, orderBy } from './keyset.ts';
import { bind, fixedQuery, type Queries, type Query } from './queries.ts';
import type { ReadRunner, Row, Rows } from './read-runner.ts';
import { LIMIT, type Sql, sql } from './sql.ts';
import type { Table } from './table.ts';

const UNLIMITED = -1;

/** A filter that was checked and taken apart. */
export interface Question {
  filter: Filter;
  shape: Shape;
}

/** Reads of one table; each is one moment of the database. */
export class TableReader<T extends Document> {
  readonly #table: Table;
  readonly #queries: Queries;
  readonly #runner: ReadRunner;
  readonly #byId: Query;
  readonly #byIds: Query;

  constructor(table: Table, queries: Queries, runner: ReadRunner) {
    const select = `SELECT doc FROM ${table.sqlName} WHERE`;
    this.#table = table;
    this.#queries = queries;
    this.#runner = runner;
    this.#byId = fixedQuery(queries.connection, `${select} id = ?`);
    this.#byIds = fixedQuery(queries.connection, `${select} id IN (SELECT value FROM json_each(?)) ORDER BY id`);
  }

  async get(id: string, fields?: readonly string[]): Promise<T | null> {
    const pick = projection(fields);
    const document = parseRow<T>(await this.#runner.first(this.#byId, [id]));
    if (document === null || !this.#table.isAlive(document)) return null;
    return pick === null ? document : picked(document, pick);
  }

  async getMany(ids: readonly string[]): Promise<T[]> {
    const rows = await this.#runner.all(this.#byIds, [JSON.stringify(ids)]);
    return parseRows<T>(rows).filter((document) => this.#table.isAlive(document));
  }

  async findOne(filter: Filter): Promise<T | null> {
    const question = this.ask(filter);
    const query = this.#query('one', question, (where) =>
      sql(`SELECT doc FROM ${this.#table.sqlName} WHERE `, where, ' LIMIT 1'),
    );
    return parseRow(await this.#runner.first(query, bind(query.parameters, question.shape.operands)));
  }

  async find(options: FindOptions): Promise<T[]> {
    const { sort, limit = UNLIMITED } = options;
    if (options.limit !== undefined) checkLimit(limit);
    const pick = projection(options.fields);
    const question = this.ask(options.query, options.search);
    const documents = await (sort === undefined
      ? this.#any(question, limit)
      : this.first(question, orderOf(sort), limit));
    return pick === null ? documents : documents.map((document) => picked(document, pick));
  }

  async count({ query, search }: Pick<FindOptions, 'query' | 'search'>): Promise<number> {
    const question = this.ask(query, search);
    const rows = await this.#rows('count', question, question.shape.operands, [], (where) =>
      sql(`SELECT count(*) FROM ${this.#table.sqlName} WHERE `, where),
    );
    return (rows as [[number]])[0][0];
  }

  /** Ids of the next documents that match, in order. */
  async matchingIds(filter: Filter, afterId: string, limit: number): Promise<string[]> {
    const question = this.ask(filter);
    const rows = await this.#rows('ids', question, question.shape.operands, [afterId, limit], (where) =>
      sql(`SELECT id FROM ${this.#table.sqlName} WHERE `, where, ` AND id > ? ORDER BY id ${LIMIT}`),
    );
    return (rows as [string][]).map((row) => row[0]);
  }

  /** @throws store.invalidFilter */
  ask(query?: Filter, search?: FindOptions['search']): Question {
    const filter = withSearch(query, search);
    return { filter, shape: this.#table.shapeOf(filter) };
  }

  /** The first documents in an order. */
  first(question: Question, order: Order, limit: number): Promise<T[]> {
    return this.#sorted(`first ${order.name}`, question, question.shape.operands, order.keys, limit, null);
  }

  /** The next documents after a place in an order: after the values of the keys of another document. */
  async after(question: Question, order: Order, place: readonly unknown[], limit: number): Promise<T[]> {
    const { operands } = question.shape;
    const nulls = place.map((value) => (value === null ? '0' : '1')).join('');
    const found: T[] = [];
    for (const [i, next] of after(order.keys, place, operands.length, this.#table).entries()) {
      const rest = limit - found.length;
      if (rest > 0) {
        const use = `after${i}${nulls} ${order.name}`;
        found.push(...(await this.#sorted(use, question, [...operands, ...place], next.keys, rest, next.condition)));
      }
    }
    return found;
  }

  /** In the order that is the cheapest. */
  async #any(question: Question, limit: number): Promise<T[]> {
    const rows = await this.#rows('any', question, question.shape.operands, [limit], (where) =>
      sql(`SELECT doc FROM ${this.#table.sqlName} WHERE `, where, ` ${LIMIT}`),
    );
    return parseRows(rows);
  }

  async #sorted(
    use: string,
    question: Question,
    operands: readonly unknown[],
    keys: readonly SortKey[],
    limit: number,
    condition: Sql | null,
  ): Promise<T[]> {
    const rows = await this.#rows(use, question, operands, [limit], (where) =>
      sql(
        `SELECT doc FROM ${this.#table.sqlName} WHERE `,
        where,
        ...(condition === null ? [] : [' AND ', condition]),
        ` ORDER BY ${orderBy(keys, this.#table)} ${LIMIT}`,
      ),
    );
    return parseRows(rows);
  }

  #rows(
    use: string,
    question: Question,
    operands: readonly unknown[],
    more: readonly (string | number)[],
    build: (where: Sql) => Sql,
  ): Rows | Promise<Rows> {
    const query = this.#query(use, question, build);
    return this.#runner.all(query, [...bind(query.parameters, operands), ...more]);
  }

  #query(use: string, { filter, shape }: Question, build: (where: Sql) => Sql): Query {
    return this.#queries.prepare(use, filter, shape, build);
  }
}

function parseRows<T>(rows: Rows): T[] {
  // In one go: the parser makes the second object of an array in the likeness of the first.
  let text = '';
  for (const [document] of rows as [string][]) text += text === '' ? document : `,${document}`;
  return JSON.parse(`[${text}]`);
}

function parseRow<T>(row: Row | undefined): T | null {
  return row === undefined ? null : JSON.parse(row[0] as string);
}
