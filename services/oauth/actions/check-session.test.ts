import { afterEach, beforeAll, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { fakeDate, passTime } from '../../../test/helpers/fake-date.ts';
import { client, type Services, startServices } from '../../../test/helpers/services-in-process.ts';
import users from '../../users/users.service.ts';
import { oauthContract } from '../oauth.contract.ts';
import oauth from '../oauth.service.ts';

const inactive = { active: false, user: null };
const elsewhere = { ip: '198.51.100.7', userAgent: 'curl/8.5.0' };

let services: Services;
let accounts = 0;

beforeAll(async () => {
  services = await startServices([users, oauth]);
});

beforeEach(fakeDate);

afterEach(() => {
  jest.useRealTimers();
});

async function register() {
  accounts += 1;
  const { user } = await services.call(oauthContract.register, {
    email: `u${accounts}@example.com`,
    password: 'a long pass phrase',
    name: 'Kim',
  });
  const as = { user: { id: user.id, roles: [], permissions: [] }, client };
  const read = async () => (await services.call(oauthContract.listSessions, {}, as)).data[0];
  return { sub: user.id, sid: (await read())?.id ?? '', read };
}

describe('Asked for a session, the service says', () => {
  test('what its account may do now', async () => {
    const { sid, sub } = await register();
    expect(await services.call(oauthContract.session, { sid, sub })).toEqual({
      active: true,
      user: { id: sub, sessionId: sid, roles: ['user'], permissions: [] },
    });
  });

  test('that it is not alive when it is unknown or of another account', async () => {
    const [one, other] = [await register(), await register()];
    expect(await services.call(oauthContract.session, { sid: 'unknown', sub: one.sub })).toEqual(inactive);
    expect(await services.call(oauthContract.session, { sid: one.sid, sub: other.sub })).toEqual(inactive);
  });
});

describe('The place and time of last use', () => {
  test('is noted when the session is used, once a minute at most', async () => {
    const { sid, sub, read } = await register();
    const before = await read();
    passTime(59_000);
    await services.call(oauthContract.session, { sid, sub }, { user: null, client: elsewhere });
    expect(await read()).toEqual(before);
    passTime(2_000);
    await services.call(oauthContract.session, { sid, sub }, { user: null, client: elsewhere });
    while ((await read())?.ip !== elsewhere.ip) await new Promise(setImmediate);
    expect(await read()).toEqual({ ...before, ip: elsewhere.ip, lastUsedAt: new Date().toISOString() });
  });
});
