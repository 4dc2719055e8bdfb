import { createHash } from 'node:crypto';
import type { Store } from '../../mixins/store/store.types.ts';

export interface Fingerprint {
  count: number;
  hash: string;
}

/** Count and SHA-256 of all documents of a collection in order of their ids, however the database orders their fields. */
export async function fingerprint(store: Store, collection: string): Promise<Fingerprint> {
  const hash = createHash('sha256');
  let count = 0;
  for await (const document of store.collection(collection).scan()) {
    const fields = Object.entries(document).sort(([a], [b]) => (a < b ? -1 : 1));
    hash.update(`${JSON.stringify(fields)}\n`);
    count++;
  }
  return { count, hash: hash.digest('hex') };
}
