import type { SQLInputValue } from 'node:sqlite';
import { Worker } from 'node:worker_threads';
import { commonErrors } from '../../../lib/errors.ts';

/** What the thread for slow reads is asked; without SQL it closes the file. */
export interface SlowRequest {
  id: number;
  file: string;
  sql: string | null;
  values: readonly SQLInputValue[];
}

interface Failure {
  code?: string;
  errcode?: number;
  message: string;
}

export type SlowAnswer = { id: number; rows: unknown[][]; milliseconds: number } | { id: number; error: Failure };

export type SlowRows = { rows: unknown[][]; milliseconds: number };

interface Pending {
  resolve(rows: SlowRows): void;
  reject(error: unknown): void;
}

/** One thread for the slow reads of all stores of this process, started when the first comes. */
let thread: Worker | null = null;
let lastId = 0;
const pending = new Map<number, Pending>();

/** Reads off the event loop: sees what was committed before it was called. */
export function readSlowly(file: string, sql: string, values: readonly SQLInputValue[]): Promise<SlowRows> {
  return ask(file, sql, values);
}

/** Must come before the file is closed here: who closes last tidies up the write-ahead log. */
export async function closeSlowReads(file: string): Promise<void> {
  if (thread !== null) await ask(file, null, []);
}

function ask(file: string, sql: string | null, values: readonly SQLInputValue[]): Promise<SlowRows> {
  thread ??= startThread();
  const worker = thread;
  return new Promise((resolve, reject) => {
    const id = ++lastId;
    pending.set(id, { resolve, reject });
    // An idle thread does not keep the process alive, one that is waited for does.
    worker.ref();
    worker.postMessage({ id, file, sql, values } satisfies SlowRequest);
  });
}

function startThread(): Worker {
  const worker = new Worker(new URL('./slow-reads.worker.ts', import.meta.url));
  worker.on('message', (answer: SlowAnswer) => settle(worker, answer));
  worker.on('error', (error) => abandon(worker, error));
  worker.on('exit', () => abandon(worker, new Error('The thread for slow reads ended.')));
  return worker;
}

function settle(worker: Worker, answer: SlowAnswer): void {
  const waiting = pending.get(answer.id);
  pending.delete(answer.id);
  if (pending.size === 0) worker.unref();
  if ('error' in answer) waiting?.reject(Object.assign(new Error(answer.error.message), answer.error));
  else waiting?.resolve(answer);
}

/** A thread that died is replaced at the next read. */
function abandon(worker: Worker, cause: unknown): void {
  if (thread !== worker) return;
  thread = null;
  for (const { reject } of pending.values()) reject(commonErrors.unavailable({ cause, retryAfter: 1 }));
  pending.clear();
}
