import { formatMilliseconds, formatNumber } from '../../lib/format/number.ts';
import type { LiveService, LiveStatus } from '../../lib/live-status.ts';
import type { Column } from '../../ui/list/list.types.ts';
import { Sparkline } from '../../ui/sparkline.tsx';
import { StatusBadge } from '../../ui/status-badge.tsx';
import classes from './cluster.module.css';
import { breakerStates, serviceStates } from './states.ts';

/** Frames in the small chart: two minutes. */
const chartLength = 60;

function Rate({ value }: { value: number }) {
  return (
    <>
      {formatNumber(Math.round(value * 10) / 10)}
      <span className={classes.unit}>/s</span>
    </>
  );
}

export function serviceColumns(latencies: LiveStatus['latencies']): Column<LiveService>[] {
  return [
    {
      id: 'name',
      header: 'Service',
      cell: ({ name, version }) => (
        <>
          <span className={classes.service}>{name}</span>
          {version && <span className={classes.unit}>{version}</span>}
        </>
      ),
    },
    {
      id: 'status',
      header: 'Status',
      width: '116px',
      cell: ({ status }) => <StatusBadge tone={serviceStates[status].tone}>{serviceStates[status].label}</StatusBadge>,
    },
    {
      id: 'latency',
      header: 'Latency',
      width: '104px',
      align: 'end',
      cell: ({ latencyMs }) =>
        latencyMs === null ? <span className={classes.none}>No calls</span> : formatMilliseconds(latencyMs),
    },
    {
      id: 'trend',
      header: 'Last 2 minutes',
      width: '128px',
      from: 'tablet',
      cell: ({ name }) => (
        <Sparkline
          values={latencies[name] ?? []}
          length={chartLength}
          label={`Latency of ${name} in the last two minutes`}
        />
      ),
    },
    {
      id: 'requests',
      header: 'Requests',
      width: '96px',
      align: 'end',
      from: 'tablet',
      cell: ({ requests }) => <Rate value={requests} />,
    },
    {
      id: 'errors',
      header: 'Errors',
      width: '88px',
      align: 'end',
      from: 'tablet',
      cell: ({ errors }) => (
        <span className={errors > 0 ? classes.bad : undefined}>
          <Rate value={errors} />
        </span>
      ),
    },
    {
      id: 'nodes',
      header: 'Nodes',
      width: '88px',
      from: 'desktop',
      align: 'end',
      cell: ({ nodes }) => {
        const running = nodes.filter(({ available }) => available).length;
        return running === nodes.length ? running : `${running} of ${nodes.length}`;
      },
    },
    {
      id: 'breaker',
      header: 'Breaker',
      width: '104px',
      from: 'desktop',
      cell: ({ breaker }) => (
        <StatusBadge plain tone={breakerStates[breaker].tone}>
          {breakerStates[breaker].label}
        </StatusBadge>
      ),
    },
  ];
}
