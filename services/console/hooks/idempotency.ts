import { createHmac, hash } from 'node:crypto';
import { problemType } from '../../../lib/errors.ts';
import { deriveKey, deriveKeys, seal, unseal } from '../../../lib/secret.ts';
import type { Collection } from '../../../mixins/store/store.types.ts';
import { consoleErrors } from '../console.errors.ts';
import type { IdempotencyRecord } from '../console.store.ts';
import type { Answer, Exchange } from '../gateway/exchange.ts';

const KEY = /^[\x21-\x7e]{1,255}$/;
/** Milliseconds that a request may hold its key without an answer before another try is let through: its process died. */
const IN_FLIGHT = 60_000;
const REMEMBERED = 24 * 3_600_000;

/**
 * Idempotency-Key on POST: the first request with a key is worked on, later ones get its answer again. Bound to the caller,
 * the route and the body.
 * @returns the remembered answer, or null when the request is to be worked on.
 * @throws console.idempotencyInFlight (409), idempotencyMismatch (422), malformedIdempotencyKey (400).
 */
export async function replayIdempotent(
  exchange: Exchange,
  records: Collection<IdempotencyRecord>,
): Promise<Answer | null> {
  const key = exchange.req.headers['idempotency-key'];
  if (key === undefined || exchange.req.method !== 'POST') return null;
  if (typeof key !== 'string' || !KEY.test(key)) {
    throw consoleErrors.malformedIdempotencyKey({ detail: 'Send 1 to 255 visible ASCII characters.' });
  }
  const caller = exchange.principal?.id ?? `ip:${exchange.ip}`;
  const id = hash('sha256', JSON.stringify([caller, exchange.path, key]), 'base64url');
  // Keyed: a plain hash of a login's body would let a thief of the database try passwords at full speed.
  const [fingerprint, other] = fingerprints(exchange.bodyText);
  const known = await claim(records, id, fingerprint);
  if (known !== null) return replay(known, [fingerprint, other]);
  exchange.onAnswer = (answer) => remember(records, id, answer);
  return null;
}

function fingerprints(body: string): [string, string?] {
  const of = (key: Buffer) => createHmac('sha256', key).update(body).digest('base64url');
  const [key, other] = deriveKeys('idempotency');
  return [of(key), other && of(other)];
}

/** Of callers that race for one key, the one whose insert succeeds gets null; the others get its record. */
async function claim(
  records: Collection<IdempotencyRecord>,
  id: string,
  fingerprint: string,
): Promise<IdempotencyRecord | null> {
  const expiresAt = new Date(Date.now() + IN_FLIGHT).toISOString();
  try {
    await records.insert({ id, fingerprint, expiresAt });
    return null;
  } catch (error) {
    if (problemType(error) !== 'store.duplicate') throw error;
  }
  const known = await records.get(id);
  if (known === null) throw consoleErrors.idempotencyInFlight({ retryAfter: 1 });
  return known;
}

function replay(record: IdempotencyRecord, accepted: (string | undefined)[]): Answer {
  if (!accepted.includes(record.fingerprint)) throw consoleErrors.idempotencyMismatch();
  if (record.answer === undefined) throw consoleErrors.idempotencyInFlight({ retryAfter: 1 });
  const answer = JSON.parse(unseal(deriveKeys('idempotency'), record.answer, record.id)) as Answer;
  return { ...answer, headers: { ...answer.headers, 'Idempotency-Replayed': 'true' } };
}

/** A failure of ours or a refusal that passes is not an effect: the client may try again with the same key. */
async function remember(records: Collection<IdempotencyRecord>, id: string, answer: Answer): Promise<void> {
  // What was not answered in time may still be going on: another try has to wait until the key is free by itself.
  if (answer.status === 504) return;
  if (answer.status >= 500 || answer.status === 429 || (answer.body !== null && typeof answer.body !== 'string')) {
    await records.remove(id);
    return;
  }
  // Sealed: answers of login and registration hold tokens.
  const sealed = seal(deriveKey('idempotency'), JSON.stringify(answer), id);
  const expiresAt = new Date(Date.now() + REMEMBERED).toISOString();
  await records.update(id, { $set: { answer: sealed, expiresAt } });
}
