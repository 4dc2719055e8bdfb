import { writeSync } from 'node:fs';
import { SqliteStore } from '../sqlite-store.ts';

/** Opens the database named on the command line, writes to it and says how that went. */
const store = new SqliteStore(process.argv[2] ?? '', { collections: [{ name: 'things' }], migrations: [] });
try {
  await store.open();
  await store.collection('things').insert({ id: 'child' });
  writeSync(1, 'It was opened and written.');
} catch (error) {
  writeSync(1, `${(error as Error).name}: ${(error as Error).message}`);
}
