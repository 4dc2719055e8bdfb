import { defineAction } from '../../../mixins/define-action.ts';
import { healthContract } from '../health.contract.ts';
import type { PlatformService } from '../platform.ts';

/** Tells the world what works and what does not, and nothing of why. */
export const healthSummary = defineAction(healthContract.summary, async function (this: PlatformService) {
  const { status, services } = await this.platform.health.report();
  return {
    status,
    services: Object.fromEntries(Object.entries(services).map(([name, service]) => [name, { status: service.status }])),
  };
});
