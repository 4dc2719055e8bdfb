import { storeErrors } from './store.errors.ts';
import type { Filter, Search } from './store.types.ts';

/** A query and a search as one filter: the text must be in one of the fields. */
export function withSearch(query: Filter = {}, search?: Search): Filter {
  if (search === undefined || search.text === '') return query;
  if (search.fields.length === 0) throw storeErrors.invalidFilter({ detail: 'There is no field to search in.' });
  const found = { $or: search.fields.map((field) => ({ [field]: { $contains: search.text } })) };
  return { $and: [query, found] };
}
