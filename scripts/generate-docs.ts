import { readFileSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { configurationPage } from './docs/configuration-page.ts';
import { errorsPage } from './docs/errors-page.ts';

// `npm run docs` writes the pages that are made from the code; `npm run check` compares them, so that they cannot grow old.
const root = join(import.meta.dirname, '..');
const pages = {
  'docs/configuration.md': configurationPage(),
  'docs/errors.md': await errorsPage(root),
};

for (const [page, text] of Object.entries(pages)) {
  const file = join(root, page);
  if (!process.argv.includes('--check')) writeFileSync(file, text);
  else if (readIfThere(file) !== text) {
    console.error(`${relative(root, file)} is not what the code says: run \`npm run docs\` and commit the result.`);
    process.exitCode = 1;
  }
}

function readIfThere(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}
