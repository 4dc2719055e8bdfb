import { text } from 'node:stream/consumers';
import { expect, test } from '@jest/globals';
import type { Filters } from '../../../lib/list-contract.ts';
import { systemPrincipal } from '../../../lib/principal.ts';
import { type Services, startServices } from '../../../test/helpers/services-in-process.ts';
import type { Account } from '../account.schema.ts';
import { accountsContract } from '../accounts.contract.ts';
import { identityContract } from '../identity.contract.ts';
import usersService from '../users.service.ts';

const system = { user: systemPrincipal };

async function exported(services: Services, filter?: Filters): Promise<Account[]> {
  const stream = await services.call(accountsContract.export, filter ? { filter } : {}, { ...system });
  return (await text(stream))
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));
}

test('An export has what the API shows of each account, oldest first, and no more', async () => {
  const services = await startServices([usersService]);
  const password = 'a good long password';
  const make = (name: string) =>
    services.call(identityContract.register, { email: `${name}@example.com`, password, name });
  const first = await make('One');
  const gone = await make('Two');
  const last = await make('Three');
  await services.call(accountsContract.remove, { id: gone.id }, system);

  const accounts = await exported(services);
  expect(accounts.map(({ id }) => id)).toEqual([first.id, last.id]);
  expect(accounts[0]).toEqual(await services.call(accountsContract.get, { id: first.id }, system));
  const deleted = await exported(services, { status: 'deleted' });
  expect(deleted.map(({ id }) => id)).toEqual([gone.id]);
});

test('An export without anything in it is empty', async () => {
  const services = await startServices([usersService]);
  const stream = await services.call(accountsContract.export, { filter: { name: 'Nobody' } }, { ...system });
  expect(await text(stream)).toBe('');
});
