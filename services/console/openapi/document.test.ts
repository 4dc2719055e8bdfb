import { describe, expect, test } from '@jest/globals';
import { Validator } from '@seriousme/openapi-schema-validator';
import { defineContract } from '../../../lib/contract.ts';
import { commonErrors, defineErrors } from '../../../lib/errors.ts';
import { choiceFilter, listOf, listParams, timeFilter } from '../../../lib/list-contract.ts';
import { Type } from '../../../lib/schema.ts';
import { defineAction } from '../../../mixins/define-action.ts';
import { startPlatform } from '../../../test/helpers/platform-broker.ts';

type Json = Record<string, unknown>;
interface Operation extends Json {
  parameters: Json[];
  requestBody?: { required: boolean; content: { 'application/json': { schema: Json } } };
  responses: Record<string, { description: string; headers: Json; content: Record<string, { schema: Json }> }>;
}
interface ApiDocument extends Json {
  paths: Record<string, Record<string, Operation>>;
  components: Record<string, Record<string, Json>>;
}

const bookErrors = defineErrors('books', { lent: { status: 409, title: 'The book is lent' } });

const closed = { additionalProperties: false };
const id = Type.String({ minLength: 1, description: 'Opaque id.' });
const bookSchema = Type.Object({ id, title: Type.String(), version: Type.Integer() }, { $id: 'Book' });

const books = {
  list: defineContract({
    name: 'books.list',
    summary: 'List books',
    rest: 'GET /api/v1/books',
    auth: 'books:read',
    params: listParams({
      item: bookSchema,
      sortable: ['title'],
      defaultSort: ['title'],
      filterable: { status: choiceFilter(['lent', 'free']), createdAt: timeFilter() },
    }),
    response: listOf(bookSchema),
  }),
  create: defineContract({
    name: 'books.create',
    summary: 'Add a book',
    rest: 'POST /api/v1/books',
    auth: 'authenticated',
    params: Type.Object({ title: Type.String(), pages: Type.Optional(Type.Integer()) }, closed),
    response: bookSchema,
    status: 201,
  }),
  update: defineContract({
    name: 'books.update',
    summary: 'Change a book',
    rest: 'PATCH /api/v1/books/:id',
    auth: 'authenticated',
    params: Type.Object({ id, title: Type.Optional(Type.String()) }, closed),
    response: bookSchema,
    errors: [commonErrors.versionConflict, bookErrors.lent],
  }),
  read: defineContract({
    name: 'books.read',
    summary: 'Read a book',
    rest: ['GET /api/v1/books/:id', 'GET /books/:id'],
    auth: 'public',
    params: Type.Object({ id }, closed),
    response: bookSchema,
  }),
  hidden: defineContract({
    name: 'books.hidden',
    summary: 'For other services',
    auth: 'internal',
    params: Type.Object({}, closed),
    response: Type.Null(),
  }),
};
const service = {
  name: 'books',
  metadata: { permissions: { 'books:read': 'See books' } },
  actions: Object.fromEntries(
    Object.entries(books).map(([name, contract]) => [name, defineAction(contract as typeof books.hidden, () => null)]),
  ),
};

async function describeApi(): Promise<ApiDocument> {
  const { call } = await startPlatform([service]);
  return JSON.parse(await call<string>('describeApi', null)) as ApiDocument;
}

