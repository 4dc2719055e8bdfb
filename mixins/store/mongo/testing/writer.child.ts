import { newId } from '../../../../lib/ids.ts';
import { MongoStore } from '../mongo-store.ts';
import { pairs } from './pairs.ts';

/** Writes pairs into the database named on the command line until it is killed, and says which are there. */
const store = new MongoStore(process.argv[2] as string, { collections: pairs, migrations: [] });
await store.open(() => {});
for (;;) {
  const id = newId();
  await store.batch([
    { insert: 'lefts', document: { id } },
    { upsert: 'lefts', id: 'last', changes: { $set: { pair: id } } },
    { insert: 'rights', document: { id } },
    { upsert: 'rights', id: 'last', changes: { $set: { pair: id } } },
  ]);
  await new Promise((resolve) => process.stdout.write(`${id}\n`, resolve));
}
