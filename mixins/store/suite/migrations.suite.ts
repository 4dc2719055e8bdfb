import { expect, test } from '@jest/globals';
import type { Migration } from '../store.types.ts';
import { newName, type OpenStore } from './suite-store.ts';

const collections = [{ name: 'things' }];

/** Numbered steps between two shapes of the data. */
export function migrationsSuite(open: OpenStore): void {
  function step(version: number, log: number[], fails = false): Migration {
    return {
      version,
      name: `step ${version}`,
      async up(store) {
        log.push(version);
        const things = store.collection('things');
        await things.upsert('log', { $push: { steps: version } });
        await store.batch([{ insert: 'things', document: { id: `made by ${version}` } }]);
        for await (const { id } of things.scan({ query: { id: 'log' } }))
          await things.update(id, { $inc: { seen: 1 } });
        if (fails) throw new Error('It broke.');
      },
    };
  }

  test('Migrations run once each, in the order of their numbers, also those that come later', async () => {
    const name = newName();
    const log: number[] = [];
    await (await open(name, { collections, migrations: [step(1, log), step(2, log)] })).close();
    await (await open(name, { collections, migrations: [step(1, log), step(2, log)] })).close();
    const last = await open(name, { collections, migrations: [step(1, log), step(2, log), step(10, log)] });
    expect(log).toEqual([1, 2, 10]);
    expect(await last.store.collection('things').get('log')).toMatchObject({ steps: [1, 2, 10], seen: 3 });
    await last.close();
  });

  test('A migration that fails refuses the start, leaves nothing behind and runs again at the next', async () => {
    const name = newName();
    const log: number[] = [];
    const broken = { collections, migrations: [step(1, log), step(2, log, true)] };
    await expect(open(name, broken)).rejects.toThrow('It broke.');
    const before = await open(name, { collections, migrations: [step(1, log)] });
    expect(await before.store.collection('things').get('log')).toMatchObject({ steps: [1] });
    await before.close();
    const mended = await open(name, { collections, migrations: [step(1, log), step(2, log)] });
    expect(await mended.store.collection('things').get('log')).toMatchObject({ steps: [1, 2] });
    await mended.close();
    expect(log).toEqual([1, 2, 2]);
  });

  test('A database that a newer version has migrated is refused and stays as it is', async () => {
    const name = newName();
    const newest = { collections, migrations: [step(1, []), step(2, [])] };
    await (await open(name, newest)).close();
    await expect(open(name, { collections, migrations: [step(1, [])] })).rejects.toThrow(/newer version/);
    const again = await open(name, newest);
    expect(await again.store.collection('things').count()).toBe(3);
    await again.close();
  });
}
