import { pauseLiveStatus, resumeLiveStatus, useLiveStatus } from '../../lib/live-status.ts';
import { LiveBadge } from '../../ui/live-badge.tsx';

/** Says whether the live values are of now, and holds them still. */
export function LiveControl() {
  const stream = useLiveStatus((status) => status.stream);
  return <LiveBadge stream={stream} onPause={pauseLiveStatus} onResume={resumeLiveStatus} />;
}
