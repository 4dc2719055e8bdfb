import type { CollectionDefinition } from '../../store.types.ts';

/** Two collections that hold the same ids, because what is written to one is written to the other with it. */
export const pairs: CollectionDefinition[] = [{ name: 'lefts' }, { name: 'rights' }];
