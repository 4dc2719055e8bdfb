import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, test } from '@jest/globals';
import moleculer, { type Service, type ServiceSchema } from 'moleculer';
import { env } from '../../lib/env.ts';
import { newId } from '../../lib/ids.ts';
import { StoreOpenError } from './store.errors.ts';
import { storeMixin } from './store.mixin.ts';
import type { CollectionDefinition, Migration, Store } from './store.types.ts';
import type { StoreAdapter } from './store-adapter.ts';

type DbMethod = '_create' | '_insert' | '_get' | '_find' | '_list' | '_count' | '_update' | '_remove';
type StoreService = Service & { store: Store; adapter: StoreAdapter } & {
  [Name in DbMethod]: (context: object, params: object) => Promise<Record<string, unknown>>;
};

const brokers: moleculer.ServiceBroker[] = [];
afterEach(async () => {
  for (const broker of brokers.splice(0)) await broker.stop();
});

async function start(schema: Partial<ServiceSchema>, name = `test-${newId()}`): Promise<StoreService> {
  const broker = new moleculer.ServiceBroker({ logger: false });
  brokers.push(broker);
  const service = broker.createService({ name, ...schema });
  await broker.start();
  return service as unknown as StoreService;
}

/** Parts of a schema that Moleculer's types do not know. */
function part(keys: {
  collections?: CollectionDefinition[];
  migrations?: Migration[];
  started?: (this: StoreService) => void;
  stopped?: (this: StoreService) => Promise<void>;
  mixins?: Partial<ServiceSchema>[];
}): Partial<ServiceSchema> {
  return keys as Partial<ServiceSchema>;
}

const things = { name: 'things' };

test('A service has its own database under its name', async () => {
  const service = await start({ mixins: [storeMixin({ collections: [things] })] });
  await service.store.collection('things').insert({ id: 'a' });
  expect(existsSync(join(env.DATA_DIR, `${service.name}_db`, `${service.name}.sqlite`))).toBe(true);
});

test("None of moleculer-db's actions is there to be called", async () => {
  const service = await start({ mixins: [storeMixin({ collections: [things] })], actions: { mine: () => 1 } });
  expect(Object.keys(service.actions)).toEqual(['mine']);
  const listed = service.broker.registry.getActionList({ skipInternal: true }) as { name: string }[];
  expect(listed.map(({ name }) => name)).toEqual([`${service.name}.mine`]);
  for (const name of ['find', 'count', 'list', 'create', 'insert', 'get', 'update', 'remove']) {
    const call = service.broker.call(`${service.name}.${name}`, { id: 'a', query: {}, entity: { id: 'b' } });
    await expect(call).rejects.toMatchObject({ type: 'SERVICE_NOT_FOUND' });
  }
});

test('A service may have actions of the same names that are its own', async () => {
  const service = await start({ mixins: [storeMixin({ collections: [things] })], actions: { list: () => 'mine' } });
  expect(await service.broker.call(`${service.name}.list`)).toBe('mine');
});

test('All mixins of a service, at any depth, declare collections and migrations of the one database', async () => {
  const ran: string[] = [];
  const migration = (version: number): Migration => ({
    version,
    name: `step ${version}`,
    async up(store) {
      ran.push(`${version}`);
      await store.collection('inner').upsert('steps', { $push: { ran: version } });
    },
  });
  const inner = part({ collections: [{ name: 'inner' }], migrations: [migration(2)] });
  const service = await start({
    mixins: [
      part({ collections: [{ name: 'first' }], mixins: [inner] }),
      storeMixin({ collections: [things], migrations: [migration(3)] }),
      part({ collections: [{ name: 'last' }], migrations: [migration(1)] }),
    ],
    ...part({ collections: [{ name: 'own' }] }),
  });
  expect(ran).toEqual(['1', '2', '3']);
  for (const name of ['things', 'inner', 'first', 'last', 'own']) {
    await service.store.collection(name).upsert('steps', { $set: { x: 1 } });
  }
});

test.each(['before', 'after'])(
  'With a mixin listed %s it, the store is open from the first start to the last stop',
  async (where) => {
    const log: string[] = [];
    const using = (name: string) =>
      part({
        started() {
          log.push(`${name} starts: ${this.store.collection('things').name}`);
        },
        async stopped() {
          await this.store.collection('things').insert({ id: name });
          log.push(`${name} stops`);
        },
      });
    const store = storeMixin({ collections: [things] });
    const mixins = where === 'before' ? [using('mixin'), store] : [store, using('mixin')];
    const service = await start({ mixins, ...using('service') });
    await service.broker.stop();
    brokers.pop();
    expect(log).toEqual(['mixin starts: things', 'service starts: things', 'service stops', 'mixin stops']);
    expect(await service.store.health()).toEqual({ ok: false, reason: 'It is closed.' });
    expect(() => service.store.collection('things')).toThrow(expect.objectContaining({ code: 503 }));
  },
);

