import { expect, test } from '@jest/globals';
import { newId } from '../../lib/ids.ts';
import type { Document } from '../store/store.types.ts';
import { type PersonEvent, personAggregate } from './testing/aggregates.ts';
import { createPerson, type Ledger, startLedger, system } from './testing/ledger.ts';

/** Repeats the same choices for the same seed. */
function randomNumbers(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

async function randomWrites(ledger: Ledger, seed: number, count: number): Promise<void> {
  const { events, store } = ledger.service;
  const random = randomNumbers(seed);
  const ids = Array.from({ length: 12 }, () => newId());
  const versions = new Map<string, number>();
  for (let n = 0; n < count; n++) {
    const id = ids[random(ids.length)] as string;
    const exists = (await store.collection('persons').get(id)) !== null;
    const choices: PersonEvent[] = exists
      ? [
          { type: 'person.renamed', data: { name: `N${n}` } },
          { type: 'person.moved', data: { address: random(2) ? { city: `C${n}` } : {} } },
          { type: 'person.tagged', data: { tag: `t${n}` } },
          { type: 'person.gone', data: {} },
        ]
      : [{ type: 'person.created', data: { name: `N${n}` } }];
    const event = choices[random(choices.length)] as PersonEvent;
    const expectedVersion = versions.get(id) ?? 0;
    await events.append(personAggregate, id, [event], system, { expectedVersion });
    versions.set(id, expectedVersion + 1);
  }
}

const contentOf = (ledger: Ledger) => ledger.service.store.collection('persons').find({ sort: ['id'], limit: 1000 });

test.each([1, 2, 3])('After random operations (seed %d) a rebuild finds every projection as it is', async (seed) => {
  await using ledger = await startLedger();
  await randomWrites(ledger, seed, 300);
  const before = await contentOf(ledger);
  expect(await ledger.service.events.rebuild()).toEqual({ streams: 12, events: 300, differing: [] });
  expect(await contentOf(ledger)).toEqual(before);
});

test('A rebuild mends projections that were changed, lost or invented; a check only names them', async () => {
  await using ledger = await startLedger();
  const { store } = ledger.service;
  const [changed, lost, moved, whole] = [newId(), newId(), newId(), newId()];
  for (const id of [changed, lost, moved, whole]) await createPerson(ledger, id);
  const before = await contentOf(ledger);
  const persons = store.collection<Document & Record<string, unknown>>('persons');
  const intact = await persons.get(moved);
  await persons.update(changed, { $set: { name: 'Mallory' } });
  await persons.remove(lost);
  await store.batch([{ replace: 'persons', document: { ...intact, id: moved, version: 9 } }]);
  const invented = newId();
  await persons.insert({ id: invented, name: 'Nobody' });

  const differing = [changed, lost, moved, invented].map((id) => `person/${id}`).toSorted();
  const tampered = await contentOf(ledger);
  const call = (params: object) =>
    ledger.broker.call<{ differing: string[] }, object>(`${ledger.service.name}.projections.rebuild`, params);
  expect((await call({ check: true })).differing.toSorted()).toEqual(differing);
  expect(await contentOf(ledger)).toEqual(tampered);
  expect((await call({})).differing.toSorted()).toEqual(differing);
  expect(await contentOf(ledger)).toEqual(before);
  expect((await call({})).differing).toEqual([]);
});

test('A rebuild while writes go on reports nothing, loses nothing and mends what was wrong', async () => {
  await using ledger = await startLedger();
  const { events, store } = ledger.service;
  const ids = Array.from({ length: 20 }, () => newId());
  for (const id of ids) await createPerson(ledger, id);
  let writing = true;
  let written = 0;
  const writers = ids.map(async (id) => {
    for (let version = 1; writing || version < 20; version++) {
      const event = { type: 'person.tagged', data: { tag: `t${version}` } } as const;
      await events.append(personAggregate, id, [event], system, { expectedVersion: version });
      written += 1;
      await new Promise(setImmediate);
    }
  });
  for (let n = 0; n < 5; n++) expect((await events.rebuild()).differing).toEqual([]);
  const tampered = ids[0] as string;
  await store.batch([{ update: 'persons', query: { id: tampered }, changes: { $set: { tags: [] } } }]).catch(() => {});
  await events.rebuild();
  writing = false;
  await Promise.allSettled(writers);
  await events.rebuild();
  const { differing, events: count } = await events.rebuild({ check: true });
  expect(differing).toEqual([]);
  expect(count).toBe(written + ids.length);
});
