import { afterAll, beforeAll } from '@jest/globals';
import { env } from '../../lib/env.ts';
import { isUrl, type MongoServer, startMongo } from '../../test/helpers/mongo-server.ts';
import { describeWith } from '../../test/helpers/require-tool.ts';
import { MongoStore } from './mongo/mongo-store.ts';
import { describeStore } from './store.suite.ts';
import type { CollectionDefinition } from './store.types.ts';

describeWith('mongo', 'A store in MongoDB', (found) => {
  let server: MongoServer;
  beforeAll(async () => {
    server = await startMongo(found);
    env.MONGO_URL = server.url;
  });
  afterAll(() => server.stop());

  describeStore('MongoDB', async (database, { collections, migrations = [] }) => {
    const store = new MongoStore(database, {
      collections: isUrl(found) ? collections : collections.map(withoutTinyNumbers),
      migrations,
    });
    await store.open(() => {});
    return { store, close: () => store.close() };
  });
});

/** SecantusDB (0.7.0b3) sorts numbers nearer to 0 than 1e-290 wrongly in an index; MongoDB does not, nor does it without one. */
function withoutTinyNumbers(definition: CollectionDefinition): CollectionDefinition {
  return { ...definition, indexes: definition.indexes?.filter(({ fields }) => fields[0] !== 'indexed') };
}
