import { Skeleton, Stack } from '@mantine/core';
import { IconHistory } from '@tabler/icons-react';
import type { HistoryItem } from '../../../../services/users/users.contract.ts';
import type { Pages } from '../../lib/use-pages.ts';
import { EmptyState } from '../empty-state.tsx';
import { ErrorState } from '../error-state.tsx';
import { LoadMore } from '../list/load-more.tsx';
import { HistoryList } from './history-list.tsx';

/** The history of a record in all its states. */
export function HistoryPanel({ pages }: { pages: Pages<HistoryItem> }) {
  const { rows, error, retry } = pages;
  if (rows === undefined && error) return <ErrorState error={error} onRetry={retry} />;
  if (rows === undefined) {
    return (
      <Stack gap="lg" aria-busy>
        {['a', 'b', 'c'].map((key) => (
          <Skeleton key={key} height={36} />
        ))}
      </Stack>
    );
  }
  if (rows.length === 0) {
    return (
      <EmptyState icon={IconHistory} title="No changes yet">
        What is changed from now on, by whom and when, is listed here.
      </EmptyState>
    );
  }
  return (
    <>
      <HistoryList entries={rows} />
      <LoadMore
        shown={rows.length}
        total={undefined}
        noun="change"
        loading={pages.loadingMore}
        onLoad={pages.hasMore ? pages.loadMore : undefined}
      />
    </>
  );
}
