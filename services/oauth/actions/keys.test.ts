import { createPublicKey, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { setTimeout } from 'node:timers/promises';
import { beforeAll, describe, expect, test } from '@jest/globals';
import jsonwebtoken, { type JwtPayload, type SignOptions } from 'jsonwebtoken';
import { env } from '../../../lib/env.ts';
import { failToStart, type Site, startSite } from '../../../test/helpers/site.ts';
import { storedDocuments } from '../../../test/helpers/stored-data.ts';
import { openPrivateKey } from '../keys/generate-signing-key.ts';
import type { PublicJwk, SigningKey } from '../keys/signing-key.ts';

const secret = 'the secret of the installation under test';

let site: Site;

beforeAll(async () => {
  env.SITE11_SECRET = secret;
  site = await startSite({ env: { SITE11_SECRET: secret } });
});

const publishedKeys = async () =>
  (await site.request<{ keys: PublicJwk[] }>('GET', '/.well-known/jwks.json')).body.keys;

const statusOf = async (token: string) => (await site.request('GET', '/api/v1/auth/me', { token })).status;

const rotate = async () =>
  site.request<{ kid: string; nextKid: string; retiredKid: string; rotated: boolean }>(
    'POST',
    '/api/v1/auth/keys/rotate',
    { token: await site.adminToken(), body: {} },
  );

const kidOf = (token: string) => jsonwebtoken.decode(token, { complete: true })?.header.kid;

describe('The published keys', () => {
  test('are the current and the next one, without their private parts, and may be cached for minutes', async () => {
    while ((await publishedKeys()).length < 2) await setTimeout(20);
    const answer = await site.request<{ keys: PublicJwk[] }>('GET', '/.well-known/jwks.json');
    expect(answer).toMatchObject({ status: 200, headers: { 'cache-control': 'public, max-age=300' } });
    expect(answer.body.keys).toHaveLength(2);
    for (const key of answer.body.keys) {
      expect(Object.keys(key).sort()).toEqual(['alg', 'e', 'kid', 'kty', 'n', 'use']);
      expect(key).toMatchObject({ kty: 'RSA', use: 'sig', alg: 'RS256' });
      expect(createPublicKey({ key: { ...key }, format: 'jwk' }).asymmetricKeyDetails?.modulusLength).toBe(2048);
    }
  });

  test('are at both addresses', async () => {
    const { body } = await site.request<{ keys: PublicJwk[] }>('GET', '/oauth/jwks');
    expect(body.keys).toEqual(await publishedKeys());
  });
});

describe('Rotation', () => {
  test('takes the next key, makes another and keeps the old one published: tokens from before and after verify', async () => {
    const before = await site.register();
    const published = await publishedKeys();
    const { status, body } = await rotate();
    expect({ status, body }).toMatchObject({
      status: 200,
      body: { rotated: true, retiredKid: kidOf(before.accessToken) },
    });
    expect(published.map(({ kid }) => kid)).toContain(body.kid);
    const after = await site.register();
    expect(kidOf(after.accessToken)).toBe(body.kid);
    expect(await statusOf(before.accessToken)).toBe(200);
    expect(await statusOf(after.accessToken)).toBe(200);
    const kids = (await publishedKeys()).map(({ kid }) => kid);
    expect(kids).toEqual(expect.arrayContaining([body.kid, body.nextKid, body.retiredKid]));
  });

  test('again and again under load fails no request', async () => {
    const people = await Promise.all([site.register(), site.register(), site.register()]);
    let rotating = true;
    const load = people.map(async ({ accessToken, refreshToken }) => {
      let tokens = { accessToken, refreshToken };
      const statuses = new Set<number>();
      while (rotating) {
        statuses.add(await statusOf(tokens.accessToken));
        const { status, body } = await site.request<typeof tokens>('POST', '/api/v1/auth/refresh', {
          body: { refreshToken: tokens.refreshToken },
        });
        statuses.add(status);
        tokens = body;
      }
      return [...statuses];
    });
    for (let rotation = 0; rotation < 5; rotation += 1) expect(await rotate()).toMatchObject({ status: 200 });
    rotating = false;
    expect((await Promise.all(load)).flat()).toEqual([200, 200, 200]);
  });

  test('by two at the same moment says to each what happened, and leaves one current and one next key', async () => {
    const answers = await Promise.all([rotate(), rotate()]);
    for (const { status } of answers) expect(status).toBe(200);
    const list = await site.request<{ data: { kid: string; state: string }[] }>('GET', '/api/v1/auth/keys', {
      token: await site.adminToken(),
    });
    const states = list.body.data.map(({ state }) => state);
    expect(states.filter((state) => state !== 'retiring').sort()).toEqual(['current', 'next']);
  });

  test('is for those who hold keys:rotate', async () => {
    const { accessToken: token } = await site.register();
    expect(await site.request('POST', '/api/v1/auth/keys/rotate', { token, body: {} })).toMatchObject({ status: 403 });
    expect(await site.request('GET', '/api/v1/auth/keys', { token })).toMatchObject({ status: 403 });
  });

  test('forgets the private part of a key that retires, and keeps none in plain', async () => {
    for (const { state, sealedPrivateJwk } of await storedKeys()) {
      expect(sealedPrivateJwk === undefined).toBe(state === 'retiring');
      expect(sealedPrivateJwk ?? '').not.toContain('"d"');
    }
  });
});

describe('A forged access token', () => {
  let claims: JwtPayload;
  let current: { kid: string; privateKey: KeyObject; publicPem: string };

  beforeAll(async () => {
    const { accessToken } = await site.register();
    claims = jsonwebtoken.decode(accessToken) as JwtPayload;
    const { id, sealedPrivateJwk = '' } = (await storedKeys()).find(({ state }) => state === 'current') as SigningKey;
    const privateKey = openPrivateKey(id, sealedPrivateJwk);
    const publicPem = createPublicKey(privateKey.export({ type: 'pkcs8', format: 'pem' })).export({
      type: 'spki',
      format: 'pem',
    }) as string;
    current = { kid: id, privateKey, publicPem };
  });

  /** A token as the service signs it, but for what is given. */
  const sign = (changed: JwtPayload = {}, header: object = {}, key: KeyObject = current.privateKey) =>
    jsonwebtoken.sign(withoutUndefined({ ...claims, ...changed }), key, {
      algorithm: 'RS256',
      header: { alg: 'RS256', typ: 'at+jwt', kid: current.kid, ...header },
    } as SignOptions);

  const unsigned = (header: object, signature = '') =>
    [header, claims]
      .map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'))
      .join('.')
      .concat('.', signature);

  test('differs from this one, which is accepted', async () => {
    expect(await statusOf(sign())).toBe(200);
  });

  const now = Math.floor(Date.now() / 1000);
  const stranger = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey;
  const forgeries: [string, () => string][] = [
    ['without a signature (alg none)', () => unsigned({ alg: 'none', typ: 'at+jwt', kid: current.kid })],
    ['without a signature (alg RS256)', () => unsigned({ alg: 'RS256', typ: 'at+jwt', kid: current.kid })],
    [
      'signed with the public key as if it were a password (alg HS256)',
      () => hs256(current.publicPem, claims, current.kid),
    ],
    ['signed with a key of its own', () => sign({}, {}, stranger)],
    ['that brings its key along', () => sign({}, { jwk: stranger.export({ format: 'jwk' }) }, stranger)],
    ['of an unknown key', () => sign({}, { kid: 'unknown' })],
    ['of a key named like a path', () => sign({}, { kid: '../../../dev/null' })],
    ['of a key named like a prototype', () => sign({}, { kid: '__proto__' })],
    ['without a key id', () => sign({}, { kid: undefined })],
    ['of another issuer', () => sign({ iss: 'https://evil.example' })],
    ['for another audience', () => sign({ aud: 'https://evil.example' })],
    ['for no audience', () => sign({ aud: undefined })],
    ['of the type JWT, such as an ID token', () => sign({}, { typ: 'JWT' })],
    ['that has expired', () => sign({ iat: now - 700, exp: now - 1 })],
    ['that never expires', () => sign({ exp: undefined })],
    ['of another account', () => sign({ sub: '018f0000-0000-7000-8000-000000000000' })],
    ['of another session', () => sign({ sid: '018f0000-0000-7000-8000-000000000000' })],
    [
      'with changed claims',
      () => sign().replace(/\..*\./, `.${Buffer.from(JSON.stringify({ ...claims, sub: 'x' })).toString('base64url')}.`),
    ],
  ];

  test.each(forgeries)('%s is refused', async (_name, forge) => {
    expect(await statusOf(forge())).toBe(401);
  });
});

describe('A start with another secret than the keys were sealed with', () => {
  test('is refused with a message that says so, and changes no key', async () => {
    const before = await storedKeys();
    await site.stop();
    const env = { SITE11_SECRET: 'not the secret of the installation under test' };
    const { code, log } = await failToStart({ dataDir: site.dataDir, env });
    expect(code).not.toBe(0);
    expect(log).toContain('sealed with another secret');
    expect(await storedKeys()).toEqual(before);
  });
});

function withoutUndefined(claims: JwtPayload): JwtPayload {
  return JSON.parse(JSON.stringify(claims)) as JwtPayload;
}

/** By hand: jsonwebtoken itself refuses to use a public key as an HMAC secret. */
function hs256(secretPem: string, claims: JwtPayload, kid: string): string {
  return jsonwebtoken.sign(claims, Buffer.from(secretPem), {
    algorithm: 'HS256',
    header: { alg: 'HS256', typ: 'at+jwt', kid },
    allowInsecureKeySizes: true,
  });
}

/** As a thief of the database and of the secret would read them. */
function storedKeys(): Promise<SigningKey[]> {
  return storedDocuments(site, 'oauth', 'keys');
}
