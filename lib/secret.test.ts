import { mkdirSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from '@jest/globals';

const folder = mkdtempSync(join(tmpdir(), 'site11-secret-'));
process.env.DATA_DIR = folder;
const { deriveKey } = await import('./secret.ts');

afterAll(() => rmSync(folder, { recursive: true }));

test('A process makes its secret beside one of another container with the same process id', () => {
  mkdirSync(join(folder, `secret.${process.pid}`));
  expect(deriveKey('test')).toHaveLength(32);
  expect(readdirSync(folder).sort()).toEqual(['secret', `secret.${process.pid}`]);
  expect(statSync(join(folder, 'secret')).mode & 0o777).toBe(0o600);
});
