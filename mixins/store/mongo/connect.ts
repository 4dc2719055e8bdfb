import { setTimeout } from 'node:timers/promises';
import type { MongoClient } from 'mongodb';
import { StoreOpenError } from '../store.errors.ts';
import { isRefused } from './mongo-errors.ts';

/** Milliseconds between two attempts to reach a server that is away when this process starts. */
const PAUSE = 1000;
/** Of the attempts one in so many is reported. */
const REPORT_EVERY = 20;

/**
 * Waits until the server answers: a database that comes up later than its services is not a fault. Answers whether it has
 * transactions, which a replica set and a sharded cluster have and a single server has not.
 * @throws StoreOpenError when it answers and does not let this process in
 */
export async function untilConnected(
  client: MongoClient,
  report: (message: string) => void,
  signal: AbortSignal,
): Promise<{ transactions: boolean }> {
  for (let attempt = 0; ; attempt++) {
    try {
      // A command by itself connects once: where that fails the client is left with what it could not connect, for ever.
      await client.connect();
      const hello = await client.db('admin').command({ hello: 1 });
      return { transactions: hello.setName !== undefined || hello.msg === 'isdbgrid' };
    } catch (error) {
      if (isRefused(error)) throw refused(error);
      if (attempt % REPORT_EVERY === 0) report(`MongoDB does not answer yet: ${(error as Error).message}`);
      await setTimeout(PAUSE, undefined, { signal });
    }
  }
}

function refused(error: unknown): StoreOpenError {
  return new StoreOpenError(
    'MongoDB refuses the user or the password in MONGO_URL. Nothing was changed: correct it (authSource names the database that the user is in) and start again.',
    error,
  );
}
