import type { CollectionDefinition, Store } from '../../../mixins/store/store.types.ts';
import { won } from '../lost-race.ts';
import { publishedUntil, type SigningKey } from './signing-key.ts';

/** Unique on the state: of processes that start or rotate together one makes the key, the others find it. */
export const signingKeysCollection: CollectionDefinition = {
  name: 'keys',
  indexes: [
    { fields: ['state'], unique: true, where: { state: 'current' } },
    { fields: ['state'], unique: true, where: { state: 'next' } },
  ],
  expires: 'removeAt',
};

export function signingKeysStore(store: Store) {
  const keys = store.collection<SigningKey>(signingKeysCollection.name);
  return {
    all: () => keys.find({ sort: ['createdAt'] }),

    /** False when another process was faster. */
    insert: (key: SigningKey) => won(keys.insert(key)),

    /** False when it was changed meanwhile: a retired key does not get its private half back. */
    reseal: async (id: string, before: string, after: string) =>
      (await keys.updateOne({ id, sealedPrivateJwk: before }, { $set: { sealedPrivateJwk: after } })) !== null,

    /** Takes the next key into use where there is no current one. */
    activate: (nextId: string) => won(keys.updateOne({ id: nextId, state: 'next' }, { $set: activation(Date.now()) })),

    /** Next becomes current and current retires, both or none; false when another process has done it. */
    promote(currentId: string, nextId: string): Promise<boolean> {
      const now = Date.now();
      const retirement = { state: 'retiring', retiredAt: new Date(now).toISOString(), removeAt: publishedUntil(now) };
      return won(
        store.batch([
          {
            update: keys.name,
            query: { id: currentId, state: 'current' },
            changes: { $set: retirement, $unset: { sealedPrivateJwk: true } },
          },
          { update: keys.name, query: { id: nextId, state: 'next' }, changes: { $set: activation(now) } },
        ]),
      );
    },
  };
}

function activation(now: number) {
  return { state: 'current', activatedAt: new Date(now).toISOString() };
}

export type SigningKeysStore = ReturnType<typeof signingKeysStore>;
