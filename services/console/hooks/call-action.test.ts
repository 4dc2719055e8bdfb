import { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { beforeAll, expect, test } from '@jest/globals';
import type { ServiceBroker } from 'moleculer';
import { defineContract } from '../../../lib/contract.ts';
import { etagOf, JSON_WANTED, JsonText } from '../../../lib/json-text.ts';
import { Type } from '../../../lib/schema.ts';
import { answerAsJson } from '../../../middlewares/answer-as-json.ts';
import { defineAction } from '../../../mixins/define-action.ts';
import config from '../../../moleculer.config.ts';
import { startNode, untilKnown, withServer } from '../../../test/helpers/cluster-nodes.ts';
import { startRedis, useRedis } from '../../../test/helpers/redis-server.ts';
import { describeWith } from '../../../test/helpers/require-tool.ts';
import type { Exchange } from '../gateway/exchange.ts';
import { Router, type RouteSource } from '../gateway/router.ts';
import { callAction } from './call-action.ts';

const item = Type.Object({ id: Type.String(), name: Type.Union([Type.String(), Type.Null()]) });
const versioned = Type.Object({ id: Type.String(), version: Type.Integer() });
const hidden = { passwordHash: 'not declared' };

const answers = {
  object: { response: item, result: { id: 'a', name: 'Ä "quoted" \u2028 [[DT]]1', ...hidden } },
  resource: { response: versioned, result: { id: 'a', version: 7, ...hidden } },
  list: {
    response: Type.Array(item),
    result: [
      { id: 'a', name: null, ...hidden },
      { id: 'b', name: '' },
    ],
  },
  empty: { response: Type.Object({}), result: hidden },
  number: { response: Type.Number(), result: 1.5 },
  string: { response: Type.String(), result: '{"not": "parsed"}' },
  nothing: { response: Type.Null(), result: null },
  noContent: { response: Type.Null(), status: 204 as const, result: { ...hidden } },
  page: { response: Type.String(), responseType: 'text/html', result: '<p>ä</p>' },
};

const stream = { response: Type.String(), responseType: 'text/csv' };

const service = {
  name: 'things',
  actions: {
    ...Object.fromEntries(
      Object.entries(answers).map(([name, { result, ...contract }]) => [
        name,
        defineAction(describeThing(name, contract), async (ctx) => {
          if (name === 'object') ctx.meta.$location = '/things/a';
          if (name === 'page') ctx.meta.$responseHeaders = { 'CONTENT-type': 'text/plain', 'X-Frame-options': 'DENY' };
          return result as never;
        }),
      ]),
    ),
    stream: defineAction(describeThing('stream', stream), async () => Readable.from(['a,', 'b']) as never),
    relay: defineAction(describeThing('relay', { response: Type.Boolean() }), async (ctx) => {
      const thing: unknown = await ctx.call('other.thing');
      return !(thing instanceof JsonText) && typeof thing === 'object';
    }),
  },
};

const other = {
  name: 'other',
  actions: {
    thing: defineAction({ ...describeThing('x', { response: item }), name: 'other.thing' }, async () => ({
      id: 'a',
      name: null,
    })),
  },
};

function describeThing(
  name: string,
  contract: Pick<Parameters<typeof defineContract>[0], 'response' | 'status' | 'responseType'>,
) {
  return defineContract({
    name: `things.${name}`,
    summary: name,
    rest: `GET /api/v1/things/${name}`,
    auth: 'public',
    params: Type.Object({}),
    ...contract,
  });
}

describeWith('redis', 'What a Console answers for an action', (program) => {
  let here: ServiceBroker;
  let there: ServiceBroker;

  beforeAll(async () => {
    const redis = await startRedis(program);
    useRedis(redis.url);
  });

  /** One node that runs the services, and a Console's that runs none. */
  async function startBoth() {
    here = await startNode([service], withServer(withAnswerAsJson()));
    there = await startNode([other], withServer(withAnswerAsJson()));
    await untilKnown(there, 'things');
    await untilKnown(here, 'other');
  }

  function ask(broker: ServiceBroker, name: string) {
    const endpoint = broker.registry.getActionEndpoints(`things.${name}`)?.endpoints[0];
    const router = new Router();
    const path = `/api/v1/things/${name}`;
    router.update([{ method: 'GET', path, action: endpoint?.action as RouteSource['action'] }]);
    const { route } = router.find('GET', path) ?? {};
    const exchange = {
      route,
      params: {},
      principal: null,
      ip: '',
      req: { headers: {} },
      requestId: 'r',
      traceparent: '',
    };
    return callAction(exchange as unknown as Exchange, broker);
  }

  test('is to the byte the same from another node as from its own, without what is not declared', async () => {
    await startBoth();
    for (const name of Object.keys(answers)) {
      const [local, remote] = [await ask(here, name), await ask(there, name)];
      expect({ name, ...remote }).toEqual({ name, ...local });
      expect(JSON.stringify(remote)).not.toContain('passwordHash');
    }
    expect((await ask(there, 'resource')).headers.etag).toMatch(/^"7-[\w-]{27}"$/);
    expect((await ask(there, 'list')).headers.etag).toMatch(/^"[\w-]{27}"$/);
    expect(await ask(there, 'object')).toMatchObject({ status: 200, headers: { location: '/things/a' } });
    // Two spellings of one name would both be sent.
    expect((await ask(there, 'page')).headers).toMatchObject({
      'content-type': 'text/html',
      'x-frame-options': 'DENY',
    });
    expect(Object.keys((await ask(there, 'page')).headers)).toHaveLength(3);
    expect(await ask(there, 'noContent')).toMatchObject({ status: 204, body: null });
    const { body } = await ask(there, 'stream');
    expect(await text(body as Readable)).toBe('a,b');
  });

  test('comes from the other node as text, which nobody parses', async () => {
    await startBoth();
    const answer = await there.call('things.list', {}, { headers: { ...JSON_WANTED } });
    const text = '[{"id":"a","name":null},{"id":"b","name":""}]';
    expect(answer).toEqual(new JsonText(text, etagOf(text, null)));
    expect(await there.call('things.list')).toEqual(answers.list.result);
  });

  test('is made of values where one action asks another', async () => {
    await startBoth();
    expect((await ask(there, 'relay')).body).toBe('true');
  });

  test('brings back what the action says of it and not who asked', async () => {
    await startBoth();
    const meta = { user: { id: 'u', roles: [], permissions: [] } };
    const call = there.call('things.object', {}, { meta });
    await call;
    const sent = (call as unknown as { ctx: { meta: object } }).ctx.meta;
    expect(sent).toEqual({ ...meta, $location: '/things/a' });
  });
});

/** Where moleculer.config.ts has it in a cluster. */
function withAnswerAsJson() {
  const middlewares = [...(config.middlewares ?? [])];
  const names = middlewares.map((one) => (one as { name?: string }).name);
  middlewares.splice(names.indexOf('Authorization') + 1, 0, answerAsJson);
  return middlewares;
}
