import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { env } from '../../../lib/env.ts';
import { systemPrincipal } from '../../../lib/principal.ts';
import { type Services, startServices } from '../../../test/helpers/services-in-process.ts';
import { storeEnv } from '../../../test/helpers/store-env.ts';
import { temporaryFolder } from '../../../test/helpers/temporary-folder.ts';
import { accountsContract } from '../accounts.contract.ts';
import { identityContract } from '../identity.contract.ts';
import usersService from '../users.service.ts';

const EMAIL = 'Owner@Example.com';
const PASSWORD = 'the password of the owner';
const system = { user: systemPrincipal };
const configure = (email?: string, password?: string) =>
  Object.assign(env, { ADMIN_EMAIL: email, ADMIN_PASSWORD: password });
const start = () => startServices([usersService]);

const adminsOf = async ({ call }: Services) =>
  (await call(accountsContract.list, { filter: { roles: 'admin' } }, system)).data.map(({ email }) => email);
const canLogIn = async ({ call }: Services, password: string) =>
  (await call(identityContract.verifyPassword, { email: EMAIL, password })) !== null;

beforeEach(async () => {
  env.DATA_DIR = temporaryFolder();
  Object.assign(env, await storeEnv(env.DATA_DIR));
});

afterEach(() => {
  configure();
});

describe('the first admin', () => {
  test('is made from the configuration, once', async () => {
    configure(EMAIL, PASSWORD);
    const first = await start();
    expect(await adminsOf(first)).toEqual(['owner@example.com']);
    expect(await canLogIn(first, PASSWORD)).toBe(true);
    await first.stop();
    configure('another@example.com', 'another long password');
    const second = await start();
    expect(await adminsOf(second)).toEqual(['owner@example.com']);
    await second.stop();
    configure(EMAIL, 'another long password');
    const third = await start();
    expect(await canLogIn(third, PASSWORD)).toBe(true);
  });

  test('is made once by processes that start together', async () => {
    configure(EMAIL, PASSWORD);
    const processes = await Promise.all([start(), start(), start()]);
    expect(await adminsOf(processes[0])).toEqual(['owner@example.com']);
  });

  test.each(['active', 'disabled', 'deleted'] as const)(
    'is the existing %s account of that address, with the configured password',
    async (status) => {
      const before = await start();
      const registration = { email: EMAIL, password: 'the password of a squatter', name: 'Squatter' };
      const { id } = await before.call(identityContract.register, registration);
      if (status !== 'active') await before.call(accountsContract.disable, { id }, system);
      if (status === 'deleted') await before.call(accountsContract.remove, { id }, system);
      await before.stop();

      configure(EMAIL, PASSWORD);
      const after = await start();
      expect(await after.call(accountsContract.get, { id }, system)).toMatchObject({
        status: 'active',
        roles: ['user', 'admin'],
      });
      expect(await canLogIn(after, 'the password of a squatter')).toBe(false);
      expect(await canLogIn(after, PASSWORD)).toBe(true);
    },
  );

  test.each([
    [EMAIL, undefined, /ADMIN_PASSWORD: has to be set/],
    [undefined, PASSWORD, /ADMIN_EMAIL: is not an email address/],
    ['nobody', PASSWORD, /ADMIN_EMAIL: is not an email address/],
    [EMAIL, 'password123', /ADMIN_PASSWORD: is one of the first/],
    [EMAIL, 'short', /ADMIN_PASSWORD: must have at least 10/],
  ])('of %s with the password %s stops the start and says why', async (email, password, reason) => {
    configure(email, password);
    await expect(start()).rejects.toThrow(reason);
  });
});

test('two processes cannot take away the last two admins between them', async () => {
  configure(EMAIL, PASSWORD);
  const [one, two] = [await start(), await start()];
  for (let round = 0; round < 10; round++) {
    const [first] = (await one.call(accountsContract.list, { filter: { roles: 'admin', status: 'active' } }, system))
      .data;
    const email = `second${round}@example.com`;
    const second = await one.call(accountsContract.create, { email, roles: ['admin'] }, system);
    const results = await Promise.allSettled([
      one.call(accountsContract.disable, { id: first?.id ?? '' }, system),
      two.call(accountsContract.remove, { id: second.id }, system),
    ]);
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(results.find(({ status }) => status === 'rejected')).toMatchObject({ reason: { type: 'users.lastAdmin' } });
  }
  expect(await one.broker.call('users.projections.rebuild', { check: true })).toMatchObject({ differing: [] });
});
