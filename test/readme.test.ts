import { execFile } from 'node:child_process';
import { setTimeout as delay } from 'node:timers/promises';
import { promisify } from 'node:util';
import { beforeAll, expect, test } from '@jest/globals';
import { codeBlocks } from './helpers/code-blocks.ts';
import { startSite } from './helpers/site.ts';

const MARK = '--- end of block ---';
const blocks = codeBlocks('README.md').filter(({ language }) => language === 'bash' || language === 'json');
const commands = blocks.filter(({ language }) => language === 'bash');
let outputs: string[];

beforeAll(async () => {
  const site = await startSite({ env: { ADMIN_EMAIL: '', ADMIN_PASSWORD: '' } });
  const [, setupToken = ''] = await site.waitForLog(/\/setup#token=([\w.-]+)/);
  // Consumers of events begin to read a moment after the site is ready.
  while ((await site.request('GET', '/health')).body.status !== 'ok') await delay(100);
  const script = commands.map(({ code }) => `${code}\necho; echo '${MARK}'`).join('\n');
  const text = script
    .replaceAll('http://localhost:8000', site.url)
    .replace('what follows token= in the link', setupToken);
  // Rejects with what it printed when a command fails.
  const { stdout } = await promisify(execFile)('bash', ['-euo', 'pipefail', '-c', text], { timeout: 60_000 });
  outputs = stdout.split(MARK);
});

test('every command of the first session in the README works on a fresh installation', () => {
  expect(outputs).toHaveLength(commands.length + 1);
});

test('the README shows the answers that the server gives', () => {
  for (const [index, block] of blocks.entries()) {
    if (block.language !== 'json') continue;
    const shown = commands.indexOf(blocks[index - 1] as (typeof blocks)[number]);
    const answer = outputs[shown]?.trim().split('\n').at(-1) ?? '';
    expect(answer.replaceAll(/\s/g, '')).toMatch(pattern(block.code));
  }
});

/** The shown JSON as a pattern: "…" stands for anything, spaces for nothing. */
function pattern(json: string): RegExp {
  const parts = json.replaceAll(/\s/g, '').split('…');
  return new RegExp(`^${parts.map(RegExp.escape).join('.*')}$`);
}
