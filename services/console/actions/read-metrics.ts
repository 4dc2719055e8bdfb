import { env } from '../../../lib/env.ts';
import { defineAction } from '../../../mixins/define-action.ts';
import { consoleContract } from '../console.contract.ts';
import { brokerFamilies } from '../metrics/broker-metrics.ts';
import { callFamilies } from '../metrics/call-metrics.ts';
import { renderPrometheus } from '../metrics/prometheus-text.ts';
import type { PlatformService } from '../platform.ts';

export const readMetrics = defineAction(consoleContract.metrics, function (this: PlatformService) {
  const { processMetrics, httpMetrics } = this.platform;
  const families = [
    ...processMetrics.families(),
    ...httpMetrics.families(),
    ...callFamilies(this.broker),
    ...brokerFamilies(this.broker),
  ];
  return renderPrometheus(families, { namespace: env.NAMESPACE, node: this.broker.nodeID });
});
