import { describe, expect, test } from '@jest/globals';
import { toRequest } from './request.ts';

describe('the parameters of an action', () => {
  test.each([
    ['into the path', 'GET /api/v1/users/:id', { id: 'a/b' }, '/api/v1/users/a%2Fb', undefined],
    [
      'into the query of a GET',
      'GET /users',
      { q: 'kim & co', limit: 20 },
      '/users?q=kim%20%26%20co&limit=20',
      undefined,
    ],
    [
      'as filters',
      'GET /users',
      { filter: { status: { in: ['a', 'b'] } } },
      '/users?filter[status][in]=a,b',
      undefined,
    ],
    ['nowhere when they are not set', 'GET /users', { q: '', cursor: undefined, sort: [] }, '/users', undefined],
    ['into the body of a PATCH', 'PATCH /users/:id', { id: '1', name: null }, '/users/1', { name: null }],
    ['nowhere when there are none', 'POST /users/:id/disable', { id: '1' }, '/users/1/disable', undefined],
  ])('go %s', (_where, rest, params, path, body) => {
    expect(toRequest(rest, params)).toEqual({ method: rest.split(' ')[0], path, ...(body && { body }) });
  });
});
