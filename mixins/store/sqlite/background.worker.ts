import { DatabaseSync, type SQLInputValue, type StatementSync } from 'node:sqlite';
import { parentPort } from 'node:worker_threads';
import type { BackgroundAnswer, BackgroundRequest } from './background.ts';
import { addFunctions } from './functions.ts';

/** What takes long, beside the thread that answers requests: slow reads, and checkpoints, which wait for the disk. */
const databases = new Map<string, DatabaseSync>();
const statements = new Map<string, StatementSync>();
const MAX_STATEMENTS = 200;
/** Milliseconds; nobody's event loop waits here. */
const PATIENCE = 2000;

parentPort?.on('message', (request: BackgroundRequest) => {
  parentPort?.postMessage(answer(request));
});

function answer({ id, file, sql, values }: BackgroundRequest): BackgroundAnswer {
  try {
    const start = performance.now();
    const rows = sql === null ? close(file) : prepare(file, sql).all(...(values as SQLInputValue[]));
    return { id, rows: rows as unknown as unknown[][], milliseconds: performance.now() - start };
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
    database = new DatabaseSync(file, { timeout: PATIENCE });
    addFunctions(database);
    databases.set(file, database);
  }
  return database;
}

function close(file: string): [] {
  for (const key of statements.keys()) if (key.startsWith(`${file}\n`)) statements.delete(key);
  databases.get(file)?.close();
  databases.delete(file);
  return [];
}
