import { beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { type Services, startServices } from '../../../test/helpers/services-in-process.ts';
import type { Identity } from '../../users/identity.contract.ts';
import { oauthContract } from '../oauth.contract.ts';
import oauth from '../oauth.service.ts';

const credentials = { email: 'kim@example.com', password: 'a long pass phrase' };
const refused = { code: 401, type: 'oauth.invalidCredentials' };
const asKim = { user: { id: 'kim', roles: [], permissions: [] } };

const active: Identity = {
  id: 'kim',
  email: 'kim@example.com',
  name: 'Kim',
  status: 'active',
  roles: ['user'],
  permissions: [],
  avatar: null,
  locale: null,
  timeZone: null,
  credentialsChangedAt: '2020-01-01T00:00:00.000Z',
  keptSessionId: null,
};

/** Stands in for the users service, so that something can happen to the account in the middle of a login. */
let account: Identity;
let whileVerifying: () => void;

const users = {
  name: 'users',
  actions: {
    verifyPassword() {
      const verified = { account };
      whileVerifying();
      return verified;
    },
    principal: () => account,
    'events.read': () => ({ events: [], head: 0 }),
  },
};

let services: Services;

beforeAll(async () => {
  services = await startServices([users, oauth]);
});

beforeEach(() => {
  account = active;
  whileVerifying = () => {};
});

const login = () => services.call(oauthContract.login, credentials);

const sessions = async () =>
  (await services.call(oauthContract.listSessions, { limit: 100, count: 'exact' }, asKim)).meta.total;

describe('A login in the middle of which', () => {
  test.each([
    ['the account is disabled', () => ({ ...active, status: 'disabled' as const })],
    ['the password is changed', () => ({ ...active, credentialsChangedAt: new Date(Date.now() + 1).toISOString() })],
  ])('%s is refused and leaves no session', async (_what, change) => {
    whileVerifying = () => {
      account = change();
    };
    const before = await sessions();
    await expect(login()).rejects.toMatchObject(refused);
    expect(await sessions()).toBe(before);
  });

  test('nothing happens succeeds', async () => {
    await expect(login()).resolves.toMatchObject({ user: { id: 'kim' } });
  });
});

describe('While nobody reads the log of the users service, a password that was set since the login', () => {
  async function loggedIn() {
    const { refreshToken } = await login();
    const [session] = (await services.call(oauthContract.listSessions, { limit: 1 }, asKim)).data;
    const sid = session?.id ?? '';
    return {
      sid,
      isActive: async () => (await services.call(oauthContract.session, { sid, sub: 'kim' })).active,
      refresh: () => services.call(oauthContract.refresh, { refreshToken }),
    };
  }
  const later = () => new Date(Date.now() + 1).toISOString();

  test('ends it', async () => {
    const { isActive, refresh } = await loggedIn();
    expect(await isActive()).toBe(true);
    account = { ...active, credentialsChangedAt: later() };
    expect(await isActive()).toBe(false);
    await expect(refresh()).rejects.toMatchObject({ code: 401, type: 'oauth.invalidRefreshToken' });
  });

  test('does not end the session that set it', async () => {
    const { sid, isActive, refresh } = await loggedIn();
    account = { ...active, credentialsChangedAt: later(), keptSessionId: sid };
    expect(await isActive()).toBe(true);
    await expect(refresh()).resolves.toMatchObject({ user: { id: 'kim' } });
  });
});

test('An account has at most 100 sessions: the one that was not used for longest ends', async () => {
  const { refreshToken: oldest } = await login();
  const { refreshToken: used } = await login();
  for (let count = (await sessions()) ?? 0; count < 100; count += 1) await login();
  const { refreshToken } = await services.call(oauthContract.refresh, { refreshToken: used });
  for (let more = 0; more < 5; more += 1) await login();
  expect(await sessions()).toBe(100);
  await expect(services.call(oauthContract.refresh, { refreshToken: oldest })).rejects.toMatchObject({ code: 401 });
  await expect(services.call(oauthContract.refresh, { refreshToken })).resolves.toBeDefined();
});
