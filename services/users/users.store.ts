import type { PageRequest } from '../../lib/list-query.ts';
import type { CollectionDefinition, Document, Operation, Store } from '../../mixins/store/store.types.ts';
import { accountSchema } from './account.schema.ts';
import { type AccountState, accountAggregate } from './domain/account.ts';
import { GUARDS } from './domain/guards.ts';
import { type RoleState, roleAggregate } from './domain/role.ts';

interface Credential extends Document {
  hash: string;
}

interface Guard extends Document {
  count: number;
}

interface SetupLink extends Document {
  nonce: string;
  offeredAt: string;
}

const CREDENTIALS = 'credentials';
const SETUP = 'setup';
const SETUP_LINK = 'link';

export const usersCollections: readonly CollectionDefinition[] = [
  {
    name: accountAggregate.collection,
    indexes: [
      // Of parallel registrations of one address this index lets one through.
      { fields: ['email'], unique: true },
      // With the status behind the id, a page of a sorted list leaves out deleted accounts without reading them.
      { fields: ['createdAt', 'id', 'status'] },
      { fields: ['updatedAt', 'id', 'status'] },
      { fields: ['name', 'id', 'status'] },
      { fields: ['status', 'createdAt'] },
      { fields: ['status', 'deletedAt'] },
    ],
  },
  { name: roleAggregate.collection, indexes: [{ fields: ['createdAt'] }, { fields: ['updatedAt'] }] },
  { name: CREDENTIALS },
  { name: GUARDS },
  { name: SETUP },
];

/** The only door to this service's database beside its event store. */
export function usersStore(store: Store) {
  const accounts = store.collection<AccountState>(accountAggregate.collection);
  const roles = store.collection<RoleState>(roleAggregate.collection);
  const credentials = store.collection<Credential>(CREDENTIALS);
  const guards = store.collection<Guard>(GUARDS);
  const setup = store.collection<SetupLink>(SETUP);
  return {
    account: (id: string) => accounts.get(id),
    accountByEmail: (email: string) => accounts.findOne({ email }),
    accountsByIds: (ids: readonly string[]) => accounts.getMany(ids),
    accountPages: {
      page: (request: PageRequest) => accounts.page(request),
      count: (request: Pick<PageRequest, 'query' | 'search'>) => accounts.count(request),
    },
    /** Without the deleted ones. */
    presentAccountPages: {
      // Excluding one status leaves the index of the sort key to be walked; naming the others, each by itself, lets an index count.
      page: ({ query, ...request }: PageRequest) =>
        accounts.page({ ...request, query: { $and: [query, { status: { $ne: 'deleted' } }] } }),
      count: ({ query, search }: Pick<PageRequest, 'query' | 'search'>) =>
        accounts.count({ query: { $and: [query, { $or: [{ status: 'active' }, { status: 'disabled' }] }] }, search }),
    },
    /** Oldest first, only what an account shows: what else is stored of it is not even read. */
    allAccounts: (query: Record<string, unknown>, { withDeleted }: { withDeleted: boolean }) =>
      accounts.scan({
        query: withDeleted ? query : { $and: [query, { status: { $ne: 'deleted' } }] },
        fields: Object.keys(accountSchema.properties),
      }),
    accountsByStatus: async () => {
      const groups = await accounts.aggregate({ groupBy: ['status'], measures: { count: { count: true } } });
      return new Map(groups.map(({ status, count }) => [String(status), Number(count)]));
    },
    accountsDeletedBefore: (time: string, limit: number) =>
      accounts.find({ query: { status: 'deleted', deletedAt: { $lt: time } }, sort: ['deletedAt'], limit }),

    role: (id: string) => roles.get(id),
    rolesByIds: (ids: readonly string[]) => roles.getMany(ids),
    allRoles: () => roles.find(),
    rolePages: {
      page: (request: PageRequest) => roles.page(request),
      count: (request: Pick<PageRequest, 'query' | 'search'>) => roles.count(request),
    },

    guardCount: async (id: string) => (await guards.get(id))?.count ?? 0,

    passwordHash: async (accountId: string) => (await credentials.get(accountId))?.hash ?? null,
    /** Takes the place of a hash of the same password; a password set in between stays. */
    upgradeHash: (accountId: string, from: string, to: string) =>
      credentials.updateOne({ id: accountId, hash: from }, { $set: { hash: to } }),

    /** The nonce behind the set-up link, made by whichever process asks first. */
    setupNonce: async (fresh: string) => {
      const offeredAt = new Date().toISOString();
      return (await setup.upsert(SETUP_LINK, { $set: { offeredAt } }, { nonce: fresh })).nonce;
    },
    storedSetupNonce: async () => (await setup.get(SETUP_LINK))?.nonce ?? null,
  };
}

export type UsersStore = ReturnType<typeof usersStore>;

/** Parts of a batch: what has to be written together with the events. */
export const writes = {
  setPassword: (accountId: string, hash: string): Operation => ({
    upsert: CREDENTIALS,
    id: accountId,
    changes: { $set: { hash } },
  }),
  /** Fails when the password is another one by now. */
  replacePassword: (accountId: string, from: string, hash: string): Operation => ({
    update: CREDENTIALS,
    query: { id: accountId, hash: from },
    changes: { $set: { hash } },
  }),
  removePassword: (accountId: string): Operation => ({ remove: CREDENTIALS, query: { id: accountId }, optional: true }),
  addGuard: (id: string): Operation => ({ insert: GUARDS, document: { id, count: 0 } }),
  /** Fails while it counts anything. */
  removeGuard: (id: string): Operation => ({ remove: GUARDS, query: { id, count: 0 } }),
  /** Fails for all but one of those who use the set-up link at the same time. */
  spendSetupLink: (nonce: string): Operation => ({ remove: SETUP, query: { id: SETUP_LINK, nonce } }),
  dropSetupLink: (): Operation => ({ remove: SETUP, query: { id: SETUP_LINK }, optional: true }),
};
