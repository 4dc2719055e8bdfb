import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { MongoClient } from 'mongodb';
import { ConfigurationError, env } from '../../../lib/env.ts';

/** A call answers 503 after this many milliseconds without a server, and does not hang. */
const SELECTION_PATIENCE = 2500;
/** A server that has taken a command and says nothing for so long is as good as away. */
const SILENCE = 7000;

let client: MongoClient | null = null;
let users = 0;

/** The process's one client with its pool of connections. Whoever takes it gives it back with `releaseClient`. */
export function takeClient(): MongoClient {
  client ??= makeClient();
  users++;
  return client;
}

/** The last one out closes the connections. */
export async function releaseClient(): Promise<void> {
  users--;
  if (users > 0 || client === null) return;
  const last = client;
  client = null;
  await last.close();
}

/** Does not connect yet: the first command does, and later ones reconnect by themselves. */
function makeClient(): MongoClient {
  const driver: typeof import('mongodb') = createRequire(import.meta.url)('mongodb');
  try {
    return new driver.MongoClient(env.MONGO_URL ?? '', {
      appName: `${env.NAMESPACE}/${env.NODE_ID}`.slice(0, 100),
      maxPoolSize: env.MONGO_POOL_SIZE,
      serverSelectionTimeoutMS: SELECTION_PATIENCE,
      connectTimeoutMS: SELECTION_PATIENCE,
      waitQueueTimeoutMS: SILENCE,
      socketTimeoutMS: SILENCE,
      // An acknowledged write survives the loss of the primary, and of the power.
      writeConcern: { w: 'majority', j: true },
      readPreference: 'primary',
      retryWrites: true,
      retryReads: true,
      ignoreUndefined: true,
      ...(env.MONGO_CA_FILE !== undefined && { tls: true, ca: pem(env.MONGO_CA_FILE) }),
      ...(env.MONGO_CERT_FILE !== undefined && {
        tls: true,
        cert: pem(env.MONGO_CERT_FILE),
        key: pem(env.MONGO_CERT_FILE),
      }),
    });
  } catch (error) {
    // The driver's message may quote the URL with its password.
    throw new ConfigurationError('MONGO_URL is not a connection string that the driver understands.', error);
  }
}

function pem(file: string): Buffer {
  try {
    return readFileSync(file);
  } catch (error) {
    throw new ConfigurationError(`Cannot read ${file} (${(error as NodeJS.ErrnoException).code}).`);
  }
}
