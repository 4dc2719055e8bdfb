import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import { expect, test } from '@jest/globals';
import jwt from 'jsonwebtoken';
import { publicUrl } from '../../../lib/env.ts';
import { AccessTokens } from './access-tokens.ts';

const pair = (kid: string) => {
  const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  return { jwk: { ...publicKey.export({ format: 'jwk' }), kid }, kid, privateKey };
};

function tokenOf({ kid, privateKey }: { kid: string; privateKey: KeyObject }): string {
  return jwt.sign({ sub: 'a', sid: 's' }, privateKey, {
    algorithm: 'RS256',
    header: { alg: 'RS256', typ: 'at+jwt', kid },
    issuer: publicUrl(),
    audience: publicUrl(),
    expiresIn: 60,
  });
}

test('Keys that changed while the ones before were on their way are asked for again', async () => {
  const before = pair('before');
  const after = pair('after');
  let published = [before.jwk];
  let deliver: () => void = () => undefined;
  const delivered = new Promise<void>((resolve) => {
    deliver = resolve;
  });
  const tokens = new AccessTokens(async () => {
    const keys = published;
    await delivered;
    return keys;
  });
  const first = tokens.verify(tokenOf(before), {});
  published = [after.jwk];
  tokens.flush();
  deliver();
  await first;
  expect(await tokens.verify(tokenOf(after), {})).toMatchObject({ sub: 'a' });
  await expect(tokens.verify(tokenOf(before), {})).rejects.toMatchObject({ code: 401 });
});
