import type { StatementSync } from 'node:sqlite';
import { commonErrors } from '../../../lib/errors.ts';
import { applyChanges, type ChangePlan, planChanges } from '../changes.ts';
import { serialise } from '../document-rules.ts';
import type { Changes, Document, Filter } from '../store.types.ts';
import type { Connection } from './connection.ts';
import { bind, type Queries } from './queries.ts';
import { sql } from './sql.ts';
import type { Table } from './table.ts';

type Stored = Record<string, unknown> & { id: string; version: number };

/** Writes of one table. Where one reads before it writes, the caller has opened a transaction. */
export class TableWriter<T extends Document> {
  readonly #table: Table;
  readonly #queries: Queries;
  readonly #insert: StatementSync;
  readonly #put: StatementSync;
  readonly #update: StatementSync;
  readonly #byId: StatementSync;
  readonly #remove: StatementSync;

  constructor(connection: Connection, table: Table, queries: Queries) {
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
    this.#insert.run(document.id, version, this.#checked(stored));
    return stored;
  }

  /** Puts a document in the place of the one with its id, if there is one. */
  replace(document: T, expectVersion?: number): void {
    const current = this.#current(document.id);
    const before = current?.version ?? 0;
    if (expectVersion !== undefined && expectVersion !== before) throw commonErrors.versionConflict();
    const version = document.version ?? before + 1;
    this.#put.run(document.id, version, this.#checked({ ...document, version }));
  }

  update(id: string, plan: ChangePlan, expectVersion?: number): T | null {
    const current = this.#current(id);
    if (current === null) return null;
    return this.#change(current, plan, expectVersion);
  }

  updateOne(filter: Filter, plan: ChangePlan, expectVersion?: number): T | null {
    const [current] = this.#matching(filter, 1, '');
    return current === undefined ? null : this.#change(current, plan, expectVersion);
  }

  /** Changes the next documents that match, in order of their ids. */
  updateSome(filter: Filter, plan: ChangePlan, limit: number, afterId: string): Document[] {
    return this.#matching(filter, limit, afterId).map((current) => this.#change(current, plan));
  }

  upsert(id: string, changes: Changes, setOnInsert: Record<string, unknown> = {}): T {
    const current = this.#current(id);
    if (current !== null) return this.#change(current, planChanges(changes));
    const plan = planChanges({ ...changes, $set: { ...setOnInsert, ...changes.$set } });
    const fresh = applyChanges({ id, version: 1 }, plan) as unknown as T;
    return this.insert(fresh);
  }

  remove(id: string): boolean {
    return this.#remove.get(id) !== undefined;
  }

  take(filter: Filter): T | null {
    const [text] = this.#removeSome(filter, 1);
    return text === undefined ? null : JSON.parse(text);
  }

  /** Removes at most `limit` documents that match; answers how many. */
  removeSome(filter: Filter, limit: number): number {
    return this.#removeSome(filter, limit).length;
  }

  #removeSome(filter: Filter, limit: number): string[] {
    const shape = this.#table.shapeOf(filter);
    const name = this.#table.sqlName;
    const { statement, parameters } = this.#queries.prepare('remove', filter, shape, (where) =>
      sql(`DELETE FROM ${name} WHERE id IN (SELECT id FROM ${name} WHERE `, where, ' LIMIT ?) RETURNING doc'),
    );
    const rows = statement.all(...bind(parameters, shape.operands), limit) as unknown as [string][];
    return rows.map((row) => row[0]);
  }

  #checked(document: Document): string {
    this.#table.rules.check(document as Stored);
    return serialise(document as Stored);
  }

  #current(id: string): Stored | null {
    const row = this.#byId.get(id) as [string] | undefined;
    return row === undefined ? null : JSON.parse(row[0]);
  }

  #matching(filter: Filter, limit: number, afterId: string): Stored[] {
    const shape = this.#table.shapeOf(filter);
    const { statement, parameters } = this.#queries.prepare('matching', filter, shape, (where) =>
      sql(`SELECT doc FROM ${this.#table.sqlName} WHERE `, where, ' AND id > ? ORDER BY id LIMIT ?'),
    );
    const rows = statement.all(...bind(parameters, shape.operands), afterId, limit) as unknown as [string][];
    return rows.map((row) => JSON.parse(row[0]));
  }

  #change(current: Stored, plan: ChangePlan, expectVersion?: number): T {
    if (expectVersion !== undefined && current.version !== expectVersion) throw commonErrors.versionConflict();
    const changed = applyChanges(current, plan);
    changed.version = current.version + 1;
    this.#table.rules.checkFields(changed);
    this.#update.run(changed.version, serialise(changed), changed.id);
    return changed as unknown as T;
  }
}
