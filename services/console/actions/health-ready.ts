import { defineAction } from '../../../mixins/define-action.ts';
import { healthContract } from '../health.contract.ts';
import { platformErrors } from '../platform.errors.ts';
import type { PlatformService } from '../platform.ts';

export const healthReady = defineAction(healthContract.ready, async function (this: PlatformService) {
  const errors = await this.platform.readiness.reasons();
  if (errors.length > 0) throw platformErrors.notReady({ errors, retryAfter: 1 });
  return { status: 'ok' as const };
});
