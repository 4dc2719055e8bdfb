import { MongoClient } from 'mongodb';
import type { Account, AccountPage, Role, RolePage } from './accounts.schema.ts';
import { cursorAfter } from './cursor.ts';

type Stored<T> = Omit<T, 'id'> & { _id: string };

/** The same records through MongoDB's own driver and nothing in between. */
export async function openAccountsInMongo(
  { url, database: name }: { url: string; database: string },
  { accounts, roles }: { accounts: Account[]; roles: Role[] },
) {
  const database = new MongoClient(url).db(name);
  const stored = database.collection<Stored<Account>>('accounts');
  const storedRoles = database.collection<Stored<Role>>('roles');
  await stored.createIndex({ createdAt: -1, _id: -1, status: 1 });
  await stored.insertMany(accounts.map(toStored));
  await storedRoles.insertMany(roles.map(toStored));
  return {
    async find(id: string): Promise<Account | null> {
      const found = await stored.findOne({ _id: id });
      return found === null ? null : (fromStored(found) as Account);
    },
    async page(limit: number): Promise<AccountPage> {
      const found = await stored
        .find({ status: { $ne: 'deleted' } })
        .sort({ createdAt: -1, _id: -1 })
        .limit(limit + 1)
        .toArray();
      const data = found.slice(0, limit).map((document) => fromStored(document) as Account);
      const last = found.length > limit ? data.at(-1) : undefined;
      return { data, meta: { nextCursor: last === undefined ? null : cursorAfter(last) } };
    },
    async roles(limit: number): Promise<RolePage> {
      const found = await storedRoles
        .find()
        .sort({ _id: 1 })
        .limit(limit + 1)
        .toArray();
      const data = found.slice(0, limit).map((document) => fromStored(document) as Role);
      return { data, meta: { nextCursor: found.length > limit ? (data.at(-1)?.id ?? null) : null } };
    },
  };
}

function toStored<T extends { id: string }>({ id, ...rest }: T): Stored<T> {
  return { _id: id, ...rest };
}

function fromStored<T extends { id: string }>({ _id, ...rest }: Stored<T>) {
  return { id: _id, ...rest };
}
