import { deepStrictEqual } from 'node:assert';
import { join } from 'node:path';
import { SqliteStore } from '../../mixins/store/sqlite/sqlite-store.ts';
import { openBareStore } from '../baseline/bare-store.ts';
import { takeTurns } from '../harness/interleave.ts';
import { answerJob } from '../harness/run-job.ts';
import { makeDocuments, type StoreDocument } from './store-documents.ts';

export interface StoreInput {
  folder: string;
  slices: number;
  /** Operations a slice. */
  documents: number;
}

/** By operation: how many a second, slice by slice. */
export type StoreResult = Record<string, { site: number[]; baseline: number[] }>;

interface Operation {
  name: string;
  site(document: StoreDocument): Promise<unknown>;
  baseline(document: StoreDocument): unknown;
}

const PAGE = 20;

await answerJob<StoreInput, StoreResult>(compareStores);

async function compareStores({ folder, slices, documents }: StoreInput): Promise<StoreResult> {
  const indexes = [{ fields: ['email'], unique: true }, { fields: ['createdAt'] }];
  const store = new SqliteStore(join(folder, 'site.sqlite'), {
    collections: [{ name: 'accounts', indexes }],
    migrations: [],
  });
  await store.open();
  const site = store.collection<StoreDocument>('accounts');
  const bare = openBareStore(join(folder, 'bare.sqlite'));
  const insert: Operation = { name: 'insert', site: (one) => site.insert(one), baseline: (one) => bare.insert(one) };
  const finds: Operation[] = [
    { name: 'find by id', site: ({ id }) => site.get(id), baseline: ({ id }) => bare.get(id) },
    {
      name: 'find by unique email',
      site: ({ email }) => site.findOne({ email }),
      baseline: ({ email }) => bare.findByEmail(email),
    },
    {
      name: `find the newest ${PAGE} of a status`,
      site: ({ status }) => site.find({ query: { status }, sort: ['-createdAt'], limit: PAGE }),
      baseline: ({ status }) => bare.newest(status, PAGE),
    },
  ];

  const result: StoreResult = {};
  // The first round only warms up.
  for (let slice = 0; slice <= slices; slice += 1) {
    const fresh = makeDocuments(documents);
    for (const operation of [insert, ...finds]) {
      const speed = await compareOperation(operation, fresh, slice);
      if (slice > 0) keep(result, operation.name, speed);
    }
    const [sample] = fresh as [StoreDocument];
    for (const { site, baseline } of finds) deepStrictEqual(await site(sample), baseline(sample));
  }
  store.close();
  bare.close();
  return result;
}

async function compareOperation({ site, baseline }: Operation, documents: StoreDocument[], slice: number) {
  const speed = { site: 0, baseline: 0 };
  const perSecond = (startedAt: number) => (documents.length * 1000) / (performance.now() - startedAt);
  await takeTurns(
    slice,
    async () => {
      const startedAt = performance.now();
      for (const document of documents) await site(document);
      speed.site = perSecond(startedAt);
    },
    async () => {
      const startedAt = performance.now();
      for (const document of documents) baseline(document);
      speed.baseline = perSecond(startedAt);
    },
  );
  return speed;
}

function keep(result: StoreResult, name: string, speed: { site: number; baseline: number }): void {
  result[name] ??= { site: [], baseline: [] };
  result[name].site.push(speed.site);
  result[name].baseline.push(speed.baseline);
}
