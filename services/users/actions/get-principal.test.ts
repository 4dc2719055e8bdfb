import { beforeAll, describe, expect, test } from '@jest/globals';
import { systemPrincipal } from '../../../lib/principal.ts';
import { type Services, startServices } from '../../../test/helpers/services-in-process.ts';
import { accountsContract } from '../accounts.contract.ts';
import { identityContract } from '../identity.contract.ts';
import { rolesContract } from '../roles.contract.ts';
import usersService from '../users.service.ts';

const system = { user: systemPrincipal };
let services: Services;
let id: string;
const principal = () => services.call(identityContract.principal, { id });

beforeAll(async () => {
  services = await startServices([usersService]);
  await services.call(rolesContract.create, { name: 'reader', permissions: ['users:read'] }, system);
  const account = { email: 'kim@example.com', roles: ['user', 'reader'] };
  id = (await services.call(accountsContract.create, account, system)).id;
});

describe('what an account may do', () => {
  test('is what its roles permit together, at once after a role was changed', async () => {
    expect(await principal()).toMatchObject({ roles: ['user', 'reader'], permissions: ['users:read'] });
    const permissions = ['users:read', 'users:write'];
    await services.call(rolesContract.update, { id: 'reader', permissions }, system);
    expect(await principal()).toMatchObject({ permissions });
  });

  test('is nothing while it is not active', async () => {
    await services.call(accountsContract.disable, { id }, system);
    expect(await principal()).toMatchObject({ status: 'disabled', permissions: [] });
    await services.call(accountsContract.remove, { id }, system);
    expect(await principal()).toMatchObject({ status: 'deleted', permissions: [] });
    await services.call(accountsContract.erase, { id }, system);
    expect(await principal()).toBeNull();
  });

  test('is seen by another process within a second', async () => {
    const other = await startServices([usersService]);
    const account = { email: 'lee@example.com', roles: ['reader'] };
    const { id: lee } = await services.call(accountsContract.create, account, system);
    const seen = async () => (await other.call(identityContract.principal, { id: lee }))?.permissions;
    expect(await seen()).toContain('users:write');
    await services.call(rolesContract.update, { id: 'reader', permissions: [] }, system);
    const changedAt = performance.now();
    while ((await seen())?.length !== 0 && performance.now() - changedAt < 5000) await new Promise(setImmediate);
    expect(await seen()).toEqual([]);
    expect(performance.now() - changedAt).toBeLessThan(2000);
  });
});
