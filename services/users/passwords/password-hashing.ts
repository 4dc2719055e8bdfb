import { randomBytes } from 'node:crypto';
import { availableParallelism } from 'node:os';
import { hash, parseOptions, verify } from '@node-rs/argon2';
import { HashingQueue } from './hashing-queue.ts';
import { normalizePassword } from './password-rules.ts';

/** Argon2id at the OWASP strength; each takes 19 MiB and a thread of libuv's pool for some 25 ms. */
const STRENGTH = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };

// One thread of libuv's four stays free for everything else that waits for one: files, name look-ups.
const queue = new HashingQueue({ parallel: Math.min(3, availableParallelism()), waiting: 200, patience: 5000 });

let dummy: Promise<string> | undefined;

/** @param password as normalizePassword gives it. */
export function hashPassword(password: string): Promise<string> {
  return queue.run(() => hash(password, STRENGTH));
}

/**
 * Whether the password belongs to the hash. Without a hash it takes the same time and answers false: how long an answer
 * takes must not tell which addresses have an account.
 */
export async function matchesHash(stored: string | null, password: string): Promise<boolean> {
  const against = stored ?? (await dummyHash());
  const matches = await queue.run(() => verify(against, normalizePassword(password)));
  return matches && stored !== null;
}

/** Computes the hash that unknown accounts are checked against, before anybody could measure it. */
export function dummyHash(): Promise<string> {
  dummy ??= hash(randomBytes(32), STRENGTH);
  return dummy;
}

/** Whether a hash was made with less than what is asked for now. */
export function isOutdated(stored: string): boolean {
  const { memoryCost, timeCost, parallelism } = parseOptions(stored);
  return memoryCost < STRENGTH.memoryCost || timeCost < STRENGTH.timeCost || parallelism < STRENGTH.parallelism;
}
