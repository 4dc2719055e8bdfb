import { commonErrors } from '../../lib/errors.ts';
import type { Document, Operation } from '../store/store.types.ts';
import { insertEvent } from './event-log.ts';
import type { EventStoreParts } from './event-store.ts';
import type { Aggregate, AppendOptions, DomainEvent, EventOrigin, FoldedEvent } from './event-store.types.ts';
import { fold, projectionChange } from './projection.ts';
import { draftEvents, dropErased, sealEvent, subjectsToSeal } from './sealed-event.ts';

const ATTEMPTS = 3;

interface AppendPlan<State> {
  state: State | null;
  operations: Operation[];
  /** Keys that these operations store for the first time. */
  newKeys: Map<string, Buffer>;
}

/** Events, the projection, new subject keys and whatever is written alongside: one batch, all or nothing. */
export async function append<State extends Document, E extends DomainEvent>(
  parts: EventStoreParts,
  aggregate: Aggregate<State, E>,
  stream: string,
  events: readonly E[],
  origin: EventOrigin,
  options: AppendOptions,
): Promise<State | null> {
  if (events.length === 0) throw new TypeError('An append needs at least one event.');
  for (let attempt = 1; ; attempt++) {
    const plan = await planAppend(parts, aggregate, stream, events, origin, options);
    try {
      await parts.store.batch([...plan.operations, ...(options.alongside ?? [])]);
      for (const [subject, key] of plan.newKeys) parts.keys.remember(subject, key);
      return plan.state;
    } catch (error) {
      if (!isConflict(error)) throw error;
      const version = await parts.log.versionOf(aggregate.name, stream);
      if (version !== options.expectedVersion) throw commonErrors.versionConflict({ cause: error });
      // Somebody else made a key for the same subject first: seal with theirs. Any other conflict is one of `alongside`.
      const made = await parts.keys.of(plan.newKeys.keys());
      if (made.size === 0 || attempt === ATTEMPTS) throw error;
    }
  }
}

async function planAppend<State extends Document, E extends DomainEvent>(
  parts: EventStoreParts,
  aggregate: Aggregate<State, E>,
  stream: string,
  events: readonly E[],
  origin: EventOrigin,
  { expectedVersion }: AppendOptions,
): Promise<AppendPlan<State>> {
  const stored = await parts.store.collection<State>(aggregate.collection).get(stream);
  const before = stored ?? (await stateFromLog(parts, aggregate, stream, expectedVersion));
  if ((stored?.version ?? expectedVersion) !== expectedVersion) throw commonErrors.versionConflict();

  const drafts = draftEvents({ aggregate: aggregate.name, stream, version: expectedVersion }, events, origin);
  const personal = (event: FoldedEvent<E>) => aggregate.personal?.[event.type as E['type']] ?? [];
  const subjects = new Set(drafts.flatMap((draft) => subjectsToSeal(draft, personal(draft))));
  const keys = await parts.keys.of(subjects);
  const newKeys = new Map<string, Buffer>();
  const operations: Operation[] = [];
  for (const subject of subjects) {
    if (keys.has(subject)) continue;
    const { key, operation } = parts.keys.create(subject);
    keys.set(subject, key);
    newKeys.set(subject, key);
    operations.push(operation);
  }

  let state = before;
  for (const draft of drafts) {
    dropErased(draft, personal(draft), keys);
    operations.push(insertEvent(sealEvent(draft, personal(draft), keys)));
    state = fold(aggregate, state, draft);
  }
  const change = projectionChange(aggregate.collection, stored, state);
  return { state, newKeys, operations: change ? [...operations, change] : operations };
}

/** The state of a stream without a projection: new, gone by its last event, or the projection was lost. */
async function stateFromLog<State extends Document, E extends DomainEvent>(
  parts: EventStoreParts,
  aggregate: Aggregate<State, E>,
  stream: string,
  expectedVersion: number,
): Promise<State | null> {
  let state: State | null = null;
  let version = 0;
  if (expectedVersion === 0) return null;
  for await (const slice of parts.log.stream(aggregate.name, stream, 0)) {
    for (const event of slice) state = fold(aggregate, state, event);
    version = slice.at(-1)?.version ?? version;
  }
  if (version !== expectedVersion) throw commonErrors.versionConflict();
  return state;
}

/** A duplicate or another version than expected, also when the error came from another node or adapter. */
function isConflict(error: unknown): boolean {
  const status = (error as { code?: unknown }).code;
  return status === 409 || status === 412;
}
