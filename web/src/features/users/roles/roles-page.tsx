import { Button } from '@mantine/core';
import { useHotkeys } from '@mantine/hooks';
import { IconPlus, IconShieldSearch } from '@tabler/icons-react';
import { Link, useNavigate } from 'react-router';
import { paths } from '../../../lib/paths.ts';
import { toRequest } from '../../../lib/request.ts';
import { useCan } from '../../../lib/session/use-session.ts';
import { CopyAsCurl } from '../../../ui/copy-as-curl.tsx';
import { EmptyState } from '../../../ui/empty-state.tsx';
import { ErrorState } from '../../../ui/error-state.tsx';
import { DataTable } from '../../../ui/list/data-table.tsx';
import classes from '../../../ui/list/list.module.css';
import { LoadMore } from '../../../ui/list/load-more.tsx';
import { SearchBox } from '../../../ui/list/search-box.tsx';
import { useListState } from '../../../ui/list/use-list-state.ts';
import { Page } from '../../../ui/page.tsx';
import { UsersSections } from '../users-sections.tsx';
import { roleColumns } from './role-columns.tsx';
import { rolesRoute, useRoles } from './use-roles.ts';

const noFilters: readonly string[] = [];

/** The roles: few enough to have them all, so searching and sorting is done here. */
export function RolesPage() {
  const state = useListState({ filterNames: noFilters, defaultSort: 'id' });
  const { data, error, refetch } = useRoles();
  const mayWrite = useCan()('roles:write');
  const navigate = useNavigate();
  useHotkeys([['n', () => mayWrite && void navigate(paths.newRole)]]);
  const needle = state.q.trim().toLowerCase();
  const rows = data
    ?.filter(({ id, description }) => `${id} ${description}`.toLowerCase().includes(needle))
    .sort((a, b) => (state.sort === '-id' ? b.id.localeCompare(a.id) : a.id.localeCompare(b.id)));
  return (
    <Page
      title="Roles"
      width="full"
      description="A role is a name for permissions. Whoever holds it may do what it lists."
      actions={
        mayWrite && (
          <Button component={Link} to={paths.newRole} leftSection={<IconPlus size={16} />}>
            New role
          </Button>
        )
      }
    >
      <UsersSections />
      <div className={classes.toolbar}>
        <SearchBox label="Search roles" value={state.q} onChange={state.setQuery} />
        <div className={classes.tools}>
          <CopyAsCurl request={toRequest(rolesRoute, {})} />
        </div>
      </div>
      {rows === undefined && error ? (
        <ErrorState error={error} onRetry={() => void refetch()} />
      ) : rows?.length === 0 ? (
        <EmptyState
          icon={IconShieldSearch}
          title="No role fits"
          actions={
            <Button variant="default" onClick={state.clear}>
              Clear the search
            </Button>
          }
        >
          No role has “{state.q}” in its name or description.
        </EmptyState>
      ) : (
        <div>
          <DataTable
            label="Roles"
            columns={roleColumns}
            rows={rows}
            rowId={({ id }) => id}
            rowName={({ id }) => id}
            sort={state.sort}
            onSort={state.setSort}
            onOpen={(id) => void navigate(paths.role(id))}
          />
          {rows && <LoadMore shown={rows.length} total={rows.length} noun="role" />}
        </div>
      )}
    </Page>
  );
}
