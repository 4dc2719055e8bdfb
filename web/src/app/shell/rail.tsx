import { Tooltip } from '@mantine/core';
import { Link, useLocation } from 'react-router';
import { useServiceStates } from '../../features/cluster/use-service-states.ts';
import { paths } from '../../lib/paths.ts';
import { useCan } from '../../lib/session/use-session.ts';
import { Wordmark } from '../../ui/wordmark.tsx';
import { isAt, type NavigationEntry, navigation } from '../navigation.ts';
import classes from './rail.module.css';

interface Props {
  /** In the drawer of a small screen: always with words. */
  inDrawer?: boolean;
  onNavigate?: () => void;
}

/** The way to every part of the platform. */
export function Rail({ inDrawer = false, onNavigate }: Props) {
  const can = useCan();
  const states = useServiceStates();
  const groups = navigation
    .map((group) => group.filter(({ permission }) => permission === undefined || can(permission)))
    .filter((group) => group.length > 0);
  return (
    <div className={classes.rail} data-drawer={inDrawer || undefined}>
      <Link to={paths.overview} className={classes.home} aria-label="site11, overview" onClick={onNavigate}>
        <Wordmark />
      </Link>
      <nav aria-label="Main" className={classes.groups}>
        {groups.map((group) => (
          <ul key={group[0]?.path} className={classes.group}>
            {group.map((entry) => (
              <li key={entry.path}>
                <RailLink
                  entry={entry}
                  isDown={entry.service !== undefined && states?.[entry.service] === 'down'}
                  inDrawer={inDrawer}
                  onNavigate={onNavigate}
                />
              </li>
            ))}
          </ul>
        ))}
      </nav>
    </div>
  );
}

interface LinkProps extends Props {
  entry: NavigationEntry;
  isDown: boolean;
}

function RailLink({ entry, isDown, inDrawer, onNavigate }: LinkProps) {
  const { pathname } = useLocation();
  const { label, path, icon: EntryIcon, service } = entry;
  const reason = isDown ? `The service ${service} is not running` : undefined;
  return (
    <Tooltip
      label={reason ?? label}
      position="right"
      disabled={inDrawer && !reason}
      classNames={{ tooltip: reason ? undefined : classes.hint }}
    >
      <Link
        to={path}
        className={classes.link}
        aria-current={isAt(entry, pathname) ? 'page' : undefined}
        data-down={isDown || undefined}
        onClick={onNavigate}
      >
        <EntryIcon size={18} aria-hidden stroke={1.75} />
        <span className={classes.label}>{label}</span>
        {reason && <span className={classes.reason}>{reason}</span>}
      </Link>
    </Tooltip>
  );
}
