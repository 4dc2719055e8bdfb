import type { ActionSchema, Context, Middleware, ServiceBroker } from 'moleculer';
import { DURATION_BOUNDS, Histogram } from '../lib/histogram.ts';

type Handler = (ctx: Context) => Promise<unknown>;
type CallType = 'local' | 'remote';

/** Calls of one action that this node answered (local) or sent to others (remote). */
export interface CallStatistics {
  service: string;
  action: string;
  type: CallType;
  /** Seconds. */
  durations: Histogram;
  /** By status and code of the problem. */
  errors: Map<string, CallErrors>;
}

interface CallErrors {
  status: string;
  code: string;
  count: number;
}

const statistics = new WeakMap<ServiceBroker, Map<string, CallStatistics>>();

/**
 * Counts and times calls. In place of Moleculer's own metrics middleware, which cost ten times as much as the call itself: it hashes
 * labels five times a call and keeps every duration of the last minute.
 */
export const callMetrics: Middleware = {
  name: 'CallMetrics',
  localAction(this: ServiceBroker, next: Handler, action: ActionSchema): Handler {
    return measured(next, statisticsFor(this, action, 'local'));
  },
  remoteAction(this: ServiceBroker, next: Handler, action: ActionSchema): Handler {
    return measured(next, statisticsFor(this, action, 'remote'));
  },
} as Middleware;

/** Of all actions that this broker knows of. */
export function callStatistics(broker: ServiceBroker): CallStatistics[] {
  return [...(statistics.get(broker)?.values() ?? [])];
}

function measured(next: Handler, { durations, errors }: CallStatistics): Handler {
  return (ctx) => {
    const startedAt = performance.now();
    return next(ctx).then(
      (result) => {
        durations.observe((performance.now() - startedAt) / 1000);
        return result;
      },
      (error: unknown) => {
        durations.observe((performance.now() - startedAt) / 1000);
        countError(errors, error);
        throw error;
      },
    );
  };
}

function countError(errors: Map<string, CallErrors>, error: unknown): void {
  const { code, type } = (error ?? {}) as { code?: unknown; type?: unknown };
  const status = typeof code === 'number' ? String(code) : '';
  const problem = typeof type === 'string' ? type : '';
  const key = `${status} ${problem}`;
  const known = errors.get(key);
  if (known === undefined) errors.set(key, { status, code: problem, count: 1 });
  else known.count += 1;
}

function statisticsFor(broker: ServiceBroker, schema: ActionSchema, type: CallType): CallStatistics {
  const { name, service } = schema as { name: string; service?: { fullName?: string } };
  const all = statistics.get(broker) ?? new Map<string, CallStatistics>();
  statistics.set(broker, all);
  const key = `${type} ${name}`;
  const known = all.get(key);
  if (known !== undefined) return known;
  const made = {
    service: service?.fullName ?? '',
    action: name,
    type,
    durations: new Histogram(DURATION_BOUNDS),
    errors: new Map<string, CallErrors>(),
  };
  all.set(key, made);
  return made;
}
