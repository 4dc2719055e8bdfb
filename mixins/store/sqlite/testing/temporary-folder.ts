import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { CollectionDefinition, Migration } from '../../store.types.ts';
import { SqliteStore } from '../sqlite-store.ts';

export interface TemporaryFolder extends AsyncDisposable {
  folder: string;
  /** Where a database may be. */
  file: string;
  /** Opens the database; it is closed with the folder. */
  open(collections?: readonly CollectionDefinition[], migrations?: readonly Migration[]): Promise<SqliteStore>;
}

/** A folder that goes with the test. */
export function temporaryFolder(): TemporaryFolder {
  const folder = mkdtempSync(join(tmpdir(), 'site11-sqlite-'));
  const file = join(folder, 'test_db', 'test.sqlite');
  const stores: SqliteStore[] = [];
  return {
    folder,
    file,
    async open(collections = [{ name: 'things' }], migrations = []) {
      const store = new SqliteStore(file, { collections, migrations });
      await store.open();
      stores.push(store);
      return store;
    },
    async [Symbol.asyncDispose]() {
      for (const store of stores) await store.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
