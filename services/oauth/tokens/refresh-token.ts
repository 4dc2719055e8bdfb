import { createHash, hkdfSync, randomBytes, timingSafeEqual } from 'node:crypto';
import { newId } from '../../../lib/ids.ts';
import { seal, unseal } from '../../../lib/secret.ts';

/** A refresh token as its holder has it: "<id>.<secret>". The id finds the record, the secret of 256 bits proves it. */
export interface RefreshToken {
  id: string;
  value: string;
}

const FORM = /^([0-9a-f-]{36})\.[\w-]{43}$/;

export function newRefreshToken(): RefreshToken {
  const id = newId();
  return { id, value: `${id}.${randomBytes(32).toString('base64url')}` };
}

/** Null for what cannot be one of ours, so that no lookup is spent on it. */
export function parseRefreshToken(value: string): RefreshToken | null {
  const id = FORM.exec(value)?.[1];
  return id === undefined ? null : { id, value };
}

/** What is stored. A plain hash is enough for a random secret of 256 bits: there is nothing to guess. */
export function hashOf(token: RefreshToken): string {
  return createHash('sha256').update(token.value).digest('base64url');
}

export function matchesHash(token: RefreshToken, hash: string): boolean {
  const presented = Buffer.from(hashOf(token));
  const stored = Buffer.from(hash);
  return presented.length === stored.length && timingSafeEqual(presented, stored);
}

/**
 * Seals the answer to a refresh so that only a holder of the presented token can open it: the store keeps it for the few
 * seconds in which the same refresh may be repeated, and a thief of the store finds no usable token there.
 */
export function sealAnswer(presented: RefreshToken, answer: unknown): string {
  return seal(replayKey(presented), JSON.stringify(answer), presented.id);
}

export function openAnswer<T>(presented: RefreshToken, sealed: string): T {
  return JSON.parse(unseal(replayKey(presented), sealed, presented.id)) as T;
}

function replayKey(presented: RefreshToken): Buffer {
  return Buffer.from(hkdfSync('sha256', presented.value, 'site11', 'refresh-replay', 32));
}
