import { describe, expect, test } from '@jest/globals';
import moleculer, { type ServiceSchema } from 'moleculer';
import { Type } from '../lib/schema.ts';
import config from '../moleculer.config.ts';

describe('an action whose params are no object schema', () => {
  const closed = { additionalProperties: false };
  const one = Type.Object({ a: Type.String() }, closed);

  test.each([
    ['a union', Type.Union([one, Type.Object({ b: Type.String() }, closed)])],
    ['an intersection', Type.Unsafe({ allOf: [one, Type.Object({ b: Type.String() })] })],
  ])('but %s, which nothing would validate, stops the start', (_what, params) => {
    const broker = new moleculer.ServiceBroker({ ...config, logger: false });
    const schema = { name: 'desk', actions: { ask: { auth: 'public', params, handler: () => null } } };
    expect(() => broker.createService(schema as unknown as ServiceSchema)).toThrow(/params of the action desk\.ask/);
  });
});
