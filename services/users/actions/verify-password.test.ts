import { beforeAll, describe, expect, test } from '@jest/globals';
import { hash } from '@node-rs/argon2';
import { type Services, startServices } from '../../../test/helpers/services-in-process.ts';
import { identityContract } from '../identity.contract.ts';
import usersService from '../users.service.ts';
import type { UsersService } from '../users-service.ts';

const PASSWORD = 'a good long password';
const { register, verifyPassword } = identityContract;
let services: Services;
let service: UsersService;
let id: string;

beforeAll(async () => {
  services = await startServices([usersService]);
  service = services.broker.getLocalService('users') as unknown as UsersService;
  id = (await services.call(register, { email: 'kim@example.com', password: PASSWORD, name: 'Kim' })).id;
});

const verify = (email: string, password: string) => services.call(verifyPassword, { email, password });
const store = (stored: string) =>
  service.store.collection<{ id: string; hash: string }>('credentials').update(id, { $set: { hash: stored } });

describe('a password', () => {
  test('is right for any spelling of the address, and answers who it is but nothing secret', async () => {
    for (const email of ['kim@example.com', ' KIM@Example.com']) {
      expect(await verify(email, PASSWORD)).toEqual({
        account: {
          id,
          email: 'kim@example.com',
          name: 'Kim',
          status: 'active',
          roles: ['user'],
          permissions: [],
          avatar: null,
          locale: null,
          timeZone: null,
          credentialsChangedAt: expect.any(String),
          keptSessionId: null,
        },
      });
    }
  });

  test.each([
    ['kim@example.com', 'another password'],
    ['kim@example.com', `${PASSWORD} `],
    ['nobody@example.com', PASSWORD],
    ['not an address', PASSWORD],
    ['', PASSWORD],
  ])('of %j as %j is wrong', async (email, password) => {
    expect(await verify(email, password)).toBeNull();
  });

  test('takes as long to be wrong for an unknown address as for a known one', async () => {
    const times: Record<string, number[]> = { 'kim@example.com': [], 'nobody@example.com': [], nonsense: [] };
    for (let round = 0; round < 15; round++) {
      for (const [email, taken] of Object.entries(times)) {
        const begin = performance.now();
        await verify(email, 'a wrong password');
        taken.push(performance.now() - begin);
      }
    }
    // The fastest of many is what the work itself takes; the rest is what else the machine does.
    const [known, ...unknown] = Object.values(times).map((taken) => Math.min(...taken)) as [number, ...number[]];
    for (const time of unknown) {
      expect(time / known).toBeGreaterThan(0.25);
      expect(time / known).toBeLessThan(4);
    }
  });

  test('kept by a weaker hash gets a stronger one when it is used, and stays the same', async () => {
    await store(await hash(PASSWORD, { memoryCost: 8192, timeCost: 1, parallelism: 1 }));
    expect(await verify('kim@example.com', 'a wrong password')).toBeNull();
    expect(await service.users.passwordHash(id)).toContain('m=8192,t=1');
    expect(await verify('kim@example.com', PASSWORD)).not.toBeNull();
    expect(await service.users.passwordHash(id)).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
    expect(await verify('kim@example.com', PASSWORD)).not.toBeNull();
  });

  test('is asked for too often at once: the rest hears when to come again', async () => {
    const attempts = Array.from({ length: 230 }, () => verify('nobody@example.com', PASSWORD));
    const settled = await Promise.allSettled(attempts);
    const refused = settled.filter(({ status }) => status === 'rejected') as PromiseRejectedResult[];
    expect(refused.length).toBeGreaterThan(0);
    for (const { reason } of refused) {
      expect(reason).toMatchObject({ code: 503, type: 'users.busy', data: { retryAfter: expect.any(Number) } });
    }
  });
});
