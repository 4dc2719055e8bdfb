import { cpSync, mkdirSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { codeBlocks } from './helpers/code-blocks.ts';
import { startProcess } from './helpers/server-process.ts';
import { type Site, startSite } from './helpers/site.ts';
import { temporaryFolder } from './helpers/temporary-folder.ts';

const root = join(import.meta.dirname, '..');
const modules = join(root, 'node_modules');
const files = codeBlocks('docs/add-a-service.md').filter(({ file }) => file !== undefined);
let copy: string;

beforeAll(() => {
  copy = temporaryFolder();
  const left = new Set(['node_modules', '.git', '.cache', 'data', 'backups', 'coverage']);
  for (const name of readdirSync(root)) {
    if (!left.has(name)) cpSync(join(root, name), join(copy, name), { recursive: true });
  }
  symlinkSync(modules, join(copy, 'node_modules'));
  for (const { file = '', code } of files) {
    mkdirSync(dirname(join(copy, file)), { recursive: true });
    writeFileSync(join(copy, file), code);
  }
});

async function run(args: string[]): Promise<[number | null, string]> {
  const node = startProcess([process.execPath, ...args], {}, { folder: copy });
  const { code } = await node.exited;
  return [code, node.log()];
}

describe('docs/add-a-service.md, followed to the letter', () => {
  let site: Site;
  let token: string;

  beforeAll(async () => {
    site = await startSite({ folder: copy });
    token = await site.adminToken();
  }, 60_000);

  test('adds files to one new folder only', () => {
    expect(files.length).toBeGreaterThan(8);
    expect(files.filter(({ file }) => !file?.startsWith('services/bookmarks/'))).toEqual([]);
  });

  test('gives a service that is routed and validated', async () => {
    const { status, body } = await site.request('POST', '/api/v1/bookmarks', {
      token,
      body: { url: 'javascript:alert(1)', title: '', tag: 'x' },
    });
    expect([status, body.code]).toEqual([422, 'common.invalid']);
    expect((await site.request('GET', '/api/v1/bookmarks')).status).toBe(401);
    expect((await site.request('GET', '/api/v1/bookmarks', { token })).status).toBe(200);
  });

  test('documented in OpenAPI', async () => {
    const { body } = await site.request<{ paths: Record<string, object> }>('GET', '/api/v1/openapi.json');
    expect(Object.keys(body.paths)).toEqual(expect.arrayContaining(['/api/v1/bookmarks', '/api/v1/bookmarks/{id}']));
    expect(JSON.stringify(body.paths['/api/v1/bookmarks'])).toContain('bookmarks.alreadyThere');
  });

  test('health-checked and in the registry that the admin page shows', async () => {
    const health = await site.request('GET', '/health');
    expect(health.body).toMatchObject({ services: { bookmarks: { status: 'ok' } } });
    const registry = await site.request<{ data: object[] }>('GET', '/api/v1/registry/services', { token });
    expect(registry.body.data).toContainEqual(
      expect.objectContaining({ name: 'bookmarks', available: true, actions: expect.any(Number) }),
    );
    const permissions = await site.request<{ data: object[] }>('GET', '/api/v1/permissions', { token });
    expect(JSON.stringify(permissions.body)).toContain('bookmarks:write');
  });

  test('whose own test passes', async () => {
    const jest = ['--experimental-vm-modules', join(modules, 'jest/bin/jest.js'), 'services/bookmarks'];
    expect(await run(jest)).toEqual([0, expect.stringContaining('3 passed, 0 failed')]);
  }, 90_000);

  test('and that the linter, the compiler and the rules of the architecture accept', async () => {
    const linted = startProcess([join(modules, '.bin/biome'), 'check', 'services/bookmarks'], {}, { folder: copy });
    expect([(await linted.exited).code, linted.log()]).toEqual([0, expect.any(String)]);
    const [, compiled] = await run([join(modules, 'typescript/bin/tsc'), '--noEmit']);
    expect(compiled.split('\n').filter((line) => line.startsWith('services/bookmarks'))).toEqual([]);
    const jest = [
      '--experimental-vm-modules',
      join(modules, 'jest/bin/jest.js'),
      'test/architecture',
      '-t',
      'bookmarks',
    ];
    expect(await run(jest)).toEqual([0, expect.stringContaining('0 failed')]);
  }, 240_000);
});
