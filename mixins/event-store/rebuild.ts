import { setImmediate } from 'node:timers/promises';
import type { Collection, Document } from '../store/store.types.ts';
import type { EventStoreParts } from './event-store.ts';
import { type AnyAggregate, fold, projectionChange, sameState } from './projection.ts';

/** Streams between which others get the event loop. */
const PAUSE_EVERY = 20;
const ORPHAN_SLICE = 100;

export interface RebuildResult {
  streams: number;
  events: number;
  /** "aggregate/stream" of each projection that was not what its events say. */
  differing: string[];
}

/** Folds every stream again and mends (or with `check` only names) the projections that differ. Safe while writes go on. */
export async function rebuild(
  parts: EventStoreParts,
  aggregates: readonly AnyAggregate[],
  { check = false }: { check?: boolean },
): Promise<RebuildResult> {
  const result: RebuildResult = { streams: 0, events: 0, differing: [] };
  for (const aggregate of aggregates) {
    for await (const stream of parts.log.streams(aggregate.name)) {
      const { events, differs } = await rebuildStream(parts, aggregate, stream, check);
      result.streams += 1;
      result.events += events;
      if (differs) result.differing.push(`${aggregate.name}/${stream}`);
      if (result.streams % PAUSE_EVERY === 0) await setImmediate();
    }
    for await (const orphan of orphans(parts, aggregate)) {
      result.differing.push(`${aggregate.name}/${orphan.id}`);
      if (!check) await change(parts, aggregate, orphan, null);
    }
  }
  return result;
}

async function rebuildStream(parts: EventStoreParts, aggregate: AnyAggregate, stream: string, check: boolean) {
  const projections = parts.store.collection<Document>(aggregate.collection);
  let state: Document | null = null;
  let events = 0;
  let differs = false;
  for (;;) {
    const before = events;
    for await (const slice of parts.log.stream(aggregate.name, stream, events)) {
      for (const event of slice) state = fold(aggregate, state, event);
      events += slice.length;
    }
    const stored = await projections.get(stream);
    if (sameState(stored, state)) return { events, differs };
    // What differs may only be younger than the fold: it counts when the stream has not moved since the projection was read.
    if (events !== before || (await parts.log.versionOf(aggregate.name, stream)) !== events) continue;
    differs = true;
    if (check || (await change(parts, aggregate, stored, state))) return { events, differs };
  }
}

/** Compare-and-set by version: false when somebody wrote the projection in between, which is then looked at again. */
async function change(
  { store }: EventStoreParts,
  aggregate: AnyAggregate,
  stored: Document | null,
  next: Document | null,
): Promise<boolean> {
  const operation = projectionChange(aggregate.collection, stored, next);
  if (operation === undefined) return true;
  try {
    await store.batch([operation]);
    return true;
  } catch (error) {
    if ([404, 409, 412].includes((error as { code?: number }).code ?? 0)) return false;
    throw error;
  }
}

/** Projections of which the log knows nothing. */
async function* orphans(parts: EventStoreParts, aggregate: AnyAggregate): AsyncGenerator<Document> {
  const projections: Collection<Document> = parts.store.collection(aggregate.collection);
  let slice: Document[] = [];
  const withoutEvents = async () => {
    const existing = await parts.log.existing(
      aggregate.name,
      slice.map(({ id }) => id),
    );
    return slice.filter(({ id }) => !existing.has(id));
  };
  for await (const projection of projections.scan({ fields: ['version'] })) {
    slice.push(projection);
    if (slice.length < ORPHAN_SLICE) continue;
    yield* await withoutEvents();
    slice = [];
  }
  if (slice.length > 0) yield* await withoutEvents();
}
