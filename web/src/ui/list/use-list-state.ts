import { useMemo } from 'react';
import { useSearchParams } from 'react-router';

export type FilterValues = Readonly<Record<string, readonly string[]>>;

export interface ListState {
  q: string;
  sort: string;
  filters: FilterValues;
  columns: readonly string[] | null;
  /** Id of the record whose drawer is open. */
  open: string | null;
  isFiltered: boolean;
  /** What makes up a view: the address without the open drawer. */
  viewSearch: string;
  setQuery(q: string): void;
  setSort(sort: string): void;
  setFilter(name: string, values: readonly string[]): void;
  setColumns(columns: readonly string[] | null): void;
  clear(): void;
  /** Address of this list with the drawer of a record open. */
  searchWithOpen(id: string | null): string;
  openRecord(id: string | null): void;
}

interface Options {
  filterNames: readonly string[];
  defaultSort: string;
}

function withChanges(params: URLSearchParams, changes: Record<string, string | null>): URLSearchParams {
  const next = new URLSearchParams(params);
  for (const [name, value] of Object.entries(changes)) {
    if (value === null || value === '') next.delete(name);
    else next.set(name, value);
  }
  return next;
}

/** The state of a list, all of it in the address: reload, back and a shared link give the same. */
export function useListState({ filterNames, defaultSort }: Options): ListState {
  const [params, setParams] = useSearchParams();
  return useMemo(() => {
    const filters = Object.fromEntries(
      filterNames.flatMap((name) => {
        const value = params.get(name);
        return value ? [[name, value.split(',')]] : [];
      }),
    );
    const q = params.get('q') ?? '';
    const change = (changes: Record<string, string | null>, replace = false): void =>
      setParams((current) => withChanges(current, changes), { replace });
    const searchWithOpen = (id: string | null): string =>
      `?${withChanges(params, { open: id, tab: id === null ? null : params.get('tab') })}`;
    return {
      q,
      sort: params.get('sort') ?? defaultSort,
      filters,
      columns: params.get('columns')?.split(',') ?? null,
      open: params.get('open'),
      isFiltered: q !== '' || Object.keys(filters).length > 0,
      viewSearch: withChanges(params, { open: null, tab: null }).toString(),
      // Each letter would otherwise be a step of the back button.
      setQuery: (value) => change({ q: value }, true),
      setSort: (value) => change({ sort: value === defaultSort ? null : value }),
      setFilter: (name, values) => change({ [name]: values.join(',') }),
      setColumns: (value) => change({ columns: value?.join(',') ?? null }, true),
      clear: () => change(Object.fromEntries(['q', ...filterNames].map((name) => [name, null]))),
      searchWithOpen,
      openRecord: (id) => change({ open: id, tab: id === null ? null : params.get('tab') }),
    };
  }, [params, setParams, filterNames, defaultSort]);
}
