import { createHash } from 'node:crypto';

/**
 * What a process of the tests needs to keep its data where TEST_STORE says: `TEST_STORE=mongo MONGO_URL=… npm test -- services`
 * runs the suites over MongoDB, each data folder under a namespace of its own. Without it: SQLite.
 */
export function storeEnv(dataDir: string): Record<string, string> {
  const url = process.env.MONGO_URL;
  if (process.env.TEST_STORE !== 'mongo' || url === undefined) return {};
  const name = createHash('sha256').update(dataDir).digest('hex').slice(0, 12);
  return { MONGO_URL: url, NAMESPACE: `test-${name}` };
}
