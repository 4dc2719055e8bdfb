import { execFileSync } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import type { Collection } from '../store.types.ts';
import { SqliteStore } from './sqlite-store.ts';
import { temporaryFolder } from './testing/temporary-folder.ts';

/** A file system of a few megabytes, where this user may make one. */
function mountSmall(folder: string): boolean {
  try {
    mkdirSync(folder);
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=3m', 'tmpfs', folder], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

/** Inserts until that is refused; answers with what. */
async function fillUp(things: Collection, size: number, stored: string[]): Promise<unknown> {
  for (;;) {
    try {
      const { id } = await things.insert({ id: `${size}-${stored.length}`, text: 'x'.repeat(size) });
      stored.push(id);
    } catch (error) {
      return error;
    }
  }
}

const probe = temporaryFolder();
const small = join(probe.folder, 'probe');
const canMount = mountSmall(small);
if (canMount) execFileSync('umount', [small]);
await probe[Symbol.asyncDispose]();

const title = 'A full disk is a 507 that leaves no phantom; when there is room again writing goes on';
const testMounted = canMount ? test : test.skip;

testMounted(canMount ? title : `${title} (needs the right to mount a tmpfs: run the tests as root)`, async () => {
  await using place = temporaryFolder();
  const mounted = join(place.folder, 'small');
  mountSmall(mounted);
  const store = new SqliteStore(join(mounted, 'test.sqlite'), { collections: [{ name: 'things' }], migrations: [] });
  try {
    await store.open();
    const things = store.collection('things');
    await things.insert({ id: 'counter', n: 0 });
    writeFileSync(join(mounted, 'ballast'), Buffer.alloc(1024 * 1024));

    // Smaller and smaller, until there is no room for anything.
    const stored: string[] = [];
    for (const size of [20_000, 500, 1]) {
      const refused = await fillUp(things, size, stored);
      expect(refused).toMatchObject({ code: 507, type: 'common.storageFull' });
    }
    expect(await store.health()).toMatchObject({ ok: false });
    const batch = store.batch([
      { update: 'things', query: { id: 'counter' }, changes: { $inc: { n: 1 } } },
      { insert: 'things', document: { id: 'never', text: 'x'.repeat(500_000) } },
    ]);
    await expect(batch).rejects.toMatchObject({ code: 507 });

    expect((await things.find({ fields: [] })).map(({ id }) => id).sort()).toEqual([...stored, 'counter'].sort());
    expect(await things.get('counter')).toMatchObject({ n: 0, version: 1 });

    rmSync(join(mounted, 'ballast'));
    expect(await store.health()).toEqual({ ok: true });
    expect(await things.update('counter', { $inc: { n: 1 } })).toMatchObject({ n: 1 });
  } finally {
    await store.close();
    execFileSync('umount', [mounted]);
  }
});
