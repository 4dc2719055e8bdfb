import { commonErrors } from '../../lib/errors.ts';
import { newId } from '../../lib/ids.ts';
import type { DomainEvent, EventOrigin, FoldedEvent, RecordedEvent } from './event-store.types.ts';
import { openValue, openValues, type SealContext, sealValue, sealValues } from './personal-values.ts';
import type { SubjectKey } from './subject-keys.ts';

type Keys = ReadonlyMap<string, SubjectKey>;

/** An event as it is stored: personal values and the address are sealed, `sealed` names the places in `data`. */
export type SealedEvent = FoldedEvent & { sealed: string[] };
export type StoredEvent = RecordedEvent & { sealed: string[] };

/** What the service says happened, as the events of the stream after `version`. */
export function draftEvents<E extends DomainEvent>(
  { aggregate, stream, version }: SealContext,
  events: readonly E[],
  origin: EventOrigin,
): FoldedEvent<E>[] {
  const at = new Date().toISOString();
  return events.map(({ type, data }, index) => ({
    id: newId(),
    aggregate,
    stream,
    version: version + 1 + index,
    type,
    // As it will be read again, so that the state of today and the one of a rebuild come from the same values.
    data: JSON.parse(JSON.stringify(data)) as E['data'],
    at,
    actor: origin.actor,
    ...(origin.ip !== undefined && { ip: origin.ip }),
    ...(origin.requestId !== undefined && { requestId: origin.requestId }),
  }));
}

/** Takes out in place what must not be recorded any more, because its subject was erased. */
export function dropErased(event: FoldedEvent, personal: readonly string[], keys: Keys): void {
  if (keys.get(event.stream) === 'erased') sealValues(event.data, personal, 'erased', sealContext(event));
  if (keys.get(subjectOfAddress(event)) === 'erased') delete event.ip;
}

export function sealEvent(event: FoldedEvent, personal: readonly string[], keys: Keys): SealedEvent {
  const { ip, ...open } = event;
  const data = personal.length > 0 ? structuredClone(event.data) : event.data;
  const sealed = personal.length > 0 ? sealValues(data, personal, keyOf(keys, event.stream), sealContext(event)) : [];
  const addressKey = ip === undefined ? 'erased' : keyOf(keys, subjectOfAddress(event));
  if (addressKey === 'erased') return { ...open, data, sealed };
  return { ...open, data, sealed, ip: sealValue(addressKey, ip, sealContext(event), 'ip') };
}

export function openEvent(stored: StoredEvent, keys: Keys): RecordedEvent {
  const { sealed, ip, ...event } = stored;
  if (sealed.length > 0) openValues(event.data, sealed, keyOf(keys, event.stream), sealContext(event));
  const addressKey = ip === undefined ? 'erased' : keyOf(keys, subjectOfAddress(event));
  if (ip === undefined || addressKey === 'erased') return event;
  return { ...event, ip: openValue(addressKey, ip, sealContext(event), 'ip') as string };
}

/** The subjects whose keys open this event. */
export function subjectsOf(event: SealedEvent): string[] {
  return subjectsToSeal(event, event.sealed);
}

/** The subjects whose keys must be there to seal these fields of an event. */
export function subjectsToSeal(event: FoldedEvent, personal: readonly string[]): string[] {
  const subjects = personal.length > 0 ? [event.stream] : [];
  return event.ip === undefined ? subjects : [...subjects, subjectOfAddress(event)];
}

/** An address tells about who acted, not about whom it was done to: erasing the actor must erase it in every stream. */
function subjectOfAddress(event: Pick<FoldedEvent, 'actor' | 'stream'>): string {
  return event.actor === 'system' ? event.stream : event.actor;
}

/** A key that is missing without having been erased is damage: reading on would turn it into silent loss. */
function keyOf(keys: Keys, subject: string): SubjectKey {
  const key = keys.get(subject);
  if (key === undefined) throw commonErrors.internal({ cause: new Error(`The subject key of ${subject} is missing.`) });
  return key;
}

function sealContext({ aggregate, stream, version }: SealContext): SealContext {
  return { aggregate, stream, version };
}
