import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { temporaryFolder } from '../../test/helpers/temporary-folder.ts';
import { expectedServices } from './expected-services.ts';

function servicesFolder(): string {
  const folder = temporaryFolder();
  for (const name of ['users', 'oauth']) {
    mkdirSync(join(folder, name));
    writeFileSync(join(folder, name, `${name}.service.ts`), '');
  }
  mkdirSync(join(folder, 'not-a-service'));
  writeFileSync(join(folder, 'README.md'), '');
  return folder;
}

test.each([
  ['every folder that holds a service', undefined, ['oauth', 'users']],
  ['those of SERVICES', ' users , console', ['console', 'users']],
  ['those of SERVICES that are not excluded', 'users,!oauth', ['users']],
])('a process is expected to run %s', (_title, selected, expected) => {
  expect(expectedServices(servicesFolder(), selected)).toEqual(expected);
});

test('this repository has a Console, users and accounts', () => {
  expect(expectedServices(undefined, undefined)).toEqual(expect.arrayContaining(['console', 'oauth', 'users']));
});
