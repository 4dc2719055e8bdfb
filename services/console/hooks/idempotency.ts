import { createHmac, hash } from 'node:crypto';
import { problemType } from '../../../lib/errors.ts';
import { deriveKey, deriveKeys, seal, unseal } from '../../../lib/secret.ts';
import type { Collection } from '../../../mixins/store/store.types.ts';
import { consoleErrors } from '../console.errors.ts';
import type { IdempotencyRecord } from '../console.store.ts';
import type { Answer, Exchange } from '../gateway/exchange.ts';

const KEY = /^[\x21-\x7e]{1,255}$/;
/** Milliseconds after which a request without an answer will not get one: longer than any call may take. */
const IN_FLIGHT = 30_000;
const REMEMBERED = 24 * 3_600_000;

/**
 * Idempotency-Key on POST: the first request with a key is worked on, later ones get its answer again. Bound to the caller,
 * the route and the body.
 *
 * A request whose outcome nobody knows keeps its key taken, since it may have had its effect: its Console or its service died, it
 * failed half-way, or it was not answered in time. The client has to look, and to use another key if it wants it done again.
 * @returns the remembered answer, or null when the request is to be worked on.
 * @throws console.idempotencyInFlight or idempotencyUnknown (409), idempotencyMismatch (422), malformedIdempotencyKey (400).
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
  exchange.onAnswer = (answer, isCertain) => remember(records, id, answer, isCertain);
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
  const inFlightUntil = after(IN_FLIGHT);
  try {
    await records.insert({ id, fingerprint, inFlightUntil, expiresAt: after(REMEMBERED) });
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
  if (record.answer === undefined) {
    if (Date.parse(record.inFlightUntil) > Date.now()) throw consoleErrors.idempotencyInFlight({ retryAfter: 1 });
    throw consoleErrors.idempotencyUnknown({
      detail: 'See whether it took effect before you send it with another key.',
    });
  }
  const answer = JSON.parse(unseal(deriveKeys('idempotency'), record.answer, record.id)) as Answer;
  return { ...answer, headers: { ...answer.headers, 'idempotency-replayed': 'true' } };
}

/** A refusal that passes is not an effect: the client may try again with the same key. */
async function remember(
  records: Collection<IdempotencyRecord>,
  id: string,
  answer: Answer,
  isCertain: boolean,
): Promise<void> {
  const isComplete = answer.body === null || typeof answer.body === 'string';
  // An answer in time would say more than that it is not known; one that is too late may still be worked on.
  if (answer.status === 504) return;
  if (answer.status === 500 || !isCertain || !isComplete) {
    await records.update(id, { $set: { inFlightUntil: after(0) } });
    return;
  }
  if (answer.status >= 500 || answer.status === 429) {
    await records.remove(id);
    return;
  }
  // Sealed: answers of login and registration hold tokens.
  const sealed = seal(deriveKey('idempotency'), JSON.stringify(answer), id);
  await records.update(id, { $set: { answer: sealed, expiresAt: after(REMEMBERED) } });
}

function after(milliseconds: number): string {
  return new Date(Date.now() + milliseconds).toISOString();
}
