import { describe, expect, test } from '@jest/globals';
import { Type } from '../../../lib/schema.ts';
import { createQueryReader } from './query-reader.ts';

const schema = Type.Object(
  {
    id: Type.String(),
    limit: Type.Optional(Type.Integer()),
    q: Type.Optional(Type.String()),
    sort: Type.Optional(Type.Array(Type.String())),
    exact: Type.Optional(Type.Boolean()),
  },
  { additionalProperties: false },
);
const read = createQueryReader(schema);

/** What it comes to, or the fields that are wrong. */
function outcome(queryString: string): unknown {
  try {
    return read(queryString, { id: 'a' });
  } catch (error) {
    return (error as { data: { errors?: { field: string }[] } }).data.errors?.map(({ field }) => field) ?? 'refused';
  }
}

describe('a query string without brackets and escapes, which Node reads,', () => {
  // The escaped twin of each goes through qs.
  test.each([
    'limit=20&sort=name',
    'sort=name&sort=-id',
    'sort=name,-id',
    'q=a=b',
    'q=',
    'q',
    'q=1&&limit=2&',
    'limit=many',
    'unknown=1',
    'q=a&q=b',
    'toString=1',
    'exact=true',
    'id=b',
    '=x&q=1',
  ])('%s comes to the same as with an escape in it', (plain) => {
    const escaped = plain.replace(/[a-z]/, (letter) => `%${letter.charCodeAt(0).toString(16)}`);
    expect(escaped).toContain('%');
    expect(outcome(plain)).toEqual(outcome(escaped));
  });

  test('has a limit to its parameters, and no way to a prototype', () => {
    expect(outcome(Array.from({ length: 101 }, (_, n) => `p${n}=1`).join('&'))).toBe('refused');
    expect(outcome('__proto__=1')).toBe('refused');
    expect(outcome('id=other')).toEqual({ id: 'a' });
  });
});
