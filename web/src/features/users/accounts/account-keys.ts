/** Keys of what is cached about accounts; all of it is stale after any change to one. */
export const accountKeys = {
  all: ['accounts'] as const,
  lists: ['accounts', 'list'] as const,
  list: (question: object) => ['accounts', 'list', question] as const,
  one: (id: string) => ['accounts', 'one', id] as const,
  history: (id: string) => ['accounts', 'history', id] as const,
};
