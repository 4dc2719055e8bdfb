import { existsSync, globSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { runScript } from './helpers/run-script.ts';

const root = join(import.meta.dirname, '..');
const pages = globSync(['*.md', 'docs/**/*.md', 'services/*/README.md'], { cwd: root });

test('the generated pages say what the code says', async () => {
  expect(await runScript('generate-docs.ts', ['--check'], {})).toMatchObject({ code: 0, log: '' });
});

describe('every page', () => {
  test.each(pages)('%s links to files that exist', (page) => {
    const links = [...readFileSync(join(root, page), 'utf8').matchAll(/\]\((?!https?:|#)([^)#\s]+)/g)];
    const broken = links.map(([, link = '']) => link).filter((link) => !existsSync(join(root, dirname(page), link)));
    expect(broken).toEqual([]);
  });
});
