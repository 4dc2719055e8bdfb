import { createHmac, createSecretKey, type KeyObject, timingSafeEqual } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import { deriveKeys } from '../../lib/secret.ts';
import { storeErrors } from './store.errors.ts';

/** Bytes of the signature; 128 bits cannot be guessed. */
const SIGNATURE = 16;

let keys: KeyObject[] | undefined;

/** The first pages of lists are asked for again and again, and a signature costs more than all else about a cursor. */
const signed = new LRUCache<string, string>({ max: 1_000 });

/**
 * Makes the opaque cursor of a page from the sort values of its last document. The signature binds it to one list (`scope` says
 * which: collection, query and sort), so that it can neither be altered nor used to read around another list's filter.
 */
export function signCursor(values: readonly unknown[], scope: string): string {
  const payload = JSON.stringify(values);
  const text = signedText(payload, scope);
  const known = signed.get(text);
  if (known !== undefined) return known;
  const [signature = Buffer.alloc(0)] = signatures(text);
  // Not from Buffer's pool, of which 64 KB would stay for each that outlives its neighbours.
  const bytes = Buffer.allocUnsafeSlow(SIGNATURE + Buffer.byteLength(payload));
  signature.copy(bytes);
  bytes.write(payload, SIGNATURE);
  const cursor = bytes.toString('base64url');
  signed.set(text, cursor);
  return cursor;
}

/** The values that a cursor of this list was made from. @throws store.invalidCursor */
export function readCursor(cursor: string, scope: string): unknown[] {
  const bytes = Buffer.from(cursor, 'base64url');
  const payload = bytes.toString('utf8', SIGNATURE);
  // Buffer.from skips what is not base64url: such a cursor was altered too.
  const altered = bytes.length <= SIGNATURE || bytes.toString('base64url') !== cursor;
  const given = bytes.subarray(0, SIGNATURE);
  if (altered || !signatures(signedText(payload, scope)).some((accepted) => timingSafeEqual(given, accepted))) {
    const detail = 'Take the cursor from the page before, and ask with the same filter and sort.';
    throw storeErrors.invalidCursor({ detail, errors: [{ field: 'cursor', code: 'cursor', message: detail }] });
  }
  return JSON.parse(payload);
}

/** With the length in front no other pair of a payload and a scope gives the same text. */
function signedText(payload: string, scope: string): string {
  return `${payload.length}:${payload}${scope}`;
}

/** By the installation's secret, and by the other one while it is being rotated. */
function signatures(text: string): Buffer[] {
  keys ??= deriveKeys('cursor').map((key) => createSecretKey(key));
  return keys.map((key) => createHmac('sha256', key).update(text).digest().subarray(0, SIGNATURE));
}
