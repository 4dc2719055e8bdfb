import type { CollectionDefinition, Document } from '../../mixins/store/store.types.ts';

/** One Idempotency-Key of one caller. */
export interface IdempotencyRecord extends Document {
  /** Hash of the body that came with the key first. */
  fingerprint: string;
  /** The sealed answer; absent while the request is worked on, and for ever where nobody knows what became of it. */
  answer?: string;
  /** Until then a missing answer may still come. */
  inFlightUntil: string;
  expiresAt: string;
}

/** A service that was seen; its name is the id. */
export interface KnownService extends Document {
  /** Its routes as JSON: names such as "$id", of which schemas are full, are none that a store takes. */
  published: string;
  expiresAt: string;
}

export const consoleCollections: CollectionDefinition[] = [
  { name: 'idempotency', expires: 'expiresAt' },
  { name: 'services', expires: 'expiresAt' },
];
