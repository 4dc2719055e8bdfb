import { expect, test } from '@jest/globals';
import moleculer from 'moleculer';
import { formatError } from './format-error.ts';

const { ValidationError } = moleculer.Errors;
const exchange = { requestId: 'r' };

test.each([
  ['nothing', undefined],
  ['null', null],
  ['text', 'wrong'],
  ['a list of nothing', [null, undefined, 1]],
  ['half a fault', [{ field: 'name' }]],
])('A service may throw Moleculer’s own validation error with %s in it', (_what, data) => {
  const { status, body } = formatError(new ValidationError('no', 'VALIDATION_ERROR', data as object), exchange);
  expect(status).toBe(422);
  expect(JSON.parse(String(body))).toMatchObject({ code: 'common.invalid', requestId: 'r' });
});
