import { Button, Skeleton, Stack } from '@mantine/core';
import { IconDeviceDesktop, IconDeviceMobile, IconDevices, IconTerminal2 } from '@tabler/icons-react';
import { useState } from 'react';
import { toProblem } from '../../../lib/problem.ts';
import { EmptyState } from '../../../ui/empty-state.tsx';
import { ErrorState } from '../../../ui/error-state.tsx';
import { LoadMore } from '../../../ui/list/load-more.tsx';
import { notifyDone, notifyProblem } from '../../../ui/notify.tsx';
import { StatusBadge } from '../../../ui/status-badge.tsx';
import { TimeAgo } from '../../../ui/time-ago.tsx';
import { endSession } from './end-sessions.ts';
import classes from './sessions.module.css';
import { type Session, useSessions } from './use-sessions.ts';

interface Props {
  /** Another's account; the own one without it. */
  userId?: string;
  mayEnd: boolean;
}

/** Where an account is logged in, last used first. */
export function SessionsList({ userId, mayEnd }: Props) {
  const { rows, error, retry, hasMore, loadMore, loadingMore } = useSessions(userId);
  if (rows === undefined && error) return <ErrorState error={error} onRetry={retry} />;
  if (rows === undefined) {
    return (
      <Stack gap="md" p="md" aria-busy>
        <Skeleton height={44} />
        <Skeleton height={44} />
      </Stack>
    );
  }
  if (rows.length === 0) {
    return (
      <EmptyState icon={IconDevices} title="Not logged in anywhere">
        A session begins with a login and is listed here until it ends.
      </EmptyState>
    );
  }
  return (
    <>
      <ul className={classes.list}>
        {rows.map((session) => (
          <SessionRow key={session.id} session={session} mayEnd={mayEnd} />
        ))}
      </ul>
      {hasMore && (
        <LoadMore shown={rows.length} total={undefined} noun="session" onLoad={loadMore} loading={loadingMore} />
      )}
    </>
  );
}

function deviceName({ device }: Session): string {
  const parts = [device.browser, device.os].filter(Boolean);
  return device.name ?? (parts.length > 0 ? parts.join(' on ') : 'Unknown device');
}

function DeviceIcon({ device }: Session) {
  if (device.type === 'mobile' || device.type === 'tablet') return <IconDeviceMobile size={20} aria-hidden />;
  return device.type === 'desktop' ? (
    <IconDeviceDesktop size={20} aria-hidden />
  ) : (
    <IconTerminal2 size={20} aria-hidden />
  );
}

function SessionRow({ session, mayEnd }: { session: Session; mayEnd: boolean }) {
  const [ending, setEnding] = useState(false);
  const name = deviceName(session);
  const end = async (): Promise<void> => {
    setEnding(true);
    try {
      await endSession(session.id);
      notifyDone(`The session on ${name} is ended.`);
    } catch (error) {
      notifyProblem('The session is not ended', toProblem(error));
    } finally {
      setEnding(false);
    }
  };
  return (
    <li className={classes.session}>
      <span className={classes.icon}>
        <DeviceIcon {...session} />
      </span>
      <div className={classes.body}>
        <div className={classes.device}>
          {name} {session.current && <StatusBadge tone="info">This session</StatusBadge>}
        </div>
        <div className={classes.use}>
          <span>
            Used <TimeAgo at={session.lastUsedAt} />
            {session.ip && ` from ${session.ip}`}
          </span>
          <span>
            Began <TimeAgo at={session.createdAt} />
          </span>
          <span>
            Ends unused <TimeAgo at={session.expiresAt} />
          </span>
        </div>
      </div>
      {mayEnd && !session.current && (
        <Button variant="default" loading={ending} aria-label={`End the session on ${name}`} onClick={() => void end()}>
          End
        </Button>
      )}
    </li>
  );
}
