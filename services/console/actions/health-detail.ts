import { platformVersion } from '../../../lib/version.ts';
import { defineAction } from '../../../mixins/define-action.ts';
import { healthContract } from '../health.contract.ts';
import type { PlatformService } from '../platform.ts';

export const healthDetail = defineAction(healthContract.detail, async function (this: PlatformService) {
  const { status, services } = await this.platform.health.report();
  const uptime = process.uptime();
  return {
    status,
    version: platformVersion,
    node: this.broker.nodeID,
    startedAt: new Date(Date.now() - uptime * 1000).toISOString(),
    uptimeSeconds: Math.round(uptime),
    memoryBytes: process.memoryUsage.rss(),
    eventLoopDelayMs: this.platform.processMetrics.eventLoopDelay().p99,
    services,
  };
});
