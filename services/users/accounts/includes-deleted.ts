/** Whether a query asks for deleted accounts, which are left out otherwise. */
export function includesDeleted(query: Record<string, unknown>): boolean {
  const { $eq, $in } = (query.status ?? {}) as { $eq?: unknown; $in?: unknown[] };
  return $eq === 'deleted' || $in?.includes('deleted') === true;
}
