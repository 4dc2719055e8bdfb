import type { CollectionDefinition, Document } from '../../mixins/store/store.types.ts';

/** One Idempotency-Key of one caller. */
export interface IdempotencyRecord extends Document {
  /** Hash of the body that came with the key first. */
  fingerprint: string;
  /** The sealed answer; absent while the request is worked on. */
  answer?: string;
  expiresAt: string;
}

export const consoleCollections: CollectionDefinition[] = [{ name: 'idempotency', expires: 'expiresAt' }];
