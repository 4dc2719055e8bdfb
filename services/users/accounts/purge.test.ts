import { afterEach, describe, expect, test } from '@jest/globals';
import { env } from '../../../lib/env.ts';
import { systemPrincipal } from '../../../lib/principal.ts';
import { type Services, startServices, stopServices } from '../../../test/helpers/services-in-process.ts';
import { accountsContract } from '../accounts.contract.ts';
import { accountAggregate } from '../domain/account.ts';
import { identityContract } from '../identity.contract.ts';
import usersService from '../users.service.ts';
import type { UsersService } from '../users-service.ts';

const system = { user: systemPrincipal };
const later = () => new Date(Date.now() + 1000).toISOString();
const usersOf = ({ broker }: Services) => broker.getLocalService('users') as unknown as UsersService;

/** Everything that the log says in clear about one account. */
async function loggedOf(services: Services, id: string): Promise<string> {
  const events = await usersOf(services).events.read(0, 1000);
  return JSON.stringify(events.filter(({ stream }) => stream === id));
}

async function makeDeleted(services: Services, email: string): Promise<string> {
  const { id } = await services.call(identityContract.register, {
    email,
    password: 'a good long password',
    name: 'Secret Name',
  });
  await services.call(accountsContract.remove, { id }, system);
  return id;
}

// A consumer of another process would finish an erasure in place of the one that is looked at, which then forgets the key later.
afterEach(stopServices);

describe('the purge', () => {
  test('erases what was deleted long enough ago, and nothing else', async () => {
    const services = await startServices([usersService]);
    const id = await makeDeleted(services, 'old@example.com');
    const { id: alive } = await services.call(accountsContract.create, { email: 'alive@example.com' }, system);
    expect(await services.call(identityContract.purge, {})).toEqual({ erased: 0 });
    expect(await loggedOf(services, id)).toContain('Secret Name');

    expect(await services.call(identityContract.purge, { deletedBefore: later() })).toEqual({ erased: 1 });
    const users = usersOf(services);
    expect(await users.users.account(id)).toBeNull();
    expect(await users.users.passwordHash(id)).toBeNull();
    expect(await users.users.account(alive)).not.toBeNull();
    expect(await loggedOf(services, id)).toContain('account.erased');
    expect(await loggedOf(services, id)).not.toMatch(/Secret Name|old@example.com/);
    const rebuilt = await services.broker.call('users.projections.rebuild', { check: true });
    expect(rebuilt).toMatchObject({ differing: [] });
  });

  test('runs in two processes at once without harm', async () => {
    const one = await startServices([usersService]);
    const two = await startServices([usersService]);
    for (let n = 0; n < 10; n++) await makeDeleted(one, `both${n}@example.com`);
    const before = later();
    const results = await Promise.all(
      [one, two].map((services) => services.call(identityContract.purge, { deletedBefore: before })),
    );
    expect(results.reduce((sum, { erased }) => sum + erased, 0)).toBe(10);
  });

  test('leaves an account that was deleted too long ago beyond restoring', async () => {
    const services = await startServices([usersService]);
    const id = await makeDeleted(services, 'expired@example.com');
    const days = env.RESTORE_DAYS;
    try {
      env.RESTORE_DAYS = -1;
      await expect(services.call(accountsContract.restore, { id }, system)).rejects.toMatchObject({
        type: 'users.restoreExpired',
      });
    } finally {
      env.RESTORE_DAYS = days;
    }
    expect(await services.call(accountsContract.restore, { id }, system)).toMatchObject({ status: 'active' });
  });
});

test('an erasure that a crash cut in two is finished', async () => {
  const services = await startServices([usersService]);
  const { id } = await services.call(
    accountsContract.create,
    { email: 'half@example.com', name: 'Secret Name' },
    system,
  );
  const users = usersOf(services);
  // Only the first half of what eraseAccount does.
  const erased = { type: 'account.erased', data: {} } as const;
  await users.events.append(accountAggregate, id, [erased], { actor: 'system' }, { expectedVersion: 1 });
  for (const deadline = Date.now() + 10_000; Date.now() < deadline; await new Promise(setImmediate)) {
    if (!(await loggedOf(services, id)).includes('Secret Name')) break;
  }
  expect(await loggedOf(services, id)).not.toContain('Secret Name');
});
