import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';

const root = join(import.meta.dirname, '../src');

test('colours are written in the theme and nowhere else', () => {
  const colour = /#[0-9a-f]{3,8}\b(?=[;,'"`\s)])|\b(rgb|hsl|oklch|lab)a?\(/i;
  const files = globSync('**/*.{css,ts,tsx}', { cwd: root }).filter((file) => file !== 'ui/theme.ts');
  expect(files.length).toBeGreaterThan(100);
  expect(files.filter((file) => colour.test(readFileSync(join(root, file), 'utf8')))).toEqual([]);
});
