import { MongoStore } from '../mongo-store.ts';
import { pairs } from './pairs.ts';

/** Says that a batch begins which takes a while and touches what others want, and then that it is stored. */
const [database = '', size = '1000'] = process.argv.slice(2);
const store = new MongoStore(database, { collections: pairs, migrations: [] });
await store.open(() => {});
// Makes the session that is used.
await store.batch([{ upsert: 'lefts', id: 'last', changes: { $set: { by: 'nobody' } } }]);
process.stdout.write('begins\n');
const inserts = Array.from({ length: Number(size) }, (_, n) => ({ insert: 'rights', document: { id: `long-${n}` } }));
await store.batch([{ upsert: 'lefts', id: 'last', changes: { $inc: { times: 1 } } }, ...inserts]);
process.stdout.write('stored\n');
await store.close();
