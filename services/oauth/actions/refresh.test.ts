import { afterEach, beforeAll, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { env } from '../../../lib/env.ts';
import { fakeDate, passTime } from '../../../test/helpers/fake-date.ts';
import { client, type Services, startServices } from '../../../test/helpers/services-in-process.ts';
import users from '../../users/users.service.ts';
import { oauthContract, type TokenAnswer } from '../oauth.contract.ts';
import oauth from '../oauth.service.ts';

const SECOND = 1_000;
const DAY = 86_400 * SECOND;
const refused = { code: 401, type: 'oauth.invalidRefreshToken' };
const password = 'a long pass phrase';

let services: Services;
let others: Services;
let accounts = 0;

beforeAll(async () => {
  services = await startServices([users, oauth]);
  others = await startServices([users, oauth]);
});

beforeEach(fakeDate);

afterEach(() => {
  jest.useRealTimers();
});

const register = () => {
  accounts += 1;
  return services.call(oauthContract.register, { email: `u${accounts}@example.com`, password, name: 'Kim' });
};

const refresh = ({ refreshToken }: Pick<TokenAnswer, 'refreshToken'>, where = services) =>
  where.call(oauthContract.refresh, { refreshToken });

/** Logged in for all of `duration`, refreshing each `step`. */
async function keepUsing(tokens: TokenAnswer, duration: number, step: number): Promise<TokenAnswer> {
  let latest = tokens;
  for (let passed = 0; passed < duration; passed += step) {
    passTime(step);
    latest = await refresh(latest);
  }
  return latest;
}

describe('A refresh token that is presented again', () => {
  test('within 10 seconds gets the very same answer', async () => {
    const tokens = await register();
    const answer = await refresh(tokens);
    passTime(9 * SECOND);
    expect(JSON.stringify(await refresh(tokens))).toBe(JSON.stringify(answer));
    await expect(refresh(answer)).resolves.toMatchObject({ tokenType: 'Bearer' });
  });

  test('at the same moment, in two processes at one database, gets one answer', async () => {
    const tokens = await register();
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, index) => refresh(tokens, index % 2 === 0 ? services : others)),
    );
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
  });

  test('later ends the session: nobody can tell the owner from the thief', async () => {
    const tokens = await register();
    const answer = await refresh(tokens);
    passTime(10 * SECOND);
    await expect(refresh(tokens)).rejects.toMatchObject(refused);
    await expect(refresh(answer)).rejects.toMatchObject(refused);
  });

  test('of an older generation ends the session, too', async () => {
    const first = await register();
    const second = await refresh(first);
    passTime(60 * SECOND);
    const third = await refresh(second);
    await expect(refresh(first)).rejects.toMatchObject(refused);
    await expect(refresh(third)).rejects.toMatchObject(refused);
  });

  test('within 10 seconds, but after its session ended, gets nothing', async () => {
    const tokens = await register();
    const { accessToken } = await refresh(tokens);
    const { sid, sub } = claimsOf(accessToken);
    await services.call(
      oauthContract.logout,
      {},
      { user: { id: sub, sessionId: sid, roles: [], permissions: [] }, client },
    );
    await expect(refresh(tokens)).rejects.toMatchObject(refused);
  });
});

describe('A session', () => {
  test('ends when it was not used for REFRESH_TOKEN_TTL', async () => {
    const tokens = await register();
    passTime(env.REFRESH_TOKEN_TTL * SECOND - 1);
    const answer = await refresh(tokens);
    passTime(env.REFRESH_TOKEN_TTL * SECOND);
    await expect(refresh(answer)).rejects.toMatchObject(refused);
  });

  test('ends after SESSION_TTL however much it is used', async () => {
    const step = 20 * DAY;
    const tokens = await keepUsing(await register(), env.SESSION_TTL * SECOND - step, step);
    passTime(step - 1);
    const last = await refresh(tokens);
    passTime(1);
    await expect(refresh(last)).rejects.toMatchObject(refused);
  });

  test('that has ended is no longer alive to the Console', async () => {
    const { sid, sub } = claimsOf((await register()).accessToken);
    expect(await services.call(oauthContract.session, { sid, sub })).toMatchObject({ active: true, user: { id: sub } });
    passTime(env.REFRESH_TOKEN_TTL * SECOND);
    expect(await services.call(oauthContract.session, { sid, sub })).toEqual({ active: false, user: null });
  });
});

function claimsOf(accessToken: string): { sid: string; sub: string } {
  return JSON.parse(Buffer.from(accessToken.split('.')[1] ?? '', 'base64url').toString());
}
