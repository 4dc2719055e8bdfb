import { expect, test } from '@jest/globals';
import { diffStates } from './state-diff.ts';

test.each([
  ['equal states', { a: 1, b: { c: [1] } }, { b: { c: [1] }, a: 1 }, []],
  ['a changed field', { a: 1, b: 2 }, { a: 1, b: 3 }, [{ field: 'b', from: 2, to: 3 }]],
  ['a nested field', { a: { b: { c: 1 } } }, { a: { b: { c: 2 } } }, [{ field: 'a.b.c', from: 1, to: 2 }]],
  ['a list, as a whole', { a: [1, 2] }, { a: [1] }, [{ field: 'a', from: [1, 2], to: [1] }]],
  [
    'a new state',
    null,
    { a: 1, b: { c: 2 } },
    [
      { field: 'a', from: null, to: 1 },
      { field: 'b.c', from: null, to: 2 },
    ],
  ],
  ['a state that is gone', { a: 1 }, null, [{ field: 'a', from: 1, to: null }]],
  ['null and absent, which are the same', { a: null }, {}, []],
  ['an object that takes the place of text', { a: 'x' }, { a: { b: 1 } }, [{ field: 'a', from: 'x', to: { b: 1 } }]],
  ['an object that is emptied', { a: { b: 1 } }, { a: {} }, [{ field: 'a.b', from: 1, to: null }]],
  ['what every event changes', { id: 'x', version: 1, updatedAt: 'a' }, { id: 'x', version: 2, updatedAt: 'b' }, []],
  [
    'names that objects inherit',
    {},
    { constructor: 1, toString: 2 },
    [
      { field: 'constructor', from: null, to: 1 },
      { field: 'toString', from: null, to: 2 },
    ],
  ],
])('The difference of %s', (_, before, after, changes) => {
  expect(diffStates(before, after)).toEqual(changes);
});
