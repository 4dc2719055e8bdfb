import type { SQLInputValue, StatementSync } from 'node:sqlite';
import { LRUCache } from 'lru-cache';
import { parseFilter } from '../filter-parser.ts';
import type { Shape } from '../filter-shape.ts';
import type { Filter } from '../store.types.ts';
import { compileFilter } from './compile-filter.ts';
import type { Connection } from './connection.ts';
import { joinSql, type Parameter, type Sql, sql } from './sql.ts';
import type { Table } from './table.ts';

/** A prepared statement for all filters of one shape. */
export interface Query {
  sql: string;
  statement: StatementSync;
  parameters: readonly Parameter[];
  /** There is no condition on the documents. */
  unfiltered: boolean;
  /** How often in a row it has held up the event loop for long; null before it ran. */
  slowRuns: number | null;
}

/** A read that is the same for every filter. */
export function fixedQuery(connection: Connection, sql: string): Query {
  return { sql, statement: connection.prepare(sql), parameters: [], unfiltered: true, slowRuns: 0 };
}

/** The shape of an empty filter. */
const UNFILTERED = '{}';

const now: Parameter = { index: -1, encode: () => new Date().toISOString() };

/** Prepared statements of one table. Filters that differ only in their operands share one. */
export class Queries {
  readonly connection: Connection;
  readonly #table: Table;
  readonly #queries = new LRUCache<string, Query>({ max: 300 });

  constructor(connection: Connection, table: Table) {
    this.connection = connection;
    this.#table = table;
  }

  /**
   * The statement for a filter's shape.
   * @param use tells statements with the same filter apart.
   * @param build makes the whole statement around the condition.
   */
  prepare(use: string, filter: Filter, shape: Shape, build: (where: Sql) => Sql): Query {
    const key = `${use}\0${shape.key}`;
    let query = this.#queries.get(key);
    if (query === undefined) {
      const { text, parameters } = build(this.#where(filter, shape));
      const statement = this.connection.prepare(text);
      query = { sql: text, statement, parameters, unfiltered: shape.key === UNFILTERED, slowRuns: null };
      this.#queries.set(key, query);
    }
    return query;
  }

  #where(filter: Filter, shape: Shape): Sql {
    return joinSql([compileFilter(parseFilter(filter, shape.fixed), this.#table), this.#alive()], 'AND');
  }

  #alive(): Sql {
    const { expires } = this.#table;
    if (expires === null) return sql('1');
    const key = this.#table.key(expires);
    return sql(`(${key} IS NULL OR ${key} > `, now, ')');
  }
}

/** The values of a statement's question marks. */
export function bind(parameters: readonly Parameter[], operands: readonly unknown[]): SQLInputValue[] {
  return parameters.map(({ index, encode }) => encode(operands[index]));
}
