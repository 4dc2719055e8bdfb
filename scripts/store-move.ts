import { globSync } from 'node:fs';
import { env } from '../lib/env.ts';
import { StartError } from '../lib/start-error.ts';
import type { OwnedStore } from '../mixins/store/store-adapter.ts';
import { CommandError, runCommand } from './command-line.ts';
import { copyCollection } from './store-move/copy-collection.ts';
import { type Database, databases, type Kind } from './store-move/databases.ts';
import { fingerprint } from './store-move/fingerprint.ts';
import { UnfinishedMove } from './store-move/unfinished-move.ts';

const usage = `npm run store:move -- --to mongo|sqlite

Copies a stopped installation from the SQLite files in DATA_DIR to the MongoDB in MONGO_URL (--to mongo), or back (--to sqlite).
The source stays as it is. Run again after an interruption, it goes on where it was. At the end both sides are compared, by
count and hash of each collection. A target that holds anything else is refused.
The secret is not moved: both sides need the same SITE11_SECRET or DATA_DIR/secret.`;

const next: Record<Kind, string> = {
  mongo:
    'Moved. Next: start with MONGO_URL set and the same secret (SITE11_SECRET, or DATA_DIR/secret, which stays where it is). The SQLite files are as they were: keep them until you are sure, then remove DATA_DIR/*_db.',
  sqlite:
    'Moved. Next: start without MONGO_URL, with the same DATA_DIR and secret. The databases in MongoDB are as they were: keep them until you are sure, then drop them.',
};

await runCommand({ usage, options: { to: { type: 'string' } } }, async ({ values: { to } }) => {
  if (to !== 'mongo' && to !== 'sqlite') throw new CommandError(usage);
  if (env.MONGO_URL === undefined) throw new CommandError('Set MONGO_URL: it is the other side of the move.');
  if (to === 'mongo' && globSync('*_db/*.sqlite', { cwd: env.DATA_DIR }).length === 0) {
    throw new CommandError(`There is no installation in ${env.DATA_DIR}: set DATA_DIR.`);
  }
  process.umask(0o077);
  const all = await databases(to);
  const open: OwnedStore[] = [];
  try {
    for (const { source, target } of all) {
      for (const store of [source, target]) {
        await store.open((message) => console.error(message));
        open.push(store);
      }
    }
    await move(all, to);
  } catch (error) {
    throw error instanceof StartError ? new CommandError(error.message) : error;
  } finally {
    for (const store of open) await store.close();
  }
});

async function move(all: readonly Database[], to: Kind): Promise<void> {
  const unfinished = new UnfinishedMove(to);
  if (!unfinished.isThisOne) {
    if ((await documentsIn(all, 'target')) > 0) {
      throw new CommandError(
        `The target (${to}) holds data already. Nothing was changed: empty it, or choose another.`,
      );
    }
    if ((await documentsIn(all, 'source')) === 0) throw new CommandError('The source holds nothing to move.');
    unfinished.note();
  } else console.log('Going on with a move that was interrupted.');
  for (const { service, collections, source, target } of all) {
    for (const name of collections) {
      await copyCollection(source, target, name, (done, total) => showProgress(service, name, done, total));
    }
  }
  await compare(all);
  for (const { source, target } of all) await target.writeInternals(await source.readInternals());
  unfinished.end();
  console.log(next[to]);
}

/** @throws CommandError naming each collection that differs */
async function compare(all: readonly Database[]): Promise<void> {
  const differing: string[] = [];
  for (const { service, collections, source, target } of all) {
    for (const name of collections) {
      const [before, after] = [await fingerprint(source, name), await fingerprint(target, name)];
      const same = before.count === after.count && before.hash === after.hash;
      if (!same) differing.push(`${service}.${name}`);
      console.log(
        `${service}.${name}: ${after.count} documents, sha256 ${after.hash.slice(0, 16)} ${same ? 'ok' : 'DIFFERS'}`,
      );
    }
  }
  if (differing.length === 0) return;
  throw new CommandError(
    `The two sides differ: ${differing.join(', ')}. Was the installation running? Stop it, empty the target, remove store-move.json from DATA_DIR and move again.`,
  );
}

async function documentsIn(all: readonly Database[], side: 'source' | 'target'): Promise<number> {
  let documents = 0;
  for (const database of all) {
    for (const name of database.collections) documents += await database[side].collection(name).count();
  }
  return documents;
}

function showProgress(service: string, collection: string, done: number, total: number): void {
  const line = `${service}.${collection}: ${done} of ${total}`;
  if (process.stdout.isTTY) process.stdout.write(`\r${line}${done >= total ? '\n' : ''}`);
  else console.log(line);
}
