import type { StatementSync } from 'node:sqlite';
import { commonErrors } from '../../../lib/errors.ts';
import { applyChanges, type ChangePlan, type UpsertPlan } from '../changes.ts';
import { serialise } from '../document-rules.ts';
import type { Document, Filter } from '../store.types.ts';
import { bind, type Queries } from './queries.ts';
import { LIMIT, type Sql, sql } from './sql.ts';
import { duplicatedIndex } from './sqlite-errors.ts';
import type { Table } from './table.ts';

type Stored = Record<string, unknown> & { id: string; version: number };
type Rows = [string][];

/** Writes of one table. Where one reads before it writes, the caller has opened a transaction. */
export class TableWriter<T extends Document> {
  readonly #table: Table;
  readonly #queries: Queries;
  readonly #insert: StatementSync;
  readonly #put: StatementSync;
  readonly #update: StatementSync;
  readonly #byId: StatementSync;
  readonly #remove: StatementSync;

  constructor(table: Table, queries: Queries) {
    const { connection } = queries;
    const name = table.sqlName;
    this.#table = table;
    this.#queries = queries;
    this.#insert = connection.prepare(`INSERT INTO ${name} (id, version, doc) VALUES (?, ?, ?)`);
    this.#put = connection.prepare(
      `INSERT INTO ${name} (id, version, doc) VALUES (?, ?, ?) ` +
        'ON CONFLICT (id) DO UPDATE SET version = excluded.version, doc = excluded.doc',
    );
    this.#update = connection.prepare(`UPDATE ${name} SET version = ?, doc = ? WHERE id = ?`);
    this.#byId = connection.prepare(`SELECT doc FROM ${name} WHERE id = ?`);
    this.#remove = connection.prepare(`DELETE FROM ${name} WHERE id = ? RETURNING doc`);
  }

  insert(document: T): T {
    const version = document.version ?? 1;
    const stored = { ...document, version };
    this.#write(this.#insert, stored, version);
    return stored;
  }

  /** Puts a document in the place of the one with its id, if there is one. */
  replace(document: T, expectVersion?: number): void {
    const before = this.#current(document.id)?.version ?? 0;
    if (expectVersion !== undefined && expectVersion !== before) throw commonErrors.versionConflict();
    const version = document.version ?? before + 1;
    this.#write(this.#put, { ...document, version }, version);
  }

  update(id: string, plan: ChangePlan, expectVersion?: number): T | null {
    const current = this.#current(id);
    return current === null ? null : this.#change(current, plan, expectVersion);
  }

  updateOne(filter: Filter, plan: ChangePlan, expectVersion?: number): T | null {
    const [row] = this.#run('first', filter, (where) => sql(this.#select, where, ' LIMIT 1'));
    return row === undefined ? null : this.#change(JSON.parse(row[0]), plan, expectVersion);
  }

  /** Changes those of the documents that (still) match; answers how many. */
  updateThese(ids: string, filter: Filter, plan: ChangePlan): number {
    const rows = this.#run('these', filter, (where) => sql(this.#select, where, ` AND ${AMONG}`), ids);
    for (const row of rows) this.#change(JSON.parse(row[0]), plan);
    return rows.length;
  }

  upsert(id: string, plan: UpsertPlan): T {
    const current = this.#current(id);
    if (current !== null) return this.#change(current, plan.onUpdate);
    return this.insert(applyChanges({ id, version: 1 }, plan.onInsert) as unknown as T);
  }

  remove(id: string): boolean {
    const row = this.#remove.get(id) as [string] | undefined;
    return row !== undefined && this.#table.isAlive(JSON.parse(row[0]));
  }

  take(filter: Filter): T | null {
    const name = this.#table.sqlName;
    const [row] = this.#run('take', filter, (where) =>
      sql(`DELETE FROM ${name} WHERE id = (SELECT id FROM ${name} WHERE `, where, ' LIMIT 1) RETURNING doc'),
    );
    return row === undefined ? null : JSON.parse(row[0]);
  }

  /** Removes those of the documents that (still) match; answers how many. */
  removeThese(ids: string, filter: Filter): number {
    return this.#run('removeThese', filter, (where) => sql(this.#delete, where, ` AND ${AMONG} RETURNING id`), ids)
      .length;
  }

  removeAll(filter: Filter): number {
    return this.#run('removeAll', filter, (where) => sql(this.#delete, where, ' RETURNING id')).length;
  }

  get #select(): string {
    return `SELECT doc FROM ${this.#table.sqlName} WHERE `;
  }

  get #delete(): string {
    return `DELETE FROM ${this.#table.sqlName} WHERE `;
  }

  #run(use: string, filter: Filter, build: (where: Sql) => Sql, ...more: string[]): Rows {
    const shape = this.#table.shapeOf(filter);
    const { statement, parameters } = this.#queries.prepare(use, filter, shape, build);
    return statement.all(...bind(parameters, shape.operands), ...more) as unknown as Rows;
  }

  #current(id: string): Stored | null {
    const row = this.#byId.get(id) as [string] | undefined;
    if (row === undefined) return null;
    const document: Stored = JSON.parse(row[0]);
    return this.#table.isAlive(document) ? document : null;
  }

  #change(current: Stored, plan: ChangePlan, expectVersion?: number): T {
    if (expectVersion !== undefined && current.version !== expectVersion) throw commonErrors.versionConflict();
    const changed = applyChanges(current, plan);
    changed.version = current.version + 1;
    this.#table.rules.checkFields(changed);
    const text = serialise(changed);
    this.#clearingExpired(() => this.#update.run(changed.version, text, changed.id));
    return changed as unknown as T;
  }

  #write(statement: StatementSync, document: Document, version: number): void {
    this.#table.rules.check(document as Stored);
    const text = serialise(document as Stored);
    this.#clearingExpired(() => statement.run(document.id, version, text));
  }

  /** What has expired but is not removed yet must not stand in the way of a new document with the same id or unique value. */
  #clearingExpired(work: () => void): void {
    try {
      work();
    } catch (error) {
      if (duplicatedIndex(error) === null || this.removeExpired(EVERY) === 0) throw error;
      work();
    }
  }

  /** Removes documents that are past their time, at most `limit`; answers how many. */
  removeExpired(limit: number): number {
    const { expires, sqlName } = this.#table;
    if (expires === null) return 0;
    const key = this.#table.key(expires);
    const statement = this.#queries.connection.prepare(
      `DELETE FROM ${sqlName} WHERE id IN (SELECT id FROM ${sqlName} WHERE ${key} >= '' AND ${key} <= ? ${LIMIT}) RETURNING id`,
    );
    return statement.all(new Date().toISOString(), limit).length;
  }
}

const AMONG = 'id IN (SELECT value FROM json_each(?))';
const EVERY = -1;
