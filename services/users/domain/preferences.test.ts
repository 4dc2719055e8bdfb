import { describe, expect, test } from '@jest/globals';
import { preferencesFault } from './preferences.ts';

describe('preferences', () => {
  test('may be any JSON of moderate size', () => {
    expect(
      preferencesFault({ theme: 'dark', columns: ['email', 'name'], table: { rows: 20, dense: null } }),
    ).toBeNull();
  });

  test.each([
    ['__proto__', JSON.parse('{"a":{"__proto__":{"isAdmin":true}}}')],
    ['constructor', { a: { constructor: 1 } }],
    ['an operator', { a: { $set: 1 } }],
    ['a dotted key', { a: { 'b.c': 1 } }],
    ['a null character in a key', { a: { 'b\u0000': 1 } }],
    ['half a surrogate pair in a key', { a: { '\ud800': 1 } }],
    ['half a surrogate pair in a text', { a: ['\ud800'] }],
    ['seven levels', { a: { b: { c: { d: { e: { f: { g: 1 } } } } } } }],
    ['50,000 levels', nested(50_000)],
    ['more than 16 KB', { a: 'é'.repeat(8200) }],
  ])('are refused with %s', (_, preferences) => {
    expect(preferencesFault(preferences)).toEqual(expect.any(String));
  });

  test('of just 16 KB are taken', () => {
    expect(preferencesFault({ a: 'x'.repeat(16 * 1024 - '{"a":""}'.length) })).toBeNull();
  });
});

function nested(levels: number): Record<string, unknown> {
  let value: Record<string, unknown> = {};
  for (let level = 1; level < levels; level++) value = { a: value };
  return value;
}
