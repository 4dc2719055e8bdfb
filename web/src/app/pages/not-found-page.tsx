import { Button } from '@mantine/core';
import { IconMapOff } from '@tabler/icons-react';
import { Link } from 'react-router';
import { paths } from '../../lib/paths.ts';
import { EmptyState } from '../../ui/empty-state.tsx';
import { Page } from '../../ui/page.tsx';

export function NotFoundPage() {
  return (
    <Page title="Not found">
      <EmptyState
        icon={IconMapOff}
        title="There is no such page"
        actions={
          <Button component={Link} to={paths.overview}>
            To the overview
          </Button>
        }
      >
        The address may be mistyped, or of a part that this installation does not have.
      </EmptyState>
    </Page>
  );
}
