/** A list that comes in one page, in the shape of all lists. */
export function wholeList<T>(data: T[]): { data: T[]; meta: { nextCursor: null; total: number } } {
  return { data, meta: { nextCursor: null, total: data.length } };
}
