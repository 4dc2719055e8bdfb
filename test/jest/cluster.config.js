import { resolve } from 'node:path';
import base from '../../jest.config.js';
import { findTool, remedyFor } from '../helpers/find-tool.ts';

// `npm run test:cluster`: every suite that starts a site, on 2 Consoles, 2 users and 1 oauth over Redis, on both stores.
process.env.TEST_TOPOLOGY = 'cluster';

const rootDir = resolve(import.meta.dirname, '../..');
const { reporters, maxWorkers, ...suites } = {
  ...base,
  rootDir,
  // They choose their processes and databases themselves in every run, or are about an editor or a browser.
  testPathIgnorePatterns: ['<rootDir>/(test/(cluster|deploy|mongo|store-move|add-a-service)|web/)', '/node_modules/'],
};

const projects = [{ ...suites, displayName: 'SQLite' }];
if (process.env.MONGO_URL || findTool('mongo')) {
  projects.push({ ...suites, displayName: 'MongoDB', setupFiles: ['<rootDir>/test/jest/mongo-store.js'] });
} else {
  console.log(`Not over MongoDB, which needs a server: ${remedyFor('mongo')}`);
}

export default { rootDir, reporters, maxWorkers, projects };
