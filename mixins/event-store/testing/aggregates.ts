import type { CollectionDefinition, Document } from '../../store/store.types.ts';
import type { Aggregate } from '../event-store.types.ts';

export interface Person extends Document {
  name: string | null;
  tags: string[];
  address: { city?: string | null; zip?: string };
  updatedAt: string;
}

export type PersonEvent =
  | { type: 'person.created'; data: { name: string; address?: { city?: string; zip?: string } } }
  | { type: 'person.renamed'; data: { name: string } }
  | { type: 'person.moved'; data: { address: { city?: string; zip?: string } } }
  | { type: 'person.tagged'; data: { tag: string } }
  | { type: 'person.gone'; data: Record<never, never> };

export const personAggregate: Aggregate<Person, PersonEvent> = {
  name: 'person',
  collection: 'persons',
  personal: {
    'person.created': ['name', 'address.city'],
    'person.renamed': ['name'],
    'person.moved': ['address.city'],
  },
  apply(state, recorded) {
    const event = recorded as PersonEvent;
    if (event.type === 'person.gone') return null;
    if (event.type === 'person.created') {
      return { id: recorded.stream, tags: [], address: {}, updatedAt: recorded.at, ...event.data };
    }
    if (state === null) return null;
    const changes = event.type === 'person.tagged' ? { tags: [...state.tags, event.data.tag] } : event.data;
    return { ...state, ...changes, updatedAt: recorded.at };
  },
};

/** Its state keeps nothing of what the events say: personal values are nowhere but in the log. */
export const visitAggregate: Aggregate<Document & { count: number }, { type: 'visit.noted'; data: { note: unknown } }> =
  {
    name: 'visit',
    collection: 'visits',
    personal: { 'visit.noted': ['note'] },
    apply: (state, event) => ({ id: event.stream, count: (state?.count ?? 0) + 1 }),
  };

export const aggregates = [personAggregate, visitAggregate];

/** The projections, and a collection to be written alongside. */
export const ledgerCollections: CollectionDefinition[] = [
  { name: 'persons', indexes: [{ fields: ['name'] }] },
  { name: 'visits' },
  { name: 'nicknames', indexes: [{ fields: ['nickname'], unique: true }] },
];
