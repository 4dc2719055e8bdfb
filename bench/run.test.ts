import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { temporaryFolder } from '../test/helpers/temporary-folder.ts';
import type { Measure } from './report/measure.ts';

function bench(...args: string[]) {
  return spawnSync(process.execPath, [join(import.meta.dirname, 'run.ts'), ...args], { encoding: 'utf8' });
}

test('prints the ratios with their aims and writes every sample', () => {
  const file = join(temporaryFolder(), 'bench.json');
  const { status, stdout, stderr } = bench('--quick', '--only', 'store', '--json', file);
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  expect(stdout).toMatch(/^ {2}find by id +[\d,]+ +[\d,]+ +\d+\.\d\d +ratio >= 0\.7 +[✓✗]$/m);
  const { measures } = JSON.parse(readFileSync(file, 'utf8')) as { measures: Measure[] };
  expect(measures.map(({ name, site, baseline }) => [name, site.length, baseline.length])).toContainEqual([
    'insert',
    3,
    3,
  ]);
});

test('says what it takes when it is not understood', () => {
  for (const args of [['--only', 'everything'], ['everything']]) {
    const { status, stderr } = bench(...args);
    expect(status).toBe(2);
    expect(stderr).toContain('--only takes http, start, store, cluster, cluster-mongo, not "everything".');
  }
});
