import type { CollectionDefinition, Document, Store } from '../../../mixins/store/store.types.ts';

/** A network from which an account logged in lately. The id is the digest of the two: the address itself is not kept. */
interface KnownNetwork extends Document {
  userId: string;
  expiresAt: string;
}

export const knownNetworksCollection: CollectionDefinition = {
  name: 'known_networks',
  indexes: [{ fields: ['userId'] }],
  expires: 'expiresAt',
};

const REMEMBERED = 30 * 86_400_000;

export function knownNetworksStore(store: Store) {
  const networks = store.collection<KnownNetwork>(knownNetworksCollection.name);
  return {
    async isKnown(pair: string): Promise<boolean> {
      const known = await networks.get(pair);
      return known !== null && Date.parse(known.expiresAt) > Date.now();
    },
    async remember(pair: string, userId: string): Promise<void> {
      await networks.upsert(pair, { $set: { userId, expiresAt: new Date(Date.now() + REMEMBERED).toISOString() } });
    },
    async forgetAllOf(userId: string): Promise<void> {
      await networks.removeMany({ userId });
    },
  };
}
