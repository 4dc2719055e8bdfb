import { afterEach, beforeAll, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { fakeDate, passTime } from '../../../test/helpers/fake-date.ts';
import { type Services, startServices } from '../../../test/helpers/services-in-process.ts';
import { oauthContract } from '../oauth.contract.ts';
import oauth from '../oauth.service.ts';

const right = 'a long pass phrase';
const wrong = 'not the pass phrase';
const MINUTE = 60_000;
const DAY = 86_400_000;
const throttled = { code: 429, type: 'oauth.tooManyAttempts', data: { retryAfter: expect.any(Number) } };

/** Stands in for the users service: every account has the same password, and checking it is quick. */
const users = {
  name: 'users',
  actions: {
    verifyPassword: ({ params }: { params: { email: string; password: string } }) =>
      params.password === right ? { account: { id: params.email } } : null,
    principal: ({ params }: { params: { id: string } }) => ({
      id: params.id,
      email: params.id,
      name: 'Kim',
      status: 'active',
      roles: [],
      permissions: [],
      avatar: null,
      locale: null,
      timeZone: null,
      credentialsChangedAt: '2020-01-01T00:00:00.000Z',
      keptSessionId: null,
    }),
    'events.read': () => ({ events: [], head: 0 }),
  },
};

let services: Services;
let owner: string;
let owners = 0;

beforeAll(async () => {
  services = await startServices([users, oauth]);
});

beforeEach(() => {
  fakeDate();
  owners += 1;
  owner = `owner${owners}@example.com`;
});

afterEach(() => {
  jest.useRealTimers();
});

const login = (ip: string, password: string) =>
  services.call(oauthContract.login, { email: owner, password }, { user: null, client: { ip } });

/** From as many networks as there are guesses. */
async function attack(guesses: number) {
  for (let guess = 0; guess < guesses; guess += 1) {
    await login(`10.${owners}.${guess >> 8}.${guess & 255}`, wrong).catch(() => {});
  }
}

describe('While strangers guess at an account from everywhere, its owner', () => {
  test('logs in from where they logged in during the last 30 days', async () => {
    await login('192.0.2.1', right);
    passTime(29 * DAY);
    await attack(100);
    await expect(login('192.0.2.1', right)).resolves.toMatchObject({ user: { id: owner } });
  });

  test('may mistype their password there like anybody else', async () => {
    await login('192.0.2.1', right);
    await attack(100);
    for (let mistake = 0; mistake < 4; mistake += 1) {
      await expect(login('192.0.2.1', wrong)).rejects.toMatchObject({ code: 401 });
    }
    await expect(login('192.0.2.1', right)).resolves.toBeDefined();
  });

  test('waits elsewhere, but no longer than a minute', async () => {
    await attack(100);
    await expect(login('192.0.2.2', right)).rejects.toMatchObject(throttled);
    passTime(MINUTE);
    await expect(login('192.0.2.2', right)).resolves.toBeDefined();
  });

  test('waits also where the last login is longer ago than 30 days', async () => {
    await login('192.0.2.3', right);
    passTime(30 * DAY);
    await attack(100);
    await expect(login('192.0.2.3', right)).rejects.toMatchObject(throttled);
  });
});

test('A refused attempt does not prolong the wait', async () => {
  for (let guess = 0; guess < 5; guess += 1) await login('192.0.2.4', wrong).catch(() => {});
  for (let second = 0; second < 59; second += 1) {
    passTime(1_000);
    await expect(login('192.0.2.4', right)).rejects.toMatchObject(throttled);
  }
  passTime(1_000);
  await expect(login('192.0.2.4', right)).resolves.toBeDefined();
});
