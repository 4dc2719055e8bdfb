import { describe, expect, test } from '@jest/globals';
import TypeBox from 'typebox';
import { Type } from './schema.ts';

/** Builds the same schema with TypeBox itself and with the builders that run in its place. */
const schemas: Record<string, (type: typeof Type) => unknown> = {
  text: (type) => type.String({ minLength: 1, description: 'A name.' }),
  numbers: (type) => type.Array(type.Union([type.Integer({ minimum: 0 }), type.Number()]), { maxItems: 3 }),
  'yes or nothing': (type) => type.Union([type.Boolean(), type.Null()]),
  constants: (type) => type.Union([type.Literal('a'), type.Literal(1), type.Literal(true)]),
  choices: (type) => type.Enum(['a', 'b'], { default: 'a' }),
  'anything at all': (type) => type.Record(type.String(), type.Unknown(), { maxProperties: 4 }),
  'keys of a pattern': (type) => type.Record(type.String({ pattern: '^[a-z]+$' }), type.Unsafe({ type: 'string' })),
  'an empty object': (type) => type.Object({}),
  'properties that may be left out': (type) =>
    type.Object({ a: type.String(), b: type.Optional(type.Integer({ default: 1 })) }, { additionalProperties: false }),
  'properties that may all be left out': (type) => type.Object({ a: type.Optional(type.Unknown()) }),
  'some of the properties': (type) =>
    type.Pick(
      type.Object(
        { a: type.String(), b: type.Optional(type.Integer()), c: type.Null() },
        { additionalProperties: false },
      ),
      ['a', 'b'],
      { description: 'Part.' },
    ),
  'one schema, here optional and there not': (type) => {
    const name = type.String();
    return type.Object({ a: type.Optional(name), b: name });
  },
};

describe('a schema is what TypeBox makes of it:', () => {
  test.each(Object.entries(schemas))('%s', (_title, build) => {
    expect(JSON.parse(JSON.stringify(build(Type)))).toEqual(JSON.parse(JSON.stringify(build(TypeBox))));
  });
});
