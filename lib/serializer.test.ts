import { expect, test } from '@jest/globals';
import { Type } from './schema.ts';
import { createSerializer } from './serializer.ts';

const write = (schema: Parameters<typeof createSerializer>[0], value: unknown) =>
  JSON.parse(createSerializer(schema)(value));

test('What is written is what the schema declares, and nothing else', () => {
  const schema = Type.Object({ id: Type.String(), owner: Type.Object({ name: Type.String() }) });
  const value = { id: 'a', password: 'secret', owner: { name: 'Kim', email: 'kim@example.com' } };
  expect(write(schema, value)).toEqual({ id: 'a', owner: { name: 'Kim' } });
});

test('A field that may be null is written either way', () => {
  const schema = Type.Object({ at: Type.Union([Type.String({ format: 'date-time' }), Type.Null()]) });
  for (const at of [null, '2030-01-01T00:00:00.000Z']) expect(write(schema, { at })).toEqual({ at });
});

test('An object that may hold anything is written whole', () => {
  const schema = Type.Object({ settings: Type.Record(Type.String(), Type.Unknown()) });
  const settings = { theme: 'a "dark" one', deep: { list: [1, null, { x: true }] }, none: null, '': 'ü' };
  expect(write(schema, { settings })).toEqual({ settings });
});

test('In an object of objects those have only what they declare', () => {
  const schema = Type.Record(Type.String(), Type.Object({ ok: Type.Boolean() }));
  expect(write(schema, { users: { ok: true, reason: 'secret' } })).toEqual({ users: { ok: true } });
});
