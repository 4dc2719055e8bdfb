import { describe, expect, test } from '@jest/globals';
import { Type } from '../../../lib/schema.ts';
import { defineAction } from '../../../mixins/define-action.ts';
import { Router, type RouteSource } from './router.ts';

/** A route as a service publishes it, reading one query parameter. */
function published(name: string, rest: string, parameter = 'a'): RouteSource {
  const [method = '', path = ''] = rest.split(' ');
  const params = Type.Object({ [parameter]: Type.Optional(Type.Integer()) }, { additionalProperties: false });
  const contract = { name: 'desk.ask', summary: '', auth: 'public', params, response: Type.Object({}) } as const;
  return { method, path, action: { ...defineAction(contract, () => ({})), name } };
}

describe('a new version of a service', () => {
  test('may call the parameter of a path by another name', () => {
    const router = new Router();
    router.update([published('desk.ask', 'GET /desks/:id')]);
    expect(router.update([published('desk.ask', 'GET /desks/:desk')])).toEqual([]);
    expect(router.find('GET', '/desks/7')?.params).toEqual({ desk: '7' });
  });

  test('may answer a known route by another action, and with other query parameters', () => {
    const router = new Router();
    router.update([published('desk.ask', 'GET /desks')]);
    router.update([published('desk.list', 'GET /desks', 'b')]);
    const route = router.find('GET', '/desks')?.route;
    expect(route?.action).toBe('desk.list');
    expect(route?.readQuery('b=1', {})).toEqual({ b: 1 });
    expect(() => route?.readQuery('a=1', {})).toThrow();
  });
});

test('A route that cannot be used is reported and leaves the others as they are', () => {
  const router = new Router();
  const faults = router.update([published('desk.bad', 'FETCH /bad'), published('desk.ask', 'GET /desks')]);
  expect(faults).toEqual([expect.stringContaining('FETCH /bad of desk.bad')]);
  expect(router.find('GET', '/desks')).not.toBeNull();
});
