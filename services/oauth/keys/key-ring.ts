import { commonErrors } from '../../../lib/errors.ts';
import type { Signer } from '../tokens/access-token.ts';
import { openPrivateKey } from './generate-signing-key.ts';
import type { SigningKeysStore } from './signing-keys.store.ts';

/** The key that signs, in memory: opening a private key costs more than signing with it. */
export class KeyRing {
  readonly #store: SigningKeysStore;
  #signer: Signer | undefined;

  constructor(store: SigningKeysStore) {
    this.#store = store;
  }

  /** Looks which key is current now. @throws when it cannot be opened with this installation's secret. */
  async reload(): Promise<void> {
    const current = (await this.#store.all()).find((key) => key.state === 'current');
    if (current?.sealedPrivateJwk === undefined || current.id === this.#signer?.kid) return;
    this.#signer = { kid: current.id, privateKey: openPrivateKey(current.id, current.sealedPrivateJwk) };
  }

  /** May be one that another process has just retired: what it signs is still verified, its key stays published. */
  signer(): Signer {
    if (this.#signer === undefined) throw commonErrors.unavailable({ retryAfter: 1 });
    return this.#signer;
  }
}
