import { Skeleton } from '@mantine/core';
import { formatBytes, formatMilliseconds } from '../../lib/format/number.ts';
import { formatDuration } from '../../lib/format/time.ts';
import { ErrorState } from '../../ui/error-state.tsx';
import { Panel } from '../../ui/panel.tsx';
import { Properties } from '../../ui/properties.tsx';
import { useHealthDetail } from './use-health-detail.ts';

/** The process that serves this page. */
export function AboutPanel() {
  const { data, error, refetch } = useHealthDetail();
  return (
    <Panel title="This installation" hint="As the Console that answered says.">
      {data ? (
        <Properties
          items={[
            ['Version', data.version],
            ['Node', data.node],
            ['Running for', formatDuration(data.uptimeSeconds)],
            ['Memory', formatBytes(data.memoryBytes)],
            ['Event loop delay', `${formatMilliseconds(data.eventLoopDelayMs)} (99th percentile)`],
          ]}
        />
      ) : error ? (
        <ErrorState error={error} onRetry={() => void refetch()} />
      ) : (
        <Skeleton height={160} />
      )}
    </Panel>
  );
}
