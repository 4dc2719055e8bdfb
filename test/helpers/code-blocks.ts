import { readFileSync } from 'node:fs';
import { join } from 'node:path';

export interface CodeBlock {
  language: string;
  code: string;
  /** The file that the paragraph above names in backticks and nothing else. */
  file?: string;
}

/** The fenced code blocks of one of our documents, in order. */
export function codeBlocks(document: string): CodeBlock[] {
  const text = readFileSync(join(import.meta.dirname, '../..', document), 'utf8');
  return [...text.matchAll(/(?:^`([^`\n]+)`:?\n\n)?^```(\w+)\n([\s\S]*?)^```$/gm)].map(
    ([, file, language = '', code = '']) => ({ language, code, ...(file !== undefined && { file }) }),
  );
}
