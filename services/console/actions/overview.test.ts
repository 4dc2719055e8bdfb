import { setTimeout as wait } from 'node:timers/promises';
import { describe, expect, test } from '@jest/globals';
import moleculer, { type ServiceSchema } from 'moleculer';
import { commonErrors } from '../../../lib/errors.ts';
import type { Principal } from '../../../lib/principal.ts';
import { admin, startPlatform } from '../../../test/helpers/platform-broker.ts';
import type { Overview } from '../console.contract.ts';

const account = { id: 'admin', email: 'ada@example.com', name: 'Ada', roles: ['admin'] };
const counts = { total: 3, active: 2, disabled: 1, deleted: 4 };
const users = { name: 'users', actions: { get: async () => account, count: async () => counts } };
const oauth = { name: 'oauth', actions: { 'sessions.list': async () => ({ data: [], meta: { total: 2 } }) } };
const plainUser: Principal = { id: 'user', sessionId: 's', roles: ['user'], permissions: [] };

const withAction = (schema: ServiceSchema, name: string, handler: () => Promise<unknown>): ServiceSchema => ({
  ...schema,
  actions: { ...schema.actions, [name]: handler },
});

describe('the overview', () => {
  test('answers from several services at once', async () => {
    const { call } = await startPlatform([users, oauth]);
    expect(await call<Overview>('overview')).toEqual({
      user: account,
      accounts: counts,
      sessions: { active: 2 },
      services: ['console', 'oauth', 'users'].map((name) => ({ name, status: 'ok' })),
      problems: [],
    });
  });

  test('shows a plain user no counts of accounts, which is no problem', async () => {
    const { call } = await startPlatform([users, oauth]);
    expect(await call<Overview>('overview', plainUser)).toMatchObject({ accounts: null, problems: [] });
  });

  test.each([
    ['a service that is not there', [users], 'sessions', 'common.unavailable'],
    [
      'a problem',
      [withAction(users, 'count', () => Promise.reject(commonErrors.internal())), oauth],
      'accounts',
      'common.internal',
    ],
    [
      'an error of Moleculer',
      [withAction(users, 'get', () => Promise.reject(new moleculer.Errors.QueueIsFullError({}))), oauth],
      'user',
      'common.unavailable',
    ],
  ])('leaves out what fails because of %s, says so, and shows the rest', async (_title, services, part, code) => {
    const { call } = await startPlatform(services);
    const overview = await call<Overview>('overview');
    expect(overview.problems).toEqual([{ part, code }]);
    const missing = Object.entries(overview).filter(([, value]) => value === null);
    expect(missing).toEqual([[part, null]]);
  });

  test('waits two seconds for a part and no longer', async () => {
    const slow = withAction(oauth, 'sessions.list', () => wait(4000));
    const { call } = await startPlatform([users, slow]);
    const startedAt = performance.now();
    expect(await call<Overview>('overview')).toMatchObject({
      user: account,
      problems: [{ part: 'sessions', code: 'common.unavailable' }],
    });
    expect(performance.now() - startedAt).toBeLessThan(3000);
  });

  test('is for those who are logged in', async () => {
    const { call } = await startPlatform([users, oauth]);
    await expect(call('overview', null)).rejects.toMatchObject({ code: 401 });
    await expect(call('overview', admin)).resolves.toBeDefined();
  });
});
