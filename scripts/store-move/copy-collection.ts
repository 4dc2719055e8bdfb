import type { Document, Store } from '../../mixins/store/store.types.ts';

/** Documents that are written in one go, all or none. */
const BATCH = 200;

/**
 * Copies what is not there yet. Documents go in the order of their ids, so that after an interruption the greatest id on the
 * other side says how far it came.
 */
export async function copyCollection(
  source: Store,
  target: Store,
  name: string,
  progress: (done: number, total: number) => void,
): Promise<void> {
  const from = source.collection(name);
  const to = target.collection(name);
  const [last] = await to.find({ sort: ['-id'], limit: 1, fields: [] });
  const total = await from.count();
  let done = await to.count();
  let batch: (Document & Record<string, unknown>)[] = [];
  const write = async () => {
    await to.insertMany(batch);
    done += batch.length;
    batch = [];
    progress(done, total);
  };
  for await (const document of from.scan({ query: last === undefined ? {} : { id: { $gt: last.id } } })) {
    batch.push(document);
    if (batch.length === BATCH) await write();
  }
  await write();
}
