/** Keys of what is cached about roles. */
export const roleKeys = {
  all: ['roles'] as const,
  list: ['roles', 'list'] as const,
  one: (id: string) => ['roles', 'one', id] as const,
  history: (id: string) => ['roles', 'history', id] as const,
  permissions: ['roles', 'permissions'] as const,
};
