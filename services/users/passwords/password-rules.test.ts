import { describe, expect, test } from '@jest/globals';
import { requireStrongPassword } from './password-rules.ts';

const check = (password: string) => requireStrongPassword(password, 'kim@example.com', 'newPassword');

describe('a new password', () => {
  test.each([
    ['short pwd', 'minLength'],
    ['a'.repeat(129), 'maxLength'],
    ['Password123', 'tooCommon'],
    ['QWERTYUIOP', 'tooCommon'],
    ['aaaaaaaaaaaa', 'tooCommon'],
    ['abababababab', 'tooCommon'],
    ['Kim@Example.com', 'sameAsEmail'],
    ['long enough \ud800', 'malformed'],
  ])('%j is refused as %s, at its field', (password, code) => {
    expect(() => check(password)).toThrow(
      expect.objectContaining({
        code: 422,
        type: 'users.weakPassword',
        data: expect.objectContaining({ errors: [expect.objectContaining({ field: 'newPassword', code })] }),
      }),
    );
  });

  test.each(['correct horse', 'пароль из слов', '🐴🔋📎✅🌍🐴🔋📎✅🌍', 'wxyz'.repeat(32)])(
    '%j is taken',
    (password) => {
      expect(check(password)).toBe(password);
    },
  );

  test('is the same whichever way the keyboard composes its letters', () => {
    expect(check('cafe\u0301 au lait')).toBe(check('caf\u00e9 au lait'));
  });
});
