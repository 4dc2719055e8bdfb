import { ActionIcon, Tooltip } from '@mantine/core';
import { IconPlayerPause, IconPlayerPlay } from '@tabler/icons-react';
import type { StreamState } from '../lib/event-stream.ts';
import classes from './live-badge.module.css';

interface Props {
  stream: StreamState;
  onPause: () => void;
  onResume: () => void;
}

function words(stream: StreamState): string {
  if (stream.kind === 'live') return 'Live';
  if (stream.kind === 'paused') return 'Paused';
  if (stream.kind === 'connecting') return 'Connecting…';
  return 'Interrupted, reconnecting…';
}

/** Whether the values beside it are of now: live, paused by the person, or interrupted and being reconnected. */
export function LiveBadge({ stream, onPause, onResume }: Props) {
  const paused = stream.kind === 'paused';
  const detail = stream.kind === 'broken' ? stream.problem.title : undefined;
  return (
    <span className={classes.badge}>
      <Tooltip label={detail} disabled={!detail}>
        <span className={classes.words} role="status" data-kind={stream.kind}>
          <span className={classes.dot} aria-hidden />
          {words(stream)}
        </span>
      </Tooltip>
      <Tooltip label={paused ? 'Go on' : 'Hold the values still'}>
        <ActionIcon
          size={28}
          aria-label={paused ? 'Resume live values' : 'Pause live values'}
          onClick={paused ? onResume : onPause}
        >
          {paused ? <IconPlayerPlay size={16} /> : <IconPlayerPause size={16} />}
        </ActionIcon>
      </Tooltip>
    </span>
  );
}
