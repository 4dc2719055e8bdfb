import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { describeWith } from './helpers/require-tool.ts';
import { runScript } from './helpers/run-script.ts';
import { temporaryFolder } from './helpers/temporary-folder.ts';

test('npm run soak explains itself where it does not understand', async () => {
  const wrong = await runScript('soak.ts', ['--minutes', 'many'], {});
  expect([wrong.code, wrong.log]).toEqual([1, expect.stringContaining('--minutes')]);
});

describeWith('redis', 'npm run soak', () => {
  test('keeps a cluster busy, draws memory, handles and latency, and says in one line how it went', async () => {
    const file = join(temporaryFolder(), 'soak.svg');
    const { code, log } = await runScript('soak.ts', ['--minutes', '0.1', '--picture', file], {});
    expect([code, log]).toEqual([
      0,
      expect.stringMatching(/✓ 0\.\d min: nothing failed, too short to tell growth.*\n$/),
    ]);
    const picture = readFileSync(file, 'utf8');
    for (const name of ['console-1', 'console-2', 'oauth-1', 'users-1', 'users-2'])
      expect(picture).toContain(`>${name}<`);
    expect(picture.match(/<polyline points="[^"]+ [^"]+"/g)).toHaveLength(2 * 5 + 2 * 2);
  }, 120_000);
});
