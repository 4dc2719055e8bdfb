import { env } from '../../../lib/env.ts';
import { type Static, Type } from '../../../lib/schema.ts';
import type { Document } from '../../../mixins/store/store.types.ts';

/** A public key as RFC 7517 writes it. */
export const publicJwkSchema = Type.Object({
  kty: Type.Literal('RSA'),
  use: Type.Literal('sig'),
  alg: Type.Literal('RS256'),
  kid: Type.String(),
  n: Type.String(),
  e: Type.String(),
});

export type PublicJwk = Static<typeof publicJwkSchema>;

/**
 * "next" is published but signs nothing yet, so that every verifier knows it before it is used; "current" signs; "retiring"
 * signs no more but is published until all that it signed has expired. Then it is gone.
 */
export type KeyState = 'next' | 'current' | 'retiring';

/** The id is the `kid`. */
export interface SigningKey extends Document {
  state: KeyState;
  publicJwk: PublicJwk;
  /** Private JWK, sealed with a key derived from the installation's secret; forgotten when the key retires. */
  sealedPrivateJwk?: string;
  createdAt: string;
  activatedAt?: string;
  retiredAt?: string;
  removeAt?: string;
}

const DAY = 86_400_000;

/** Another process may sign with its cached copy for a little longer, and clocks differ. */
const RETIREMENT_MARGIN = 10 * 60_000;

export function rotationDue(current: SigningKey, now: number): boolean {
  return now - Date.parse(current.activatedAt ?? current.createdAt) >= env.KEY_ROTATION_DAYS * DAY;
}

/** Until when a key that retires now stays published. */
export function publishedUntil(now: number): string {
  return new Date(now + env.ACCESS_TOKEN_TTL * 1000 + RETIREMENT_MARGIN).toISOString();
}

export function isPublished(key: SigningKey, now: number): boolean {
  return key.removeAt === undefined || Date.parse(key.removeAt) > now;
}
