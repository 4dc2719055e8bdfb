import { beforeAll, describe, expect, test } from '@jest/globals';
import { type Site, startSite, type TokenAnswer } from '../../../test/helpers/site.ts';

const refused = { status: 401, code: 'oauth.invalidCredentials', title: 'The email address or the password is wrong' };
const wrong = 'not the pass phrase';

let site: Site;

beforeAll(async () => {
  site = await startSite();
});

const login = (email: string, password: string, more = {}) =>
  site.request('POST', '/api/v1/auth/login', { body: { email, password, ...more } });

describe('A login with the right password', () => {
  test('answers tokens and who it is, which no cache keeps', async () => {
    const { user, password } = await site.register();
    const answer = await site.request<TokenAnswer>('POST', '/api/v1/auth/login', {
      body: { email: user.email.toUpperCase(), password },
    });
    expect(answer).toMatchObject({ status: 200, headers: { 'cache-control': 'no-store' } });
    expect(answer.body).toMatchObject({
      tokenType: 'Bearer',
      expiresIn: 600,
      user: { email: user.email, roles: ['user'] },
    });
    const me = await site.request('GET', '/api/v1/auth/me', { token: answer.body.accessToken });
    expect(me).toMatchObject({ status: 200, body: { user: { id: user.id }, session: { current: true } } });
  });

  test('makes an access token after RFC 9068 that says no more than it must', async () => {
    const { accessToken, user } = await site.register();
    const [header, claims] = accessToken.split('.').map((part) => Buffer.from(part, 'base64url').toString());
    expect(JSON.parse(header ?? '')).toEqual({ alg: 'RS256', typ: 'at+jwt', kid: expect.any(String) });
    expect(JSON.parse(claims ?? '')).toEqual({
      iss: site.url,
      aud: site.url,
      sub: user.id,
      sid: expect.any(String),
      jti: expect.any(String),
      client_id: 'site11',
      roles: ['user'],
      iat: expect.any(Number),
      exp: expect.any(Number),
    });
  });

  test('succeeds as often as it is made at the same moment', async () => {
    const { user, password } = await site.register();
    const answers = await Promise.all(Array.from({ length: 10 }, () => login(user.email, password)));
    expect(answers.map(({ status }) => status)).toEqual(Array(10).fill(200));
  });
});

describe('A login that is refused', () => {
  test('is answered the same, whether the account exists, is disabled or deleted, or the password is wrong', async () => {
    const [active, disabled, deleted] = await Promise.all([site.register(), site.register(), site.register()]);
    const token = await site.adminToken();
    await site.request('POST', `/api/v1/users/${disabled.user.id}/disable`, { token });
    await site.request('DELETE', `/api/v1/users/${deleted.user.id}`, { token });
    const answers = await Promise.all([
      login(active.user.email, wrong),
      login('nobody@example.com', wrong),
      login('not an address', wrong),
      login(disabled.user.email, disabled.password),
      login(deleted.user.email, deleted.password),
    ]);
    for (const { status, body } of answers) {
      const { requestId, instance, ...problem } = body;
      expect({ status, ...problem }).toMatchObject(refused);
      expect(problem).toEqual((({ requestId: _id, instance: _instance, ...rest }) => rest)(answers[0]?.body ?? {}));
    }
  });

  test('takes about as long for an account that does not exist', async () => {
    const { user } = await site.register();
    const timed = async (email: string) => {
      const start = performance.now();
      await login(email, wrong);
      return performance.now() - start;
    };
    const known: number[] = [];
    const unknown: number[] = [];
    for (let round = 0; round < 4; round += 1) {
      known.push(await timed(user.email));
      unknown.push(await timed(`nobody-${round}@example.com`));
    }
    const ratio = Math.min(...unknown) / Math.min(...known);
    expect(ratio).toBeGreaterThan(0.5);
    expect(ratio).toBeLessThan(2);
  });

  test.each([
    [{}, ['email', 'password']],
    [{ email: 'a@example.com', password: 'x', admin: true }, ['admin']],
    [{ email: { $ne: null }, password: wrong }, ['email']],
    [{ email: 'a@example.com', password: ['x'] }, ['password']],
  ])('for its form is told which field is wrong: %j', async (body, fields) => {
    const answer = await site.request<{ errors: { field: string }[] }>('POST', '/api/v1/auth/login', { body });
    expect(answer.status).toBe(422);
    expect(answer.body.errors.map(({ field }) => field)).toEqual(fields);
  });
});

describe('Who guesses', () => {
  test('has to wait after 5 failures, also when all guesses come at once, while the right password is no help', async () => {
    const { user, password } = await site.register();
    const guesses = await Promise.all(Array.from({ length: 20 }, () => login(user.email, wrong)));
    const verified = guesses.filter(({ status }) => status === 401);
    expect(verified).toHaveLength(5);
    const refusal = await login(user.email, password);
    expect(refusal).toMatchObject({ status: 429, body: { code: 'oauth.tooManyAttempts' } });
    expect(Number(refusal.headers['retry-after'])).toBeGreaterThan(0);
    expect(Number(refusal.headers['retry-after'])).toBeLessThanOrEqual(60);
  });

  test('is told the same of an account that does not exist', async () => {
    for (let guess = 0; guess < 5; guess += 1) await login('nobody@example.com', wrong);
    expect(await login('nobody@example.com', wrong)).toMatchObject({
      status: 429,
      body: { code: 'oauth.tooManyAttempts' },
    });
  });
});
