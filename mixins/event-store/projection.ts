import { isDeepStrictEqual } from 'node:util';
import type { Document, Operation } from '../store/store.types.ts';
import type { Aggregate, DomainEvent, FoldedEvent } from './event-store.types.ts';

export type AnyAggregate = Aggregate<Document, DomainEvent>;

/**
 * The state after one more event, with the stream's id and version, as the store will answer it: what JSON cannot say
 * (undefined, dates) is no part of a state, else a rebuild would fold from other values than an append did.
 */
export function fold<State extends Document, E extends DomainEvent>(
  aggregate: Aggregate<State, E>,
  state: State | null,
  event: FoldedEvent<E>,
): State | null {
  const next = aggregate.apply(state, event);
  return next && JSON.parse(JSON.stringify({ ...next, id: event.stream, version: event.version }));
}

/** The operation that turns the stored projection into `next`; none when there is nothing before and after. */
export function projectionChange(
  collection: string,
  stored: Document | null,
  next: Document | null,
): Operation | undefined {
  if (next !== null && stored === null) return { insert: collection, document: { ...next } };
  if (next !== null) return { replace: collection, document: { ...next }, expectVersion: stored?.version };
  if (stored !== null) return { remove: collection, query: { id: stored.id, version: stored.version } };
  return undefined;
}

/** Whether two states are the same, whatever the order of their fields. */
export function sameState(a: Document | null, b: Document | null): boolean {
  return isDeepStrictEqual(a, b);
}
