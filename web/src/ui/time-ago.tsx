import { useSyncExternalStore } from 'react';
import { formatExact, formatRelative } from '../lib/format/time.ts';
import { useTimeZone } from '../lib/session/use-session.ts';

const tickMs = 10_000;
let now = Date.now();
const listeners = new Set<() => void>();
let timer: ReturnType<typeof setInterval> | undefined;

/** One clock for all relative times on the page, stopped while nobody looks at one. */
function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  now = Date.now();
  timer ??= setInterval(() => {
    now = Date.now();
    for (const each of listeners) each();
  }, tickMs);
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0) return;
    clearInterval(timer);
    timer = undefined;
  };
}

/** "3 min ago", with the exact time and zone on hover: worked out then, because lists hold hundreds of these. */
export function TimeAgo({ at }: { at: string }) {
  const timeZone = useTimeZone();
  const clock = useSyncExternalStore(subscribe, () => now);
  const date = new Date(at);
  return (
    <time
      dateTime={at}
      onMouseEnter={({ currentTarget }) => {
        currentTarget.title = formatExact(date, timeZone);
      }}
    >
      {formatRelative(date, clock)}
    </time>
  );
}
