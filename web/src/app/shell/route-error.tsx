import { Button } from '@mantine/core';
import { IconRefresh } from '@tabler/icons-react';
import { useRouteError } from 'react-router';
import { EmptyState } from '../../ui/empty-state.tsx';
import { ErrorState } from '../../ui/error-state.tsx';

/** Chunks of a page disappear from the server when a new version is put there. */
function isMissingChunk(error: unknown): boolean {
  return error instanceof TypeError && /dynamically imported module|module script/i.test(error.message);
}

/** Instead of a page that failed to load or to draw. */
export function RouteError() {
  const error = useRouteError();
  const reload = (): void => location.reload();
  if (!isMissingChunk(error)) return <ErrorState error={error} onRetry={reload} />;
  return (
    <EmptyState
      icon={IconRefresh}
      title="This page could not be loaded"
      actions={<Button onClick={reload}>Reload</Button>}
    >
      There may be a new version of the admin page, or the connection was cut. Reloading brings it up to date.
    </EmptyState>
  );
}
