import { globSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { markdownTable } from './markdown-table.ts';

interface Entry {
  code: string;
  status: number;
  title: string;
}

/** docs/errors.md, from every catalogue of error codes in the tree. */
export async function errorsPage(root: string): Promise<string> {
  const entries = await catalogues(root);
  const rows = entries.map(({ code, status, title }) => [`\`${code}\``, String(status), title]);
  return `# Error codes

<!-- Generated from the *.errors.ts catalogues by \`npm run docs\`: change them there. -->

Every error is an RFC 9457 problem (\`application/problem+json\`) with \`type\`, \`title\`, \`status\`, \`code\` and \`requestId\`, often with a \`detail\`,
and for input that is not accepted with \`errors\`: a list of \`{field, code, message}\`. Programs should look at \`code\`, which stays;
titles and details are for people and may be reworded.

${markdownTable(['Code', 'Status', 'Meaning'], rows)}`;
}

/** All entries, sorted by code. @throws when two catalogues use one code for different things. */
export async function catalogues(root: string): Promise<Entry[]> {
  const files = globSync(['lib/errors.ts', '{lib,mixins,middlewares,services}/**/*.errors.ts'], { cwd: root });
  const found = new Map<string, Entry>();
  for (const file of files) {
    const exported = (await import(pathToFileURL(join(root, file)).href)) as Record<string, unknown>;
    for (const entry of Object.values(exported).flatMap(entriesOf)) {
      const other = found.get(entry.code);
      if (other !== undefined && (other.status !== entry.status || other.title !== entry.title)) {
        throw new Error(`Two catalogues define ${entry.code} differently.`);
      }
      found.set(entry.code, entry);
    }
  }
  return [...found.values()].sort((a, b) => a.code.localeCompare(b.code, 'en'));
}

function entriesOf(exported: unknown): Entry[] {
  if (typeof exported !== 'object' || exported === null) return [];
  return Object.values(exported)
    .filter(
      (value): value is Entry & (() => unknown) => typeof value === 'function' && 'code' in value && 'title' in value,
    )
    .map(({ code, status, title }) => ({ code, status, title }));
}
