import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { runScript } from './helpers/run-script.ts';
import { temporaryFolder } from './helpers/temporary-folder.ts';

const commands = ['backup', 'cluster', 'repl', 'restore', 'seed', 'soak', 'store:move'];

test.each(commands)(
  'npm run %s says with --help what it is for, also for an option that it does not know, and does nothing',
  async (name) => {
    const dataDir = join(temporaryFolder(), 'data');
    const run = (flag: string) => runScript(`${name.replace(':', '-')}.ts`, [flag], { DATA_DIR: dataDir });
    const [asked, mistaken] = await Promise.all([run('--help'), run('--nope')]);
    expect([asked.code, asked.log]).toEqual([0, expect.stringContaining(`npm run ${name}`)]);
    expect([mistaken.code, mistaken.log]).toEqual([1, expect.stringMatching(/^Unknown option '--nope'/)]);
    expect(mistaken.log).toContain(asked.log.trim());
    expect(existsSync(dataDir)).toBe(false);
  },
);
