import { lazy, Suspense } from 'react';
import { Navigate, useLocation } from 'react-router';
import { paths } from '../../lib/paths.ts';
import { startSession } from '../../lib/session/session.ts';
import { useSession } from '../../lib/session/use-session.ts';
import { ErrorState } from '../../ui/error-state.tsx';
import { Shell } from './shell.tsx';

const SessionExpiredDialog = lazy(async () => ({
  default: (await import('../../features/entrance/session-expired-dialog.tsx')).SessionExpiredDialog,
}));

/** Lets those with a session in; sends the others to the login, and back afterwards. */
export function SessionGate() {
  const session = useSession();
  const { pathname, search } = useLocation();
  if (session.status === 'starting') return null;
  if (session.status === 'unreachable') {
    return <ErrorState error={session.problem} onRetry={() => void startSession()} />;
  }
  if (session.status === 'anonymous') return <Navigate to={paths.login(pathname + search)} replace />;
  return (
    <>
      <Shell />
      {session.status === 'expired' && (
        <Suspense>
          <SessionExpiredDialog user={session.user} />
        </Suspense>
      )}
    </>
  );
}
