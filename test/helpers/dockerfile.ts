import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const dockerfile = readFileSync(join(import.meta.dirname, '../../deploy/Dockerfile'), 'utf8');

/** What a container of the image runs: CMD in its exec form, without a shell in between. */
export function imageCommand(): string[] {
  const [, json = ''] = dockerfile.match(/^CMD (\[.*\])$/m) ?? [];
  return JSON.parse(json) as string[];
}
