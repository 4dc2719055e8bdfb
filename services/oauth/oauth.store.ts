import type { CollectionDefinition, Store } from '../../mixins/store/store.types.ts';
import { signingKeysCollection, signingKeysStore } from './keys/signing-keys.store.ts';
import { knownNetworksCollection, knownNetworksStore } from './login/known-networks.store.ts';
import { sessionCollections, sessionsStore } from './sessions/sessions.store.ts';

export const oauthCollections: CollectionDefinition[] = [
  ...sessionCollections,
  signingKeysCollection,
  knownNetworksCollection,
];

export function oauthStore(store: Store) {
  return {
    sessions: sessionsStore(store),
    signingKeys: signingKeysStore(store),
    knownNetworks: knownNetworksStore(store),
  };
}

export type OAuthStore = ReturnType<typeof oauthStore>;
