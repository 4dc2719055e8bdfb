import { describe } from '@jest/globals';
import { aggregatesSuite } from './suite/aggregates.suite.ts';
import { batchesSuite } from './suite/batches.suite.ts';
import { changesSuite } from './suite/changes.suite.ts';
import { documentsSuite } from './suite/documents.suite.ts';
import { expirySuite } from './suite/expiry.suite.ts';
import { filtersSuite } from './suite/filters.suite.ts';
import { indexesSuite } from './suite/indexes.suite.ts';
import { injectionSuite } from './suite/injection.suite.ts';
import { migrationsSuite } from './suite/migrations.suite.ts';
import { pagingSuite } from './suite/paging.suite.ts';
import { racesSuite } from './suite/races.suite.ts';
import { randomSuite } from './suite/random.suite.ts';
import type { OpenStore } from './suite/suite-store.ts';

/** What every store does alike: runs unchanged against each database. */
export function describeStore(name: string, open: OpenStore): void {
  describe(`${name}: documents`, () => documentsSuite(open));
  describe(`${name}: changes`, () => changesSuite(open));
  describe(`${name}: filters`, () => filtersSuite(open));
  describe(`${name}: injection`, () => injectionSuite(open));
  describe(`${name}: random filters and orders`, () => randomSuite(open));
  describe(`${name}: pages and scans`, () => pagingSuite(open));
  describe(`${name}: aggregates`, () => aggregatesSuite(open));
  describe(`${name}: indexes`, () => indexesSuite(open));
  describe(`${name}: expiry`, () => expirySuite(open));
  describe(`${name}: batches`, () => batchesSuite(open));
  describe(`${name}: races`, () => racesSuite(open));
  describe(`${name}: migrations`, () => migrationsSuite(open));
}
