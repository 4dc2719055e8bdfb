import { beforeAll, describe, expect, test } from '@jest/globals';
import { env } from '../../../lib/env.ts';
import { systemPrincipal } from '../../../lib/principal.ts';
import { type Services, startServices } from '../../../test/helpers/services-in-process.ts';
import users from '../../users/users.service.ts';
import { oauthContract } from '../oauth.contract.ts';
import oauth from '../oauth.service.ts';

let services: Services;
let userId: string;

beforeAll(async () => {
  services = await startServices([users, oauth]);
  const account = { email: 'kim@example.com', password: 'a long pass phrase', name: 'Kim' };
  userId = (await services.call(oauthContract.register, account)).user.id;
});

describe('An access token without a password', () => {
  test('is made for the platform itself, and its session is one that the account sees', async () => {
    const answer = await services.call(oauthContract.issueForAccount, { userId }, { user: systemPrincipal });
    expect(answer).toEqual({ accessToken: expect.any(String), expiresIn: env.ACCESS_TOKEN_TTL });
    const { data } = await services.call(
      oauthContract.listSessions,
      { sort: ['-createdAt'] },
      { user: { id: userId, roles: [], permissions: [] } },
    );
    expect(data).toHaveLength(2);
    const [issued] = data;
    expect(issued?.device.name).toBe('Operator');
    expect(Date.parse(issued?.expiresAt ?? '') - Date.parse(issued?.createdAt ?? '')).toBe(env.ACCESS_TOKEN_TTL * 1000);
  });

  test.each([
    ['nobody', null],
    ['an admin', { id: 'admin', roles: ['admin'], permissions: ['*'] }],
  ])('is not made for %s', async (_who, user) => {
    await expect(services.call(oauthContract.issueForAccount, { userId }, { user })).rejects.toMatchObject({
      code: 403,
    });
  });
});
