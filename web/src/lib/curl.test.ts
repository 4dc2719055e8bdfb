import { execFileSync } from 'node:child_process';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { toCurl } from './curl.ts';

describe('a request as a curl command', () => {
  beforeAll(() => {
    Object.assign(globalThis, { location: { origin: 'http://localhost:8000' } });
  });

  /** The words that a shell makes of the command, with `printf` in curl's place. */
  const words = (command: string): string[] =>
    execFileSync('sh', ['-c', `TOKEN=t; ${command.replace('curl', "printf '%s\\n'")}`], { encoding: 'utf8' })
      .trim()
      .split('\n');

  test('names the token instead of carrying it', () => {
    expect(toCurl({ method: 'GET', path: '/api/v1/users' })).toContain('"Authorization: Bearer $TOKEN"');
  });

  test('reads brackets of filters as they are', () => {
    expect(words(toCurl({ method: 'GET', path: '/users?filter[status]=active' }))).toEqual([
      '-g',
      'http://localhost:8000/users?filter[status]=active',
      '-H',
      'Authorization: Bearer t',
    ]);
  });

  test('lets no value of a record out of its quotes', () => {
    const body = { name: 'O\'Neil $(touch /tmp/x) `id` \\ "' };
    expect(words(toCurl({ method: 'POST', path: '/users', body })).at(-1)).toBe(JSON.stringify(body));
  });
});
