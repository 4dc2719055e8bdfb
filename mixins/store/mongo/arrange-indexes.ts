import type { Collection, Db } from 'mongodb';
import { parsePath } from '../field-path.ts';
import { openRefusals } from '../open-refusals.ts';
import type { IndexDefinition } from '../store.types.ts';
import type { CollectionPlan } from './collection-plan.ts';
import { anyOf, onField } from './compile-filter.ts';
import { indexPlans, OURS } from './indexes.ts';
import { isDuplicateKey } from './mongo-errors.ts';
import { fieldName, type Stored } from './stored-document.ts';

/** An index over many documents takes as long as it takes; the server goes on serving meanwhile. */
const WITHOUT_END = { timeoutMS: 0 };

/** Processes that start together, or one after the other, make and drop the same. */
const EXISTS = 48;
const GONE = 27;

export async function createCollections(db: Db, names: readonly string[]): Promise<void> {
  const present = new Set((await db.listCollections({}, { nameOnly: true }).toArray()).map(({ name }) => name));
  for (const name of names) {
    if (!present.has(name)) await db.createCollection(name).catch(unless(EXISTS));
  }
}

/**
 * Makes the indexes that are declared and drops those that no longer are. Resolves when the unique ones hold, which nobody can do
 * without; `rest` is the making of the others over documents that are there already, which may take long.
 * @throws StoreOpenError
 */
export async function arrangeIndexes(db: Db, plans: readonly CollectionPlan[]): Promise<{ rest: Promise<void> }> {
  const later: (() => Promise<void>)[] = [];
  for (const plan of plans) later.push(...(await arrangeCollection(db.collection(plan.name), plan)));
  return { rest: runAll(later) };
}

async function arrangeCollection(
  documents: Collection<Stored>,
  plan: CollectionPlan,
): Promise<(() => Promise<void>)[]> {
  const wanted = indexPlans(plan);
  const names = new Set(wanted.map(({ description }) => description.name));
  const present = new Set((await documents.listIndexes().toArray()).map(({ name }) => String(name)));
  for (const name of present) {
    if (OURS.test(name) && !names.has(name)) await documents.dropIndex(name).catch(unless(GONE));
  }
  const isEmpty = (await documents.findOne()) === null;
  const later: (() => Promise<void>)[] = [];
  for (const { description, definition } of wanted) {
    if (present.has(description.name)) continue;
    await refuseLists(documents, plan.name, definition);
    const create = async () => void (await documents.createIndexes([description], WITHOUT_END));
    if (description.unique) await create().catch((error) => refuseDoubles(error, plan.name, definition));
    else if (isEmpty) await create();
    else later.push(create);
  }
  return later;
}

async function runAll(steps: readonly (() => Promise<void>)[]): Promise<void> {
  for (const step of steps) await step();
}

function refuseDoubles(error: unknown, collection: string, { fields }: IndexDefinition): never {
  throw isDuplicateKey(error) ? openRefusals.doubles(collection, fields, error) : error;
}

/** A list in a field that holds one value would be found by its elements, and sorted by one of them. */
async function refuseLists(documents: Collection<Stored>, name: string, definition: IndexDefinition): Promise<void> {
  if (definition.elements) return;
  for (const field of definition.fields) {
    const path = parsePath(field);
    const places = path.map((_, i) => onField(fieldName(path.slice(0, i + 1)), { $type: 'array' }));
    if ((await documents.findOne(anyOf(places))) !== null) throw openRefusals.lists(name, field);
  }
}

function unless(code: number): (error: unknown) => void {
  return (error) => {
    if ((error as { code?: unknown }).code !== code) throw error;
  };
}
