import { expect, test } from '@jest/globals';
import { newId } from '../../lib/ids.ts';
import type { Operation } from '../store/store.types.ts';
import { type Person, personAggregate } from './testing/aggregates.ts';
import { createPerson, startLedger, system } from './testing/ledger.ts';

const renamed = (name: string) => ({ type: 'person.renamed', data: { name } }) as const;

test('An append answers the state that it projects, with the version of the stream', async () => {
  await using ledger = await startLedger();
  const { events, store } = ledger.service;
  const id = newId();
  const created = await createPerson(ledger, id);
  expect(created).toMatchObject({ id, version: 1, name: 'Ada', address: { city: 'London' } });

  const two = [renamed('Grace'), { type: 'person.tagged', data: { tag: 'navy' } }] as const;
  const state = await events.append(personAggregate, id, two, system, { expectedVersion: 1 });
  expect(state).toMatchObject({ version: 3, name: 'Grace', tags: ['navy'] });
  expect(await store.collection<Person>('persons').get(id)).toEqual(state);
});

test('The log has every event in commit order, without gaps, with who did it and from where', async () => {
  await using ledger = await startLedger();
  const { events } = ledger.service;
  const origin = { actor: newId(), ip: '203.0.113.7', requestId: 'r-1' };
  const [a, b] = [newId(), newId()];
  await createPerson(ledger, a);
  await createPerson(ledger, b);
  await events.append(personAggregate, a, [renamed('X'), renamed('Y')], origin, { expectedVersion: 1 });

  const log = await events.read(0, 100);
  expect(log.map(({ position, stream, version }) => [position, stream, version])).toEqual([
    [1, a, 1],
    [2, b, 1],
    [3, a, 2],
    [4, a, 3],
  ]);
  expect(log[3]).toEqual({
    id: expect.any(String),
    position: 4,
    aggregate: 'person',
    stream: a,
    version: 3,
    type: 'person.renamed',
    data: { name: 'Y' },
    at: expect.stringMatching(/^\d{4}-\d\d-\d\dT.*Z$/),
    ...origin,
  });
  expect(await events.read(2, 1)).toEqual([log[2]]);
});

test.each([
  ['a new stream that exists', 0],
  ['a version that has passed', 1],
  ['a version that has not come', 7],
])('An append that expects %s is a version conflict and changes nothing', async (_, expectedVersion) => {
  await using ledger = await startLedger();
  const { events } = ledger.service;
  const id = newId();
  await createPerson(ledger, id);
  await events.append(personAggregate, id, [renamed('Grace')], system, { expectedVersion: 1 });

  await expect(events.append(personAggregate, id, [renamed('X')], system, { expectedVersion })).rejects.toMatchObject({
    code: 412,
    type: 'common.versionConflict',
  });
  expect(await events.head()).toBe(2);
});

test('An append to a stream that does not exist is a version conflict', async () => {
  await using ledger = await startLedger();
  const appended = ledger.service.events.append(personAggregate, newId(), [renamed('X')], system, {
    expectedVersion: 3,
  });
  await expect(appended).rejects.toMatchObject({ type: 'common.versionConflict' });
});

test.each([
  ['on one new stream', 0],
  ['on one version', 1],
])('Of 100 parallel appends %s one wins and 99 are version conflicts', async (_, expectedVersion) => {
  await using ledger = await startLedger();
  const { events, store } = ledger.service;
  const id = newId();
  if (expectedVersion === 1) await createPerson(ledger, id);
  const event = (n: number) =>
    expectedVersion === 0 ? ({ type: 'person.created', data: { name: `N${n}` } } as const) : renamed(`N${n}`);
  const racing = Array.from({ length: 100 }, (_, n) =>
    events.append(personAggregate, id, [event(n)], system, { expectedVersion }),
  );
  const results = await Promise.allSettled(racing);
  const won = results.filter((result) => result.status === 'fulfilled');
  expect(won).toHaveLength(1);
  const problems = results.flatMap((result) => (result.status === 'rejected' ? [result.reason.type] : []));
  expect(problems).toEqual(Array(99).fill('common.versionConflict'));
  expect(await events.head()).toBe(expectedVersion + 1);
  expect(await store.collection('persons').get(id)).toEqual(won[0]?.value);
});