describe('the OpenAPI document', () => {
  test('is valid OpenAPI 3.1', async () => {
    expect(await new Validator().validate(await describeApi())).toEqual({ valid: true });
  });

  test('has what is routed and nothing else', async () => {
    const { paths } = await describeApi();
    expect(Object.keys(paths)).toEqual(
      expect.arrayContaining(['/api/v1/books', '/api/v1/books/{id}', '/books/{id}', '/health', '/metrics']),
    );
    expect(JSON.stringify(paths)).not.toContain('books.hidden');
    const ids = Object.values(paths).flatMap((path) => Object.values(path).map(({ operationId }) => operationId));
    expect(new Set(ids).size).toBe(ids.length);
  });

  test('says who may call what', async () => {
    const { paths, components } = await describeApi();
    expect(paths['/api/v1/books']?.get?.security).toEqual([{ bearer: ['books:read'] }]);
    expect(paths['/api/v1/books']?.post?.security).toEqual([{ bearer: [] }]);
    expect(paths['/api/v1/books/{id}']?.get?.security).toEqual([]);
    expect(paths['/api/v1/books/{id}']?.get?.responses).not.toHaveProperty('401');
    expect(paths['/api/v1/books']?.get?.responses).toMatchObject({
      401: { $ref: '#/components/responses/Problem401' },
    });
    expect(components.responses?.Problem401?.headers).toHaveProperty('WWW-Authenticate');
  });

  test('describes filters field by field, as deep objects', async () => {
    const { paths } = await describeApi();
    expect(paths['/api/v1/books']?.get?.parameters).toContainEqual(
      expect.objectContaining({
        name: 'filter[createdAt]',
        in: 'query',
        style: 'deepObject',
        schema: expect.objectContaining({ properties: expect.objectContaining({ gte: expect.anything() }) }),
      }),
    );
  });

  test('describes lists in the query string as separated by commas', async () => {
    const { paths } = await describeApi();
    const sort = paths['/api/v1/books']?.get?.parameters.find(({ name }) => name === 'sort');
    expect(sort).toMatchObject({ style: 'form', explode: false, schema: { items: { enum: ['title', '-title'] } } });
  });

  test('has in the body what is not in the path', async () => {
    const { paths } = await describeApi();
    const create = paths['/api/v1/books']?.post;
    expect(create?.requestBody?.required).toBe(true);
    const update = paths['/api/v1/books/{id}']?.patch;
    expect(update?.requestBody?.required).toBe(false);
    expect(update?.requestBody?.content['application/json'].schema).toEqual({
      type: 'object',
      properties: { title: { type: 'string' } },
      additionalProperties: false,
    });
    expect(update?.parameters[0]).toEqual({
      name: 'id',
      in: 'path',
      required: true,
      description: 'Opaque id.',
      schema: { type: 'string', minLength: 1 },
    });
  });

  test('names the headers that each request takes', async () => {
    const { paths } = await describeApi();
    const refs = (operation?: Operation) => JSON.stringify(operation?.parameters);
    expect(refs(paths['/api/v1/books']?.post)).toContain('#/components/parameters/IdempotencyKey');
    expect(refs(paths['/api/v1/books/{id}']?.patch)).toContain('#/components/parameters/IfMatch');
    expect(refs(paths['/api/v1/books/{id}']?.get)).toContain('#/components/parameters/IfNoneMatch');
    expect(refs(paths['/api/v1/books/{id}']?.get)).toContain('#/components/parameters/ApiVersion');
    expect(refs(paths['/books/{id}']?.get)).not.toContain('ApiVersion');
  });

  test('lists the problems of each action and of the gateway, as problem+json', async () => {
    const { paths, components } = await describeApi();
    const { responses } = paths['/api/v1/books/{id}']?.patch ?? {};
    const statuses = ['400', '401', '403', '404', '409', '412', '413', '415', '422', '429', '500', '503', '504'];
    expect(Object.keys(responses ?? {})).toEqual(expect.arrayContaining([...statuses, 'default']));
    expect(responses?.['409']?.description).toContain('`books.lent`: The book is lent.');
    expect(responses?.['409']?.content).toEqual({
      'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } },
    });
    expect(components.responses?.Problem429?.headers).toHaveProperty('Retry-After');
    expect(components.schemas?.Problem?.required).toContain('code');
  });

  test('names a schema once and refers to it, but not to one that differs under the same name', async () => {
    const { paths, components } = await describeApi();
    const read = paths['/api/v1/books/{id}']?.get?.responses['200']?.content['application/json']?.schema;
    expect(read).toEqual({ $ref: '#/components/schemas/Book' });
    expect(components.schemas?.Book?.required).toEqual(['id', 'title', 'version']);
    const list = paths['/api/v1/books']?.get?.responses['200']?.content['application/json']?.schema;
    expect(list).toMatchObject({ properties: { data: { items: { required: ['id'] } } } });
    expect(JSON.stringify(paths)).not.toContain('$id');
  });

  test('is made anew when services come or go', async () => {
    const { call, broker } = await startPlatform([service]);
    const before = await call<string>('describeApi', null);
    expect(await call<string>('describeApi', null)).toBe(before);
    await broker.destroyService('books');
    expect(await call<string>('describeApi', null)).not.toContain('/api/v1/books');
  });
});
