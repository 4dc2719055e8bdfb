import { Button } from '@mantine/core';
import { useHotkeys } from '@mantine/hooks';
import { IconFilterOff, IconPlus, IconUsers } from '@tabler/icons-react';
import { useMemo } from 'react';
import { Link, useNavigate } from 'react-router';
import { paths } from '../../../lib/paths.ts';
import { toRequest } from '../../../lib/request.ts';
import { useCan } from '../../../lib/session/use-session.ts';
import { EmptyState } from '../../../ui/empty-state.tsx';
import { ErrorState } from '../../../ui/error-state.tsx';
import { visibleColumns } from '../../../ui/list/column-choice.tsx';
import { DataTable } from '../../../ui/list/data-table.tsx';
import { LoadMore } from '../../../ui/list/load-more.tsx';
import { type ListState, useListState } from '../../../ui/list/use-list-state.ts';
import { useSelection } from '../../../ui/list/use-selection.ts';
import { Page } from '../../../ui/page.tsx';
import { UsersSections } from '../users-sections.tsx';
import { accountColumns } from './account-columns.tsx';
import { AccountDrawer } from './account-drawer.tsx';
import type { AccountTabs } from './account-tabs.tsx';
import { AccountsBulkBar } from './accounts-bulk-bar.tsx';
import { AccountsToolbar } from './accounts-toolbar.tsx';
import { defaultSort, filterNames, toListParams } from './list-request.ts';
import { useAccounts } from './use-accounts.ts';

/** The list of accounts. `moreTabs` are what other services know of an account. */
export function AccountsPage({ moreTabs }: { moreTabs: AccountTabs }) {
  const state = useListState({ filterNames, defaultSort });
  const params = useMemo(() => toListParams(state), [state]);
  const accounts = useAccounts(params);
  const selection = useSelection(JSON.stringify([params.q, params.filter]));
  const canWrite = useCan()('users:write');
  const navigate = useNavigate();
  useHotkeys([['n', () => canWrite && void navigate(paths.newUser)]]);

  const columns = useMemo(() => accountColumns(state.searchWithOpen), [state.searchWithOpen]);
  const shown = visibleColumns(columns, state.columns);
  const rows = accounts.rows ?? [];
  const isEmpty = accounts.rows?.length === 0;
  return (
    <Page
      title="Users"
      width="full"
      actions={
        canWrite && (
          <Button component={Link} to={paths.newUser} leftSection={<IconPlus size={16} />}>
            New account
          </Button>
        )
      }
    >
      <UsersSections />
      <AccountsToolbar state={state} columns={columns} visible={shown.map(({ id }) => id)} rows={rows} />
      {accounts.rows === undefined && accounts.error ? (
        <ErrorState error={accounts.error} onRetry={accounts.retry} />
      ) : isEmpty ? (
        <NoAccounts state={state} />
      ) : (
        <div>
          <DataTable
            label="Accounts"
            columns={shown}
            rows={accounts.rows}
            rowId={({ id }) => id}
            rowName={({ name }) => name}
            sort={state.sort}
            onSort={state.setSort}
            selection={canWrite ? selection : undefined}
            open={state.open}
            onOpen={state.openRecord}
            onEnd={accounts.loadMore}
            stale={accounts.stale}
          />
          {accounts.rows && (
            <LoadMore
              shown={rows.length}
              total={accounts.total}
              noun="account"
              loading={accounts.loadingMore}
              onLoad={accounts.hasMore ? accounts.loadMore : undefined}
            />
          )}
        </div>
      )}
      <AccountsBulkBar rows={rows} selection={selection} />
      <AccountDrawer id={state.open} onClose={() => state.openRecord(null)} moreTabs={moreTabs} />
    </Page>
  );
}

function NoAccounts({ state }: { state: ListState }) {
  if (state.isFiltered) {
    return (
      <EmptyState
        icon={IconFilterOff}
        title="No account fits"
        actions={
          <Button variant="default" onClick={state.clear}>
            Clear search and filters
          </Button>
        }
      >
        There are accounts, but none that fits what you search and filter for.
      </EmptyState>
    );
  }
  return (
    <EmptyState
      icon={IconUsers}
      title="No accounts yet"
      actions={
        <Button component={Link} to={paths.newUser}>
          Make the first account
        </Button>
      }
      request={toRequest('POST /api/v1/users', { email: 'kim@example.com', name: 'Kim Novak' })}
    >
      An account is a person who can log in. Make one here, let people register, or use the API.
    </EmptyState>
  );
}
