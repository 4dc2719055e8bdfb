import { randomBytes } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import { deriveKey, deriveKeys, reseal, seal, unseal } from '../../lib/secret.ts';
import type { Collection, CollectionDefinition, Document, Operation, Store } from '../store/store.types.ts';

/** A subject's key, or the fact that it was destroyed. */
export type SubjectKey = Buffer | 'erased';

/** `wrapped` is gone once the subject was erased: the document stays, so that no second key is ever made for them. */
interface KeyDocument extends Document {
  wrapped?: string;
  createdAt?: string;
  erasedAt?: string;
}

const COLLECTION = 'subject_keys';
const KEY_BYTES = 32;

export const subjectKeysCollection: CollectionDefinition = { name: COLLECTION };

/** The keys that personal values in events are sealed with: one a subject, wrapped by the installation's secret. */
export class SubjectKeys {
  readonly #keys: Collection<KeyDocument>;
  // An erasure elsewhere is told by a broadcast, which can be lost: after the ttl a destroyed key is out of memory anyway.
  readonly #cache = new LRUCache<string, SubjectKey>({ max: 10_000, ttl: 60_000 });
  #erasures = 0;

  constructor(store: Store) {
    this.#keys = store.collection<KeyDocument>(COLLECTION);
  }

  /** The keys of these subjects; a subject that never had one is missing in the answer. */
  async of(subjects: Iterable<string>): Promise<Map<string, SubjectKey>> {
    const found = new Map<string, SubjectKey>();
    const unknown: string[] = [];
    for (const subject of new Set(subjects)) {
      const key = this.#cache.get(subject);
      if (key === undefined) unknown.push(subject);
      else found.set(subject, key);
    }
    if (unknown.length === 0) return found;
    const erasures = this.#erasures;
    for (const document of await this.#keys.getMany(unknown)) {
      const key = unwrap(document);
      found.set(document.id, key);
      // Read before an erasure that finished in between: usable for this answer, but not to be kept.
      if (erasures === this.#erasures) this.#cache.set(document.id, key);
    }
    return found;
  }

  /** A new key and the operation that stores it; to be remembered when the batch with the operation has been written. */
  create(subject: string): { key: Buffer; operation: Operation } {
    const key = randomBytes(KEY_BYTES);
    const wrapped = seal(deriveKey('subject-keys'), key.toString('base64'), wrappingContext(subject));
    const document = { id: subject, wrapped, createdAt: new Date().toISOString() };
    return { key, operation: { insert: COLLECTION, document } };
  }

  remember(subject: string, key: Buffer): void {
    this.#cache.set(subject, key);
  }

  /** Destroys the key. May be repeated; a subject that never had a key will not get one. */
  async erase(subject: string): Promise<void> {
    await this.#keys.upsert(subject, { $set: { erasedAt: new Date().toISOString() }, $unset: { wrapped: true } });
    this.forget(subject);
  }

  /** @returns how many keys were still wrapped with the other secret. */
  async reseal(): Promise<number> {
    let resealed = 0;
    for await (const { id, wrapped: before } of this.#keys.scan({ query: { wrapped: { $exists: true } } })) {
      const after = before === undefined ? null : reseal('subject-keys', before, wrappingContext(id));
      if (after === null) continue;
      // Only where it is still the same: an erasure in between must not be undone.
      if ((await this.#keys.updateOne({ id, wrapped: before }, { $set: { wrapped: after } })) !== null) resealed += 1;
    }
    return resealed;
  }

  /** The key was destroyed, maybe by another process: it must leave this one's memory too. */
  forget(subject: string): void {
    this.#erasures += 1;
    this.#cache.delete(subject);
  }
}

function unwrap(document: KeyDocument): SubjectKey {
  if (document.wrapped === undefined) return 'erased';
  const text = unseal(deriveKeys('subject-keys'), document.wrapped, wrappingContext(document.id));
  // Not of Buffer's pool: each key that is kept would keep 64 KB of it.
  const key = Buffer.alloc(KEY_BYTES);
  key.write(text, 'base64');
  return key;
}

/** A wrapped key copied to another subject's document does not open there. */
function wrappingContext(subject: string): string {
  return JSON.stringify(['subject-key', subject]);
}
