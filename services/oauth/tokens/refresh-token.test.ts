import { describe, expect, test } from '@jest/globals';
import { hashOf, matchesHash, newRefreshToken, openAnswer, parseRefreshToken, sealAnswer } from './refresh-token.ts';

describe('A refresh token', () => {
  test('is found by its id and proven by 256 random bits', () => {
    const token = newRefreshToken();
    expect(parseRefreshToken(token.value)).toEqual(token);
    expect(Buffer.from(token.value.split('.')[1] ?? '', 'base64url')).toHaveLength(32);
  });

  test('is stored as a hash that only it matches', () => {
    const token = newRefreshToken();
    const forged = { ...token, value: `${token.id}.${newRefreshToken().value.split('.')[1]}` };
    expect(hashOf(token)).not.toContain(token.value.split('.')[1]);
    expect(matchesHash(token, hashOf(token))).toBe(true);
    expect(matchesHash(forged, hashOf(token))).toBe(false);
    expect(matchesHash(token, '')).toBe(false);
  });

  test.each([
    '',
    '.',
    'x'.repeat(200),
    `${newRefreshToken().id}.`,
    `${newRefreshToken().value}a`,
    '__proto__.constructor',
  ])('is not %j', (value) => {
    expect(parseRefreshToken(value)).toBeNull();
  });
});

describe('The answer that is kept for a repeated refresh', () => {
  const token = newRefreshToken();
  const sealed = sealAnswer(token, { refreshToken: 'secret' });

  test('opens with the token that was presented', () => {
    expect(openAnswer(token, sealed)).toEqual({ refreshToken: 'secret' });
  });

  test('opens neither with another token nor with what the store knows of this one', () => {
    const known = { id: token.id, value: hashOf(token) };
    expect(() => openAnswer(newRefreshToken(), sealed)).toThrow();
    expect(() => openAnswer(known, sealed)).toThrow();
  });
});