test('100 parallel appends by one actor without a key, to as many streams, all get through and stay readable', async () => {
  await using ledger = await startLedger();
  const { events } = ledger.service;
  const origin = { actor: newId(), ip: '203.0.113.7' };
  const created = { type: 'person.created', data: { name: 'Ada' } } as const;
  await Promise.all(
    Array.from({ length: 100 }, () =>
      events.append(personAggregate, newId(), [created], origin, { expectedVersion: 0 }),
    ),
  );
  const log = await events.read(0, 200);
  expect(log).toHaveLength(100);
  expect(new Set(log.map(({ ip }) => ip))).toEqual(new Set(['203.0.113.7']));
});

test('What is written alongside is written with the events or not at all', async () => {
  await using ledger = await startLedger();
  const { events, store } = ledger.service;
  const nicknames = store.collection('nicknames');
  const claim = (nickname: string): Operation => ({ insert: 'nicknames', document: { id: newId(), nickname } });
  const [a, b] = [newId(), newId()];
  const created = { type: 'person.created', data: { name: 'Ada' } } as const;
  const append = (id: string, alongside: Operation[]) =>
    events.append(personAggregate, id, [created], system, { expectedVersion: 0, alongside });

  await append(a, [claim('countess')]);
  await expect(append(b, [claim('enchantress'), claim('countess')])).rejects.toMatchObject({
    code: 409,
    type: 'store.duplicate',
  });
  expect(await nicknames.count()).toBe(1);
  expect(await events.head()).toBe(1);
  expect(await store.collection('persons').get(b)).toBeNull();

  await expect(append(a, [claim('enchantress')])).rejects.toMatchObject({ type: 'common.versionConflict' });
  expect(await nicknames.count()).toBe(1);
});

test('A refusal of what is written alongside is answered as it is, a version conflict of another document too', async () => {
  await using ledger = await startLedger();
  const { events, store } = ledger.service;
  await store.collection('nicknames').insert({ id: 'n', nickname: 'x' });
  const alongside: Operation[] = [
    { update: 'nicknames', query: { id: 'n' }, changes: { $set: { nickname: 'y' } }, expectVersion: 5 },
  ];
  const created = { type: 'person.created', data: { name: 'Ada' } } as const;
  const direct = store.batch(alongside).catch((error) => error);
  const appended = events.append(personAggregate, newId(), [created], system, { expectedVersion: 0, alongside });
  await expect(appended).rejects.toMatchObject({ type: (await direct).type, code: (await direct).code });
  expect(await events.head()).toBe(0);
});

test('A state that is gone leaves no projection; its stream goes on where it ended', async () => {
  await using ledger = await startLedger();
  const { events, store } = ledger.service;
  const id = newId();
  await createPerson(ledger, id);
  const gone = { type: 'person.gone', data: {} } as const;
  expect(await events.append(personAggregate, id, [gone], system, { expectedVersion: 1 })).toBeNull();
  expect(await store.collection('persons').get(id)).toBeNull();

  const created = { type: 'person.created', data: { name: 'Again' } } as const;
  await expect(events.append(personAggregate, id, [created], system, { expectedVersion: 0 })).rejects.toMatchObject({
    type: 'common.versionConflict',
  });
  const back = await events.append(personAggregate, id, [created], system, { expectedVersion: 2 });
  expect(back).toMatchObject({ version: 3, name: 'Again' });
});

test('An append tells consumers by a broadcast', async () => {
  await using ledger = await startLedger();
  const hint = Promise.withResolvers<unknown>();
  ledger.broker.createService({
    name: 'listener',
    events: { [`${ledger.service.name}.events.appended`]: (ctx) => hint.resolve(ctx.params) },
  });
  await createPerson(ledger);
  expect(await hint.promise).toEqual({ position: 1 });
});

test('An aggregate that the mixin was not given is refused: a rebuild would not know it', async () => {
  await using ledger = await startLedger();
  const stranger = { ...personAggregate, name: 'stranger' };
  const appended = ledger.service.events.append(stranger, newId(), [renamed('X')], system, { expectedVersion: 0 });
  await expect(appended).rejects.toThrow('stranger');
});