test('The mixin twice, by way of another mixin, is one store', async () => {
  const again = part({ mixins: [storeMixin({ collections: [{ name: 'others' }] })] });
  const service = await start({ mixins: [again, storeMixin({ collections: [things] })] });
  expect(service.store.collection('things')).toBeDefined();
  expect(service.store.collection('others')).toBeDefined();
});

test('A database that cannot be opened stops the start, once and for all', async () => {
  const migrations = [{ version: 5, name: 'five', up: async () => {} }];
  const first = await start({ mixins: [storeMixin({ collections: [things], migrations })] });
  await first.broker.stop();
  brokers.pop();
  await expect(start({ mixins: [storeMixin({ collections: [things] })] }, first.name)).rejects.toThrow(StoreOpenError);
});

test.each<[string, Partial<ServiceSchema>, RegExp]>([
  [
    'the same collection differently',
    part({ collections: [{ name: 'things', expires: 'until' }] }),
    /"things" is declared twice/,
  ],
  ['a name that is not one', part({ collections: [{ name: 'a"; DROP' }] }), /cannot be named/],
  ["a name of the store's own", part({ collections: [{ name: '_sequences' }] }), /cannot be named/],
  ["a name of SQLite's", part({ collections: [{ name: 'sqlite_things' }] }), /cannot be named/],
  ['an index of nothing', part({ collections: [{ name: 'a', indexes: [{ fields: [] }] }] }), /has no fields/],
  ['an index of an operator', part({ collections: [{ name: 'a', indexes: [{ fields: ['$x'] }] }] }), /"\$x"/],
  [
    'an index for what is not there',
    part({ collections: [{ name: 'a', indexes: [{ fields: ['x'], where: { y: { $exists: false } } }] }] }),
    /cannot be for documents where "y" has "\$exists"/,
  ],
  [
    'an index for a combination',
    part({ collections: [{ name: 'a', indexes: [{ fields: ['x'], where: { $or: [{ y: 1 }] } }] }] }),
    /"\$or"/,
  ],
  [
    'a unique index by elements',
    part({ collections: [{ name: 'a', indexes: [{ fields: ['x'], elements: true, unique: true }] }] }),
    /by elements/,
  ],
  [
    'two migrations of one number',
    part({ migrations: [1, 2].map((n) => ({ version: 1, name: `${n}`, up: async () => {} })) }),
    /same number/,
  ],
  [
    'a migration without a number',
    part({ migrations: [{ version: 0, name: 'zero', up: async () => {} }] }),
    /needs a number/,
  ],
])('A service that declares %s is not created', async (_name, mixin, message) => {
  await expect(start({ mixins: [storeMixin({ collections: [things] }), mixin] })).rejects.toThrow(message);
});

test("moleculer-db's methods work on the first collection, through the adapter", async () => {
  const service = await start({
    mixins: [part({ collections: [{ name: 'others' }] }), storeMixin({ collections: [things] })],
  });
  const context = { broadcast: async () => {}, emit: async () => {} };
  const made = await service._create(context, { name: 'Ada' });
  expect(made).toMatchObject({ id: expect.any(String), name: 'Ada', version: 1 });
  await service._insert(context, {
    entities: [
      { id: 'b', name: 'Bob' },
      { id: 'c', name: 'Cid' },
    ],
  });
  expect(await service._get(context, { id: made.id })).toEqual(made);
  expect(await service._find(context, { sort: '-name', limit: 1, offset: 1 })).toMatchObject([{ name: 'Bob' }]);
  expect(
    await service._list(context, { limit: 2, offset: 2, pageSize: 2, sort: 'name', search: '', searchFields: 'name' }),
  ).toMatchObject({
    rows: [{ name: 'Cid' }],
    total: 3,
  });
  expect(await service._count(context, { query: { name: { $prefix: 'A' } } })).toBe(1);
  expect(await service._update(context, { id: 'b', name: 'Bea' })).toMatchObject({ name: 'Bea', version: 2 });
  await service._remove(context, { id: 'b' });
  expect(await service.store.collection('things').count()).toBe(2);
  expect(await service.adapter.updateMany({}, { $set: { x: 1 } })).toBe(2);
  expect(await service.adapter.findOne({ x: 1 })).not.toBeNull();
  expect(await service.adapter.removeMany({ name: 'Ada' })).toBe(1);
  expect(await service.adapter.clear()).toBe(1);
});
