import { DatabaseSync } from 'node:sqlite';
import type { StoreDocument } from '../jobs/store-documents.ts';

/** The same documents in node:sqlite by hand: prepared statements, the pragmas of mixins/store/sqlite/open-database.ts. */
export function openBareStore(file: string) {
  const database = new DatabaseSync(file);
  database.exec(`
    PRAGMA journal_mode = WAL;
    PRAGMA synchronous = NORMAL;
    PRAGMA journal_size_limit = 67108864;
    PRAGMA cache_size = -8000;
    PRAGMA wal_autocheckpoint = 16000;
    PRAGMA secure_delete = ON;
    PRAGMA trusted_schema = OFF;
    PRAGMA temp_store = MEMORY;
    CREATE TABLE accounts (id TEXT PRIMARY KEY NOT NULL, version INTEGER NOT NULL, doc TEXT NOT NULL) STRICT;
    CREATE UNIQUE INDEX accounts_email ON accounts (doc->>'$.email');
    CREATE INDEX accounts_created ON accounts (doc->>'$.createdAt', id);
  `);
  const insert = database.prepare('INSERT INTO accounts (id, version, doc) VALUES (?, ?, ?)');
  const byId = database.prepare('SELECT doc FROM accounts WHERE id = ?');
  const byEmail = database.prepare("SELECT doc FROM accounts WHERE doc->>'$.email' = ?");
  const newest = database.prepare(
    "SELECT doc FROM accounts WHERE doc->>'$.status' = ? ORDER BY doc->>'$.createdAt' DESC, id DESC LIMIT ?",
  );
  const parse = (row: { doc?: unknown } | undefined): StoreDocument => JSON.parse(String(row?.doc));
  return {
    insert: (document: StoreDocument) => void insert.run(document.id, 1, JSON.stringify({ ...document, version: 1 })),
    get: (id: string) => parse(byId.get(id)),
    findByEmail: (email: string) => parse(byEmail.get(email)),
    newest: (status: string, limit: number) => newest.all(status, limit).map(parse),
    close: () => database.close(),
  };
}
