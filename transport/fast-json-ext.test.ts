import { describe, expect, test } from '@jest/globals';
import moleculer from 'moleculer';
import { JsonText } from '../lib/json-text.ts';
import { FastJsonExtSerializer } from './fast-json-ext.ts';

const fast = new FastJsonExtSerializer();
const stock = new moleculer.Serializers.JSONExt();

class Money {
  readonly cents = 5;
  toJSON() {
    return '0.05';
  }
}

const payloads: Record<string, Record<string, unknown>> = {
  'plain values': { text: 'a', number: 1.5, yes: true, nothing: null, list: [1, [2, { three: 3 }]], nested: { a: {} } },
  'what is undefined': { a: undefined, list: [undefined, 1] },
  'a Buffer': { bytes: Buffer.from([0, 1, 255]) },
  'a date deep inside': { list: [{ at: new Date(1e12) }] },
  'a map and a set': { map: new Map([['a', 1]]), set: new Set([1, 2]) },
  'a large number': { large: 2n ** 70n },
  'a pattern': { pattern: /a|b/gi },
  'a string that looks like a date': { text: '[[DT]]1' },
  'a string that starts like an extension': { text: '[[', other: 'a [[DT]]1' },
  'an object that says how it is written': { money: new Money(), own: { toJSON: () => 'x' } },
  'an object without a prototype': { bare: Object.assign(Object.create(null), { a: 1 }) },
  'a key that looks like an extension': { '[[DT]]1': 1 },
};

describe('the serializer of packets', () => {
  test.each(Object.entries(payloads))('writes and reads %s as JSONExt does', (_name, payload) => {
    const bytes = stock.serialize(payload);
    expect(fast.serialize(payload).toString()).toBe(bytes.toString());
    expect(fast.deserialize(bytes)).toEqual(stock.deserialize(bytes));
  });

  test('carries an answer that is JSON already as it is, behind the rest of its packet', () => {
    const text = '{"name":"\u00e4 \\"quoted\\" [[DT]]1"}';
    const payload = {
      id: 'a',
      meta: { at: new Date(1e12), bytes: Buffer.from([1]) },
      data: new JsonText(text, '"3-abc"'),
    };
    const bytes = fast.serialize(payload);
    expect(bytes.includes(text)).toBe(true);
    expect(fast.deserialize(bytes)).toEqual(payload);
    expect(fast.deserialize(fast.serialize({ data: new JsonText('null', '"abc"') }))).toEqual({
      data: new JsonText('null', '"abc"'),
    });
  });

  test('fails on a value that contains itself, with an error', () => {
    const circle: Record<string, unknown> = {};
    circle.self = circle;
    expect(() => fast.serialize(circle)).toThrow(/circular/i);
  });
});
