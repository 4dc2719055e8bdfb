import type { ServiceBroker } from 'moleculer';
import { callStatistics } from '../../../middlewares/call-metrics.ts';
import type { MetricFamily } from './metric-family.ts';

/** Calls between services, as this node's broker counted them. */
export function callFamilies(broker: ServiceBroker): MetricFamily[] {
  const called = callStatistics(broker).filter(({ durations }) => durations.count > 0);
  return [
    {
      name: 'moleculer_request_duration_seconds',
      description: 'Duration of calls by action; local: answered here, remote: sent to another node.',
      type: 'histogram',
      samples: called.map(({ service, action, type, durations }) => ({
        labels: { service, action, type },
        value: durations,
      })),
    },
    {
      name: 'moleculer_request_errors_total',
      description: 'Calls that failed, by status and code of the problem.',
      type: 'counter',
      samples: called.flatMap(({ service, action, type, errors }) => {
        return Array.from(errors.values(), ({ status, code, count }) => ({
          labels: { service, action, type, status, code },
          value: count,
        }));
      }),
    },
  ];
}
