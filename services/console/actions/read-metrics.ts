import { env } from '../../../lib/env.ts';
import { defineAction } from '../../../mixins/define-action.ts';
import { consoleContract } from '../console.contract.ts';
import { renderPrometheus } from '../metrics/prometheus-text.ts';
import type { PlatformService } from '../platform.ts';

export const readMetrics = defineAction(consoleContract.metrics, function (this: PlatformService) {
  this.platform.processMetrics.collect();
  return renderPrometheus(this.broker.metrics, { namespace: env.NAMESPACE, node: this.broker.nodeID });
});
