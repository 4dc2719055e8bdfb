import { expect, test } from '@jest/globals';
import { defineContract } from '../../../lib/contract.ts';
import { Type } from '../../../lib/schema.ts';
import { defineAction } from '../../../mixins/define-action.ts';
import { startPlatform } from '../../../test/helpers/platform-broker.ts';

const ping = defineContract({
  name: 'users.ping',
  summary: 'Ping',
  rest: 'GET /api/v1/ping',
  auth: 'public',
  params: Type.Object({}, { additionalProperties: false }),
  response: Type.Object({}),
});
const users = { name: 'users', actions: { ping: defineAction(ping, () => ({})) } };
const broken = { status: 'down', checks: { store: { ok: false, reason: 'gone' } } };

const ownRoutes = [
  'healthSummary',
  'healthLive',
  'healthReady',
  'healthDetail',
  'listNodes',
  'listServices',
  'listActions',
  'listEvents',
  'streamStatus',
  'describeApi',
  'overview',
  'readMetrics',
].map((name) => ({ action: `console.${name}` }));
const allRoutes = [...ownRoutes, { action: 'users.ping' }];
const expected = ['console', 'users'];

test('a process with all its services and routes is ready', async () => {
  const door = { routes: () => allRoutes, isDraining: () => false, isOpen: () => true };
  const { call } = await startPlatform([users], { expected, door });
  expect(await call('healthReady', null)).toEqual({ status: 'ok' });
});

test.each([
  ['misses a service', [], allRoutes, false, { field: 'users', code: 'missing' }],
  ['has not made the routes of a service yet', [users], ownRoutes, false, { field: 'routes', code: 'pending' }],
  [
    'has a service whose store is gone',
    [{ name: 'users', actions: { ...users.actions, health: async () => broken } }],
    allRoutes,
    false,
    { field: 'users', code: 'down' },
  ],
  ['is being stopped', [users], allRoutes, true, { field: 'process', code: 'stopping' }],
])('a process that %s is not ready, and says so', async (_title, services, routes, draining, reason) => {
  const door = { routes: () => routes, isDraining: () => draining, isOpen: () => true };
  const { call } = await startPlatform(services, { expected, door });
  await expect(call('healthReady', null)).rejects.toMatchObject({
    code: 503,
    type: 'console.notReady',
    data: { retryAfter: 1, errors: [expect.objectContaining(reason)] },
  });
});

test('a process that is not ready still lives', async () => {
  const { call } = await startPlatform([], { expected });
  expect(await call('healthLive', null)).toEqual({ status: 'ok' });
});
