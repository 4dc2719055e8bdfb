import { describe } from '@jest/globals';
import { findTool, remedyFor, type ToolName } from './find-tool.ts';

/**
 * A describe block that needs a program: its tests run with the program's path, or are skipped under a name that says what
 * is missing and how to get it (the closing reporter lists them).
 */
export function describeWith(name: ToolName, title: string, tests: (path: string) => void): void {
  const path = findTool(name);
  if (path === undefined) describe.skip(`${title} (needs ${name}: ${remedyFor(name)})`, () => tests(''));
  else describe(title, () => tests(path));
}
