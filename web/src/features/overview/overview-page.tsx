import { Skeleton } from '@mantine/core';
import type { ReactNode } from 'react';
import { Link } from 'react-router';
import type { Overview } from '../../../../services/console/console.contract.ts';
import { formatNumber } from '../../lib/format/number.ts';
import { paths } from '../../lib/paths.ts';
import { toRequest } from '../../lib/request.ts';
import { useMe } from '../../lib/session/use-session.ts';
import { CopyAsCurl } from '../../ui/copy-as-curl.tsx';
import { ErrorState } from '../../ui/error-state.tsx';
import { Page } from '../../ui/page.tsx';
import classes from './overview.module.css';
import { StartPanel } from './start-panel.tsx';
import { overviewRoute, useOverview } from './use-overview.ts';

interface Props {
  /** How the platform is, in one sentence. */
  state: ReactNode;
  /** The services with their live values, for those who may see them. */
  services: ReactNode;
}

/** The first page: how the platform is and how much there is. */
export function OverviewPage({ state, services }: Props) {
  const { email } = useMe();
  const { data, error, refetch } = useOverview();
  return (
    <Page title="Overview" width="full" actions={<CopyAsCurl request={toRequest(overviewRoute, {})} />}>
      <div className={classes.top}>
        {state}
        {data === undefined && error ? (
          <ErrorState error={error} onRetry={() => void refetch()} />
        ) : (
          <Counts overview={data} />
        )}
      </div>
      {services}
      <StartPanel email={email} />
    </Page>
  );
}

function Counts({ overview }: { overview: Overview | undefined }) {
  const failed = new Set(overview?.problems.map(({ part }) => part));
  const accounts = overview?.accounts;
  const part = (name: string, value: number | undefined) => (failed.has(name) ? null : value);
  return (
    <ul className={classes.tiles} aria-label="Counts" aria-busy={overview === undefined}>
      {(overview === undefined || accounts || failed.has('accounts')) && (
        <>
          <Tile label="Accounts" value={part('accounts', accounts?.total)} to={paths.users} />
          <Tile label="Active" value={part('accounts', accounts?.active)} to={`${paths.users}?status=active`} />
          <Tile label="Disabled" value={part('accounts', accounts?.disabled)} to={`${paths.users}?status=disabled`} />
        </>
      )}
      <Tile label="Your sessions" value={part('sessions', overview?.sessions?.active)} to={paths.security} />
    </ul>
  );
}

/** `value`: undefined while it loads, null when its service did not answer. */
function Tile({ label, value, to }: { label: string; value: number | null | undefined; to: string }) {
  return (
    <li>
      <Link to={to} className={classes.tile}>
        <span className={classes.label}>{label}</span>
        {value === undefined ? (
          <Skeleton height={28} width={64} />
        ) : value === null ? (
          <span className={classes.away}>Not available right now</span>
        ) : (
          <output className={classes.value}>{formatNumber(value)}</output>
        )}
      </Link>
    </li>
  );
}
