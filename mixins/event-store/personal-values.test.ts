import { randomBytes } from 'node:crypto';
import { expect, test } from '@jest/globals';
import { openValues, sealValues } from './personal-values.ts';

const key = randomBytes(32);
const context = { aggregate: 'person', stream: 's1', version: 1 };

const sample = () => ({
  name: 'Ada',
  empty: '',
  nothing: null,
  age: 36,
  address: { city: 'London', zip: 'W1' },
  phones: [{ number: '1' }, { number: '2', note: 'x' }],
});

test.each([
  ['a field', ['name'], ['name']],
  ['a number', ['age'], ['age']],
  ['empty text', ['empty'], ['empty']],
  ['a nested field', ['address.city'], ['address.city']],
  ['a whole object', ['address'], ['address']],
  ['an object and a field in it, once', ['address.city', 'address', 'address'], ['address']],
  ['every element of a list', ['phones.number'], ['phones.0.number', 'phones.1.number']],
  ['what stands where an object was expected', ['name.first'], ['name']],
  ['nothing for what is null or absent', ['nothing', 'other', 'address.other', '__proto__.x'], []],
])('Sealing takes %s out of sight and opening brings it back', (_, paths, places) => {
  const data = sample();
  expect(sealValues(data, paths, key, context)).toEqual(places);
  const values = JSON.stringify(data);
  if (places.length > 0) expect(values).not.toEqual(JSON.stringify(sample()));
  openValues(data, places, key, context);
  expect(data).toEqual(sample());
});

test.each([
  ['aggregate', { aggregate: 'account' }],
  ['stream', { stream: 's2' }],
  ['version', { version: 2 }],
])('A sealed value that was moved to another %s does not open', (_, difference) => {
  const data = sample();
  const places = sealValues(data, ['name'], key, context);
  expect(() => openValues(data, places, key, { ...context, ...difference })).toThrow();
});

test('A sealed value that was moved to another field does not open', () => {
  const data = sample();
  sealValues(data, ['name', 'age'], key, context);
  const swapped = { ...data, name: data.age, age: data.name };
  expect(() => openValues(swapped, ['name'], key, context)).toThrow();
});

test('Values of an erased subject are null, sealed or about to be', () => {
  const data = sample();
  const places = sealValues(data, ['name', 'address.city'], key, context);
  openValues(data, places, 'erased', context);
  expect(data).toMatchObject({ name: null, address: { city: null, zip: 'W1' } });

  const late = sample();
  expect(sealValues(late, ['name'], 'erased', context)).toEqual([]);
  expect(late.name).toBeNull();
});
