import type { SQLInputValue, StatementSync } from 'node:sqlite';
import { readInBackground } from './background.ts';
import type { Connection } from './connection.ts';
import type { Query } from './queries.ts';
import { isBusy, toProblem } from './sqlite-errors.ts';
import type { Table } from './table.ts';

export type Row = unknown[];
export type Rows = Row[];

type Read<R> = (statement: StatementSync, values: readonly SQLInputValue[]) => R;

const readAll: Read<Rows> = (statement, values) => statement.all(...values) as unknown as Rows;
const readFirst: Read<Row | undefined> = (statement, values) => statement.get(...values) as unknown as Row | undefined;

/** What a read may hold up the event loop, in milliseconds. */
const SLOW = 4;
/** Times in a row: on a busy machine any read may take long because the process did not get its turn, and the thread costs 10 MB. */
const OFTEN = 4;
const FAST = 1;
/** Tables with fewer rows are read through in about that time. */
const SMALL = 1000;

/** Runs reads here or, where they take long, in the background. */
export class ReadRunner {
  readonly #connection: Connection;
  readonly #table: Table;

  constructor(connection: Connection, table: Table) {
    this.#connection = connection;
    this.#table = table;
  }

  /** A promise only for a read that was handed over, so that fast ones do not pay for it. */
  all(query: Query, values: readonly SQLInputValue[]): Rows | Promise<Rows> {
    return this.#read(query, values, readAll);
  }

  /** The first row, for less than `all` would take. */
  first(query: Query, values: readonly SQLInputValue[]): Row | undefined | Promise<Row | undefined> {
    const read = this.#read(query, values, readFirst);
    return read instanceof Promise ? read.then(([row]) => row) : read;
  }

  #read<R>(query: Query, values: readonly SQLInputValue[], read: Read<R>): R | Promise<Rows> {
    try {
      query.slowRuns ??= this.#looksSlow(query) ? OFTEN : 0;
      // What an open transaction (of a migration) has written cannot be seen from another connection.
      if (query.slowRuns >= OFTEN && !this.#connection.database.isTransaction) return this.#handOver(query, values);
      const start = performance.now();
      const rows = read(query.statement, values);
      query.slowRuns = performance.now() - start > SLOW ? query.slowRuns + 1 : 0;
      return rows;
    } catch (error) {
      // Another process keeps readers out for a moment (it recovers the log of one that was killed): wait for it elsewhere.
      if (isBusy(error)) return this.#handOver(query, values);
      throw toProblem(error);
    }
  }

  async #handOver(query: Query, values: readonly SQLInputValue[]): Promise<Rows> {
    try {
      const { rows, milliseconds } = await readInBackground(this.#connection.file, query.sql, values);
      if (milliseconds < FAST) query.slowRuns = 0;
      return rows;
    } catch (error) {
      throw toProblem(error);
    }
  }

  /** A first guess, before the statement ever ran: does it read through a large table, or a large part of an index? */
  #looksSlow(query: Query): boolean {
    const { database } = this.#connection;
    const plan = database.prepare(`EXPLAIN QUERY PLAN ${query.sql}`).all() as unknown as { detail: string }[];
    const scan = new RegExp(`^(SCAN|SEARCH) ${this.#table.name}\\b(?!.*=\\?)`);
    // Without a condition the first rows of an index are as many as are asked for.
    const scans = plan.some(
      ({ detail }) => scan.test(detail) && !(query.unfiltered && detail.includes(' USING INDEX ')),
    );
    return scans && this.#highestRow() > SMALL;
  }

  #highestRow(): number {
    const statement = this.#connection.prepare(`SELECT max(rowid) FROM ${this.#table.sqlName}`);
    const [highest] = statement.get() as unknown as [number | null];
    return highest ?? 0;
  }
}
