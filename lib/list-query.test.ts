import { describe, expect, test } from '@jest/globals';
import { createAjv } from '../middlewares/validator.ts';
import { choiceFilter, type ListParams, listOf, listParams, textFilter, timeFilter } from './list-contract.ts';
import { toPageRequest } from './list-query.ts';
import { Type } from './schema.ts';

const item = Type.Object({ id: Type.String(), name: Type.String(), state: Type.String() });
const options = {
  item,
  sortable: ['name', 'createdAt'],
  defaultSort: ['-createdAt'],
  filterable: {
    state: choiceFilter(['on', 'off']),
    name: textFilter((text) => text.toLowerCase()),
    createdAt: timeFilter(),
  },
  searchable: ['name'],
};
const accepts = createAjv({ allErrors: false }).compile(listParams(options));

describe('what a list is asked', () => {
  test('becomes a query of the store', () => {
    const params: ListParams = {
      limit: 5,
      cursor: 'abc',
      sort: ['-name', 'createdAt'],
      filter: {
        state: 'on',
        name: { prefix: 'KIM', nin: ['A', 'B'] },
        createdAt: { gte: '2026-01-01T01:00:00+01:00' },
      },
      q: 'lee',
      fields: ['name'],
    };
    expect(accepts(structuredClone(params))).toBe(true);
    expect(toPageRequest(params, options)).toEqual({
      query: {
        state: { $eq: 'on' },
        name: { $prefix: 'kim', $nin: ['a', 'b'] },
        createdAt: { $gte: '2026-01-01T00:00:00.000Z' },
      },
      search: { text: 'lee', fields: ['name'] },
      sort: ['-name', 'createdAt'],
      limit: 5,
      cursor: 'abc',
      fields: ['name'],
    });
  });

  test('has a default for everything', () => {
    expect(toPageRequest({}, options)).toEqual({ query: {}, sort: ['-createdAt'], limit: 20 });
  });

  const refused: [string, Record<string, unknown>][] = [
    ['an unknown field to filter by', { filter: { secret: 'x' } }],
    ['an inherited property to filter by', { filter: { constructor: 'x' } }],
    ['an unknown operator', { filter: { name: { regex: '.*' } } }],
    ["the store's own operator", { filter: { name: { $ne: 'x' } } }],
    ['an operator that the field does not have', { filter: { state: { contains: 'o' } } }],
    ['an object where a value belongs', { filter: { name: { eq: { $gt: '' } } } }],
    ['an object in a list of values', { filter: { name: { in: [{ $gt: '' }] } } }],
    ['a month that is none', { filter: { createdAt: { gt: '2026-13-01T00:00:00Z' } } }],
    ['a field that it cannot be sorted by', { sort: ['state'] }],
    ['a field twice in the sort', { sort: ['name', '-name'] }],
    ['an unknown field to answer', { fields: ['password'] }],
    ['an inherited property to answer', { fields: ['toString'] }],
  ];

  test.each(refused)('is refused with %s', (_, params) => {
    expect(() => toPageRequest(params as ListParams, options)).toThrow(expect.objectContaining({ code: 422 }));
  });

  test.each(refused.filter(([name]) => name !== 'a field twice in the sort'))(
    'does not pass the schema with %s',
    (_, params) => {
      expect(accepts(structuredClone(params))).toBe(false);
    },
  );

  test.each([{ expand: ['owner'] }, { limit: 0 }, { limit: 101 }, { count: 'guess' }, { q: '' }, { page: 2 }])(
    'does not pass the schema as %j',
    (params) => {
      expect(accepts(structuredClone(params))).toBe(false);
    },
  );

  test('cannot be a search where nothing is searchable', () => {
    const { searchable, ...plain } = options;
    expect(() => toPageRequest({ q: 'x' }, plain)).toThrow(expect.objectContaining({ code: 422 }));
    expect(createAjv({ allErrors: false }).validate(listParams(plain), { q: 'x' })).toBe(false);
  });
});

test('a list may leave out all of an item but its id', () => {
  const check = createAjv({ allErrors: false }).compile(listOf(item));
  const answer = (data: object[]) => ({ data, meta: { nextCursor: null } });
  expect(check(answer([{ id: '1' }]))).toBe(true);
  expect(check(answer([{ name: 'Kim' }]))).toBe(false);
});
