import { defineAction } from '../../../mixins/define-action.ts';
import type { PlatformService } from '../platform.ts';
import { registryContract } from '../registry.contract.ts';

export const streamStatus = defineAction(registryContract.stream, function (this: PlatformService, ctx) {
  // A proxy that collects the answer before it passes it on would hold the events back.
  ctx.meta.$responseHeaders = { 'X-Accel-Buffering': 'no' };
  ctx.meta.$responseType = 'text/event-stream';
  return this.platform.live.open();
});
