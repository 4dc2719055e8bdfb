import { afterEach, expect, test } from '@jest/globals';
import moleculer, { type Context, type ServiceBroker } from 'moleculer';
import type { Meta } from '../lib/contract.ts';
import config from '../moleculer.config.ts';

let broker: ServiceBroker;

afterEach(() => broker.stop());

test('If-Match of a request is about the action that it asked, not about those which that action calls', async () => {
  broker = new moleculer.ServiceBroker({ ...config, logger: false });
  broker.createService({
    name: 'desk',
    actions: {
      outer: async (ctx: Context<unknown, Meta>) => [
        ctx.meta.ifMatch,
        await ctx.call('desk.inner'),
        await ctx.call('desk.inner', {}, { meta: { ifMatch: [7] } }),
      ],
      inner: (ctx: Context<unknown, Meta>) => [ctx.meta.user?.id, ctx.meta.ifMatch ?? 'none'],
    },
  });
  await broker.start();
  const meta: Meta = { user: { id: 'kim', roles: [], permissions: [] }, ifMatch: [3] };
  expect(await broker.call('desk.outer', {}, { meta })).toEqual([[3], ['kim', 'none'], ['kim', [7]]]);
});
