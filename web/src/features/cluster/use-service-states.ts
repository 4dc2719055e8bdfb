import { useQuery } from '@tanstack/react-query';
import type { consoleContract } from '../../../../services/console/console.contract.ts';
import { callPublic } from '../../lib/api.ts';
import { useLiveStatus } from '../../lib/live-status.ts';
import { useCan } from '../../lib/session/use-session.ts';
import type { ServiceState } from './states.ts';

const pollMs = 15_000;
const healthWords: Record<'ok' | 'degraded' | 'down', ServiceState> = { ok: 'up', degraded: 'degraded', down: 'down' };

/**
 * State by service: live for those who may see the platform, from the public health summary for everyone else. Null while
 * it is not known.
 */
export function useServiceStates(): Readonly<Record<string, ServiceState>> | null {
  const isLive = useCan()('platform:read');
  const frame = useLiveStatus((status) => status.frame);
  const health = useQuery({
    queryKey: ['health'],
    queryFn: ({ signal }) => callPublic<typeof consoleContract.health.summary>('GET /health', {}, { signal }),
    refetchInterval: pollMs,
    enabled: !isLive,
  });
  if (isLive) return frame && Object.fromEntries(frame.services.map(({ name, status }) => [name, status]));
  if (!health.data) return null;
  return Object.fromEntries(
    Object.entries(health.data.services).map(([name, { status }]) => [name, healthWords[status]]),
  );
}
