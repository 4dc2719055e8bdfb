import { useLiveStatus } from '../../lib/live-status.ts';
import type { Tone } from '../../ui/tone-icon.tsx';
import type { ServiceState } from './states.ts';
import { useServiceStates } from './use-service-states.ts';

export interface ClusterState {
  tone: Tone;
  words: string;
}

function namesIn(states: Readonly<Record<string, ServiceState>>, wanted: ServiceState): string[] {
  return Object.keys(states).filter((name) => states[name] === wanted);
}

function sentence(names: readonly string[], what: string): string {
  if (names.length > 2) return `${names.length} services are ${what}`;
  return `${names.join(' and ')} ${names.length === 1 ? 'is' : 'are'} ${what}`;
}

/** The whole cluster as one tone and a few words. */
export function useClusterState(): ClusterState {
  const states = useServiceStates();
  const stream = useLiveStatus((status) => status.stream);
  if (stream.kind === 'broken') return { tone: 'warn', words: 'Status unknown, reconnecting' };
  if (states === null) return { tone: 'idle', words: 'Asking for the status' };
  const down = namesIn(states, 'down');
  if (down.length > 0) return { tone: 'bad', words: sentence(down, 'down') };
  const degraded = namesIn(states, 'degraded');
  if (degraded.length > 0) return { tone: 'warn', words: sentence(degraded, 'degraded') };
  return { tone: 'ok', words: 'All services run' };
}
