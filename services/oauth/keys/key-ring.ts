import { commonErrors } from '../../../lib/errors.ts';
import type { Signer } from '../tokens/access-token.ts';
import { openPrivateKey } from './generate-signing-key.ts';
import { isPublished, type PublicJwk, type SigningKey } from './signing-key.ts';
import type { SigningKeysStore } from './signing-keys.store.ts';

/** The keys in memory: opening a private key costs more than signing with it. */
export class KeyRing {
  readonly #store: SigningKeysStore;
  #keys: SigningKey[] = [];
  #signer: Signer | undefined;

  constructor(store: SigningKeysStore) {
    this.#store = store;
  }

  /** Reads the keys again. @throws when the current one cannot be opened with this installation's secret. */
  async reload(): Promise<void> {
    const keys = await this.#store.all();
    const current = keys.find((key) => key.state === 'current');
    if (current?.sealedPrivateJwk && current.id !== this.#signer?.kid) {
      this.#signer = { kid: current.id, privateKey: openPrivateKey(current.id, current.sealedPrivateJwk) };
    }
    this.#keys = keys;
  }

  signer(): Signer {
    if (this.#signer === undefined) throw commonErrors.unavailable({ retryAfter: 1 });
    return this.#signer;
  }

  published(): PublicJwk[] {
    const now = Date.now();
    return this.#keys.filter((key) => isPublished(key, now)).map((key) => key.publicJwk);
  }
}
