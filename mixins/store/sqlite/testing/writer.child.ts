import { setTimeout as delay } from 'node:timers/promises';
import { SqliteStore } from '../sqlite-store.ts';

/**
 * Writes to the database named on the command line until it has written as often as told, or is killed; as fast as it can, or with a
 * pause of so many milliseconds. Says what was acknowledged: one line with the id for each write, before the next begins.
 */
const [file = '', name = '', times = 'Infinity', pause] = process.argv.slice(2);
const collections = [
  { name: 'log', indexes: [{ fields: ['position'], unique: true }] },
  { name: 'twins' },
  { name: 'counters' },
];
const store = new SqliteStore(file, { collections, migrations: [] });
await store.open();
for (let turn = 0; turn < Number(times); turn++) {
  const id = `${name}-${turn}`;
  await store.batch([
    { insert: 'log', document: { id, by: name }, sequence: { field: 'position', name: 'log' } },
    { insert: 'twins', document: { id, by: name } },
    { upsert: 'counters', id: 'all', changes: { $inc: { n: 1 } } },
  ]);
  await store.collection('counters').upsert(name, { $inc: { n: 1 } });
  // Not writeSync: a pipe that is full for a moment makes that fail.
  await new Promise((resolve) => process.stdout.write(`${id}\n`, resolve));
  if (pause !== undefined) await delay(Number(pause));
}
await store.close();
