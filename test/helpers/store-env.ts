import { createHash } from 'node:crypto';
import { findTool, remedyFor } from './find-tool.ts';
import { type MongoServer, startMongo } from './mongo-server.ts';

let server: Promise<MongoServer> | undefined;

/**
 * What a process of the tests needs to keep its data where TEST_STORE says: `TEST_STORE=mongo npm test -- services` runs the
 * suites over the server in MONGO_URL, or one of the test file's own, each data folder under a namespace of its own. Without it:
 * SQLite.
 */
export async function storeEnv(dataDir: string): Promise<Record<string, string>> {
  if (process.env.TEST_STORE !== 'mongo') return {};
  const found = findTool('mongo');
  if (found === undefined) throw new Error(`TEST_STORE=mongo needs a server: ${remedyFor('mongo')}`);
  server ??= startMongo(found);
  const name = createHash('sha256').update(dataDir).digest('hex').slice(0, 12);
  return { MONGO_URL: (await server).url, NAMESPACE: `test-${name}` };
}
