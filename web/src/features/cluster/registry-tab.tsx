import { Button } from '@mantine/core';
import { IconFilterOff } from '@tabler/icons-react';
import { toRequest } from '../../lib/request.ts';
import { CopyAsCurl } from '../../ui/copy-as-curl.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { ErrorState } from '../../ui/error-state.tsx';
import { DataTable } from '../../ui/list/data-table.tsx';
import classes from '../../ui/list/list.module.css';
import type { Column } from '../../ui/list/list.types.ts';
import { LoadMore } from '../../ui/list/load-more.tsx';
import { SearchBox } from '../../ui/list/search-box.tsx';
import { useListState } from '../../ui/list/use-list-state.ts';

interface Props<T> {
  label: string;
  noun: string;
  route: string;
  columns: Column<T>[];
  query: { data: T[] | undefined; error: Error | null; refetch: () => unknown };
  rowId: (row: T) => string;
  /** What the search looks into. */
  text: (row: T) => string;
}

const noFilters: readonly string[] = [];

/** A list of the registry: it comes whole, so searching is done here. */
export function RegistryTab<T>({ label, noun, route, columns, query, rowId, text }: Props<T>) {
  const state = useListState({ filterNames: noFilters, defaultSort: '' });
  const needle = state.q.trim().toLowerCase();
  const rows = query.data?.filter((row) => text(row).toLowerCase().includes(needle));
  return (
    <>
      <div className={classes.toolbar}>
        <SearchBox label={`Search ${label.toLowerCase()}`} value={state.q} onChange={state.setQuery} />
        <div className={classes.tools}>
          <CopyAsCurl request={toRequest(route, {})} />
        </div>
      </div>
      {rows === undefined && query.error ? (
        <ErrorState error={query.error} onRetry={() => void query.refetch()} />
      ) : rows?.length === 0 ? (
        <EmptyState
          icon={IconFilterOff}
          title={`No ${noun} fits`}
          actions={
            <Button variant="default" onClick={state.clear}>
              Clear the search
            </Button>
          }
        >
          None has “{state.q}” in its name.
        </EmptyState>
      ) : (
        <>
          <DataTable label={label} columns={columns} rows={rows} rowId={rowId} rowName={rowId} />
          {rows && <LoadMore shown={rows.length} total={rows.length} noun={noun} />}
        </>
      )}
    </>
  );
}
