import { Button, Skeleton } from '@mantine/core';
import { useHotkeys } from '@mantine/hooks';
import { IconPencil, IconTrash } from '@tabler/icons-react';
import { useState } from 'react';
import { Link, useNavigate, useParams } from 'react-router';
import { paths } from '../../../lib/paths.ts';
import { toRequest } from '../../../lib/request.ts';
import { useCan } from '../../../lib/session/use-session.ts';
import { ConfirmByName } from '../../../ui/confirm-by-name.tsx';
import { CopyAsCurl } from '../../../ui/copy-as-curl.tsx';
import { ErrorState } from '../../../ui/error-state.tsx';
import { HistoryPanel } from '../../../ui/history/history-panel.tsx';
import { Page } from '../../../ui/page.tsx';
import { Tag } from '../../../ui/tag.tsx';
import { UrlTabs } from '../../../ui/url-tabs.tsx';
import { RoleOverview } from './role-overview.tsx';
import { removeRole } from './save-role.ts';
import { roleRoute, useRole } from './use-role.ts';
import { useRoleHistory } from './use-role-history.ts';

/** One role: what it allows, and who changed it when. */
export function RolePage() {
  const { id = '' } = useParams();
  const { data: role, error, refetch } = useRole(id);
  const navigate = useNavigate();
  const mayWrite = useCan()('roles:write') && role !== undefined && !role.builtIn;
  const [removing, setRemoving] = useState(false);
  useHotkeys([['e', () => mayWrite && void navigate(paths.editRole(id))]]);
  if (role === undefined) {
    return (
      <Page title={id}>
        {error ? <ErrorState error={error} onRetry={() => void refetch()} /> : <Skeleton height={240} />}
      </Page>
    );
  }
  return (
    <Page
      title={role.id}
      beside={<Tag>{role.builtIn ? 'built in' : 'your own'}</Tag>}
      description={role.description}
      actions={
        <>
          <CopyAsCurl request={toRequest(roleRoute, { id })} />
          {mayWrite && (
            <>
              <Button variant="default" leftSection={<IconTrash size={16} />} onClick={() => setRemoving(true)}>
                Remove…
              </Button>
              <Button component={Link} to={paths.editRole(id)} leftSection={<IconPencil size={16} />}>
                Edit
              </Button>
            </>
          )}
        </>
      }
    >
      <UrlTabs
        label={role.id}
        tabs={[
          { id: 'overview', label: 'Overview', content: <RoleOverview role={role} /> },
          { id: 'history', label: 'History', content: <RoleHistory id={id} /> },
        ]}
      />
      <ConfirmByName
        opened={removing}
        onClose={() => setRemoving(false)}
        title={`Remove the role ${role.id}`}
        name={role.id}
        action="Remove this role"
        run={async () => {
          await removeRole(id);
          await navigate(paths.roles);
        }}
      >
        The role is gone for good; its history stays. Nobody may hold it: take it away from its accounts first.
      </ConfirmByName>
    </Page>
  );
}

function RoleHistory({ id }: { id: string }) {
  return <HistoryPanel pages={useRoleHistory(id)} />;
}
