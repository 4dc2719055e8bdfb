import type { SQLInputValue } from 'node:sqlite';
import { setTimeout as delay } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import { commonErrors } from '../../../lib/errors.ts';
// Does nothing here, but is compiled with the rest when the program starts: a thread that has to do so itself loads the compiler that
// strips types, and keeps its 17 MB.
import './background.worker.ts';

/** What the background thread is asked; without SQL it closes the file. */
export interface BackgroundRequest {
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

export interface BackgroundRows {
  rows: unknown[][];
  /** How long it took there. */
  milliseconds: number;
}

export type BackgroundAnswer = ({ id: number } & BackgroundRows) | { id: number; error: Failure };

interface Pending {
  /** performance.now() when it was asked. */
  since: number;
  resolve(rows: BackgroundRows): void;
  reject(error: unknown): void;
}

/** One thread for all stores of this process, started when it is first needed and ended with the last file. */
let thread: Worker | null = null;
let lastId = 0;
const pending = new Map<number, Pending>();
const files = new Set<string>();

/**
 * Reads that may always wait, and milliseconds for which more may: callers go after ten seconds, and a thread that still works for
 * those who have gone never catches up.
 */
const QUEUE = 16;
const LONGEST_WAIT = 2_000;

/**
 * Reads off the event loop: sees what was committed before it was called.
 * @throws common.unavailable (503) where many wait, and have for long.
 */
export async function readInBackground(
  file: string,
  sql: string,
  values: readonly SQLInputValue[],
): Promise<BackgroundRows> {
  const [oldest] = pending.values();
  if (pending.size >= QUEUE && oldest !== undefined && performance.now() - oldest.since > LONGEST_WAIT) {
    throw commonErrors.unavailable({ retryAfter: 1 });
  }
  return ask(file, sql, values);
}

/** Pages of a write-ahead log that is long: 16 MB. */
const LONG_LOG = 4_000;
/** How often a long one is tried to be begun anew, and the longest pause between, in milliseconds. */
const ATTEMPTS = 10;
const PAUSE = 100;

/**
 * Brings the write-ahead log into the database file, as far as no other connection is in the way. A log begins anew only when all of it
 * is in the file, which under constant writes it never is: when it is long, writes have to wait for that. Two processes cannot both do
 * so at a time; the second is told at once that the first is busy.
 * @throws the signal's reason when there is no time for that any more.
 */
export async function checkpoint(file: string, signal?: AbortSignal): Promise<void> {
  const { log } = await runCheckpoint(file, 'PASSIVE');
  if (log < LONG_LOG) return;
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    signal?.throwIfAborted();
    if (!(await runCheckpoint(file, 'RESTART')).busy) return;
    await delay(Math.random() * PAUSE, undefined, { signal });
  }
}

async function runCheckpoint(file: string, mode: 'PASSIVE' | 'RESTART'): Promise<{ busy: boolean; log: number }> {
  const { rows } = await ask(file, `PRAGMA wal_checkpoint(${mode})`, []);
  const [[busy = 0, log = 0] = []] = rows as [number, number][];
  return { busy: busy !== 0, log };
}

/** Must come before the file is closed here: who closes last tidies up the write-ahead log. */
export async function closeInBackground(file: string): Promise<void> {
  if (!files.has(file)) return;
  await ask(file, null, []);
  files.delete(file);
  // What is still asked would never be answered.
  if (files.size > 0 || pending.size > 0 || thread === null) return;
  const worker = thread;
  thread = null;
  await worker.terminate();
}

function ask(file: string, sql: string | null, values: readonly SQLInputValue[]): Promise<BackgroundRows> {
  thread ??= startThread();
  const worker = thread;
  files.add(file);
  return new Promise((resolve, reject) => {
    const id = ++lastId;
    pending.set(id, { since: performance.now(), resolve, reject });
    // An idle thread does not keep the process alive, one that is waited for does.
    worker.ref();
    worker.postMessage({ id, file, sql, values } satisfies BackgroundRequest);
  });
}

function startThread(): Worker {
  const worker = new Worker(new URL('./background.worker.ts', import.meta.url));
  worker.on('message', (answer: BackgroundAnswer) => settle(worker, answer));
  worker.on('error', (error) => abandon(worker, error));
  worker.on('exit', () => abandon(worker, new Error('The background thread of the stores ended.')));
  return worker;
}

function settle(worker: Worker, answer: BackgroundAnswer): void {
  const waiting = pending.get(answer.id);
  pending.delete(answer.id);
  if (pending.size === 0) worker.unref();
  if ('error' in answer) waiting?.reject(Object.assign(new Error(answer.error.message), answer.error));
  else waiting?.resolve(answer);
}

/** A thread that died is replaced when it is next needed. */
function abandon(worker: Worker, cause: unknown): void {
  if (thread !== worker) return;
  thread = null;
  for (const { reject } of pending.values()) reject(commonErrors.unavailable({ cause, retryAfter: 1 }));
  pending.clear();
}
