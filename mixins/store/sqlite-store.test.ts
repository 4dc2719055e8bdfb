import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from '@jest/globals';
import { SqliteStore } from './sqlite/sqlite-store.ts';
import { describeStore } from './store.suite.ts';

const folder = mkdtempSync(join(tmpdir(), 'site11-store-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describeStore('SQLite', async (database, { collections, migrations = [] }) => {
  const store = new SqliteStore(join(folder, database, 'test.sqlite'), { collections, migrations });
  await store.open();
  return { store, close: () => store.close() };
});
