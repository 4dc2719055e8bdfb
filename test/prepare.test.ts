import { cpSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { beforeEach, describe, expect, test } from '@jest/globals';
import { startProcess } from './helpers/server-process.ts';
import { temporaryFolder } from './helpers/temporary-folder.ts';

const scripts = join(import.meta.dirname, '../scripts');
const npm = { npm_config_user_agent: 'npm/10.8.2 node/v20.20.2 linux x64', npm_lifecycle_event: 'pretest' };
let clone: string;

/** A clone with one package, installed, and no admin page. */
beforeEach(() => {
  clone = temporaryFolder();
  for (const name of ['prepare.mjs', 'prepare', 'compile.ts', 'start-command.ts'])
    cpSync(join(scripts, name), join(clone, 'scripts', name), { recursive: true });
  lock('package-lock.json', { '': {}, 'node_modules/a': { version: '1.0.0' } });
  lock('node_modules/.package-lock.json', { 'node_modules/a': { version: '1.0.0' } });
});

function write(file: string, text: string): void {
  mkdirSync(dirname(join(clone, file)), { recursive: true });
  writeFileSync(join(clone, file), text);
}

function lock(file: string, packages: Record<string, object>): void {
  write(file, JSON.stringify({ packages }));
}

/** A stand-in for npm or Vite: what they print and do is what matters here. */
function program(file: string, code: string): string {
  write(file, code);
  return join(clone, file);
}

async function prepare(env: Record<string, string> = {}): Promise<[number | null, string]> {
  const command = [process.execPath, join(clone, 'scripts/prepare.mjs')];
  const script = startProcess(command, { ...npm, ...env }, { folder: clone });
  const { code } = await script.exited;
  return [code, script.log()];
}

describe('before npm start and npm test', () => {
  test('nothing is said or done when everything is there', async () => {
    expect(await prepare()).toEqual([0, '']);
  });

  test('packages of other versions are installed, with npm ci', async () => {
    lock('package-lock.json', { '': {}, 'node_modules/a': { version: '1.0.1' } });
    const fake = program('npm.cjs', `require('fs').writeFileSync('ran', process.argv.slice(2).join(' '))`);
    const [code, log] = await prepare({ npm_execpath: fake });
    expect([code, log]).toEqual([0, expect.stringContaining('Installed.')]);
    expect(readFileSync(join(clone, 'ran'), 'utf8')).toMatch(/^ci --ignore-scripts --no-audit --no-fund/);
  });

  test('an optional package of another platform is not missed', async () => {
    lock('package-lock.json', {
      'node_modules/a': { version: '1.0.0' },
      'node_modules/b': { version: '1', optional: true },
    });
    expect(await prepare()).toEqual([0, '']);
  });

  test('the start does without the packages of development, the tests do not', async () => {
    lock('package-lock.json', {
      'node_modules/a': { version: '1.0.0' },
      'node_modules/b': { version: '1', dev: true },
    });
    expect(await prepare({ npm_lifecycle_event: 'prestart' })).toEqual([0, '']);
    expect(await prepare({ npm_execpath: program('npm.cjs', 'process.exit(1)') })).toEqual([1, expect.any(String)]);
  });

  test('the program is compiled once for the flags that it is started with', async () => {
    const start = (flag: string) =>
      write('package.json', JSON.stringify({ scripts: { start: `node ${flag} start.mjs` } }));
    program(
      'start.mjs',
      `process.on('SIGTERM', () => process.exit(0)); setInterval(() => {}, 1000); console.log('site11 is ready');`,
    );
    start('--no-maglev');
    expect(await prepare()).toEqual([0, expect.stringContaining('The program is compiled.')]);
    expect(await prepare()).toEqual([0, '']);
    start('--no-opt');
    expect(await prepare()).toEqual([0, expect.stringContaining('The program is compiled.')]);
  });

  test('a program that cannot be compiled ahead is started all the same', async () => {
    write('package.json', JSON.stringify({ scripts: { start: 'node start.mjs' } }));
    program('start.mjs', 'process.exit(1)');
    expect(await prepare()).toEqual([0, expect.stringContaining('it is compiled as it runs')]);
  });

  test.each([
    ['without a network', 'npm error code ENOTFOUND', /registry cannot be reached/],
    ['with a full disk', 'npm error code ENOSPC', /disk is full/],
    ['with a lockfile that does not fit', 'npm error code EUSAGE', /do not fit together/],
  ])('an installation %s says what to do', async (_what, error, advice) => {
    lock('node_modules/.package-lock.json', {});
    const fake = program('npm.cjs', `console.error(${JSON.stringify(error)}); process.exit(1)`);
    const [code, log] = await prepare({ npm_execpath: fake });
    expect(code).toBe(1);
    expect(log).toMatch(advice);
    expect(log).not.toMatch(/ {4}at /);
  });

  test.each([
    ['yarn/1.22.22 npm/? node/v20.20.2', /npm start/],
    ['npm/8.19.4 node/v20.20.2', /npm 8\.19\.4 is too old/],
  ])('%s is told to be npm 9 or newer', async (agent, message) => {
    lock('node_modules/.package-lock.json', {});
    const [code, log] = await prepare({ npm_config_user_agent: agent });
    expect([code, log]).toEqual([1, expect.stringMatching(message)]);
  });
});

describe('the admin page', () => {
  const page = () => readFileSync(join(clone, 'public/index.html'), 'utf8');

  beforeEach(() => {
    write('web/vite.config.ts', '');
    write('web/src/main.ts', 'first');
    write('public/.gitignore', '*');
    program(
      'node_modules/vite/bin/vite.js',
      `const fs = require('fs');
       const out = process.argv[process.argv.indexOf('--outDir') + 1];
       const source = fs.readFileSync('web/src/main.ts', 'utf8');
       if (source === 'broken') { console.error('main.ts: it is broken'); process.exit(1); }
       fs.writeFileSync(out + '/index.html', source);
       fs.writeFileSync(out + '/' + source + '.js', '');`,
    );
  });

  test('is built when it is not there, and then only when its sources change', async () => {
    expect(await prepare()).toEqual([0, expect.stringContaining('The admin page is built')]);
    expect(page()).toBe('first');
    expect(await prepare()).toEqual([0, '']);
    write('web/src/main.ts', 'second');
    await prepare();
    expect(page()).toBe('second');
    expect(existsSync(join(clone, 'public/first.js'))).toBe(false);
    expect(existsSync(join(clone, 'public/.gitignore'))).toBe(true);
    write('web/src/main.test.ts', 'a test changes no page');
    expect(await prepare()).toEqual([0, '']);
  });

  test('that cannot be built stops the start with what Vite says, and the old page stays', async () => {
    await prepare();
    write('web/src/main.ts', 'broken');
    expect(await prepare()).toEqual([1, expect.stringContaining('it is broken')]);
    expect(page()).toBe('first');
  });
});
