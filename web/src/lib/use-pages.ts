import { keepPreviousData, type QueryKey, useInfiniteQuery } from '@tanstack/react-query';

interface ListAnswer<T> {
  data: T[];
  meta: { nextCursor: string | null; total?: number };
}

export interface Pages<T> {
  /** Undefined until the first page is there. */
  rows: T[] | undefined;
  total: number | undefined;
  hasMore: boolean;
  loadingMore: boolean;
  /** The rows are those of the question before. */
  stale: boolean;
  error: Error | null;
  loadMore: () => void;
  retry: () => void;
}

/** A list that is read page by page (keyset): pages are appended, so nothing jumps when rows are added at the front. */
export function usePages<T>(
  queryKey: QueryKey,
  fetchPage: (cursor: string | undefined, signal: AbortSignal) => Promise<ListAnswer<T>>,
): Pages<T> {
  const query = useInfiniteQuery({
    queryKey,
    queryFn: ({ pageParam, signal }) => fetchPage(pageParam, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.meta.nextCursor ?? undefined,
    placeholderData: keepPreviousData,
  });
  return {
    rows: query.data?.pages.flatMap((page) => page.data),
    total: query.data?.pages[0]?.meta.total,
    hasMore: query.hasNextPage,
    loadingMore: query.isFetchingNextPage,
    stale: query.isPlaceholderData,
    error: query.error,
    loadMore: () => {
      if (query.hasNextPage && !query.isFetchingNextPage) void query.fetchNextPage();
    },
    retry: () => void query.refetch(),
  };
}
