import { defineAction } from '../../../mixins/define-action.ts';
import { consoleContract } from '../console.contract.ts';
import type { PlatformService } from '../platform.ts';

export const describeApi = defineAction(consoleContract.openapi, function (this: PlatformService) {
  return this.platform.api.text();
});
