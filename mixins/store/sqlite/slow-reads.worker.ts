import { DatabaseSync, type SQLInputValue, type StatementSync } from 'node:sqlite';
import { parentPort } from 'node:worker_threads';
import { addFunctions } from './functions.ts';
import type { SlowAnswer, SlowRequest } from './slow-reads.ts';

/** Reads that take long, beside the thread that answers requests. */
const databases = new Map<string, DatabaseSync>();
const statements = new Map<string, StatementSync>();
const MAX_STATEMENTS = 200;

parentPort?.on('message', (request: SlowRequest) => {
  parentPort?.postMessage(answer(request));
});

function answer({ id, file, sql, values }: SlowRequest): SlowAnswer {
  try {
    if (sql === null) {
      close(file);
      return { id, rows: [], milliseconds: 0 };
    }
    const start = performance.now();
    const rows = prepare(file, sql).all(...(values as SQLInputValue[])) as unknown as unknown[][];
    return { id, rows, milliseconds: performance.now() - start };
  } catch (error) {
    const { code, errcode, message } = error as { code?: string; errcode?: number; message: string };
    return { id, error: { code, errcode, message } };
  }
}

function prepare(file: string, sql: string): StatementSync {
  const key = `${file}\n${sql}`;
  let statement = statements.get(key);
  if (statement === undefined) {
    if (statements.size >= MAX_STATEMENTS) statements.clear();
    statement = open(file).prepare(sql, { returnArrays: true });
    statements.set(key, statement);
  }
  return statement;
}

function open(file: string): DatabaseSync {
  let database = databases.get(file);
  if (database === undefined) {
    database = new DatabaseSync(file, { readOnly: true, timeout: 1000 });
    addFunctions(database);
    databases.set(file, database);
  }
  return database;
}

function close(file: string): void {
  for (const key of statements.keys()) if (key.startsWith(`${file}\n`)) statements.delete(key);
  databases.get(file)?.close();
  databases.delete(file);
}
