import { expect, test } from '@jest/globals';
import { originOf } from './origin.ts';

const user = { id: 'a1', roles: [], permissions: [] };

test.each([
  [
    'an account over HTTP',
    { meta: { user, client: { ip: '::1' } }, requestID: 'r' },
    { actor: 'a1', ip: '::1', requestId: 'r' },
  ],
  ['nobody over HTTP', { meta: { user: null, client: { ip: '::1' } } }, { actor: 'system', ip: '::1' }],
  ['the platform itself', { meta: {}, requestID: null }, { actor: 'system' }],
])('A call by %s says who did it and from where', (_, ctx, origin) => {
  expect(originOf(ctx)).toEqual(origin);
});
