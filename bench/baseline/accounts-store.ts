import { DatabaseSync } from 'node:sqlite';
import type { Account, AccountPage, Role, RolePage } from './accounts.schema.ts';
import { cursorAfter } from './cursor.ts';

/** Records as JSON documents in SQLite, as the site keeps them, with prepared statements and nothing in between. */
export function openAccounts(file: string, { accounts, roles }: { accounts: Account[]; roles: Role[] }) {
  const database = new DatabaseSync(file);
  database.exec(`
    PRAGMA journal_mode = WAL;
    PRAGMA synchronous = NORMAL;
    CREATE TABLE accounts (id TEXT PRIMARY KEY, document TEXT NOT NULL) WITHOUT ROWID;
    CREATE INDEX accounts_created ON accounts (json_extract(document, '$.createdAt'), id, json_extract(document, '$.status'));
    CREATE TABLE roles (id TEXT PRIMARY KEY, document TEXT NOT NULL) WITHOUT ROWID;
    BEGIN;
  `);
  const insert = database.prepare('INSERT INTO accounts (id, document) VALUES (?, ?)');
  for (const account of accounts) insert.run(account.id, JSON.stringify(account));
  const insertRole = database.prepare('INSERT INTO roles (id, document) VALUES (?, ?)');
  for (const role of roles) insertRole.run(role.id, JSON.stringify(role));
  database.exec('COMMIT');

  const byId = database.prepare('SELECT document FROM accounts WHERE id = ?');
  const newest = database.prepare(`
    SELECT document FROM accounts WHERE json_extract(document, '$.status') <> 'deleted'
    ORDER BY json_extract(document, '$.createdAt') DESC, id DESC LIMIT ?
  `);
  const allRoles = database.prepare('SELECT document FROM roles ORDER BY id LIMIT ?');
  return {
    find(id: string): Account | null {
      const row = byId.get(id);
      return row === undefined ? null : (JSON.parse(row.document as string) as Account);
    },
    /** One more is read than answered, to know whether there is another page. */
    page(limit: number): AccountPage {
      const found = newest.all(limit + 1).map((row) => JSON.parse(row.document as string) as Account);
      const data = found.slice(0, limit);
      const last = found.length > limit ? data.at(-1) : undefined;
      return { data, meta: { nextCursor: last === undefined ? null : cursorAfter(last) } };
    },
    roles(limit: number): RolePage {
      const found = allRoles.all(limit + 1).map((row) => JSON.parse(row.document as string) as Role);
      const data = found.slice(0, limit);
      return { data, meta: { nextCursor: found.length > limit ? (data.at(-1)?.id ?? null) : null } };
    },
  };
}
