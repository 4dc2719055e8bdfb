import type { LiveService } from '../../lib/live-status.ts';
import type { Tone } from '../../ui/tone-icon.tsx';

export type ServiceState = LiveService['status'];
type Breaker = LiveService['breaker'];

export const serviceStates: Record<ServiceState, { tone: Tone; label: string }> = {
  up: { tone: 'ok', label: 'Running' },
  degraded: { tone: 'warn', label: 'Degraded' },
  down: { tone: 'bad', label: 'Down' },
};

/** What the circuit breaker does with calls to a service. */
export const breakerStates: Record<Breaker, { tone: Tone; label: string }> = {
  closed: { tone: 'ok', label: 'Closed' },
  'half-open': { tone: 'warn', label: 'Trying' },
  open: { tone: 'bad', label: 'Open' },
};
