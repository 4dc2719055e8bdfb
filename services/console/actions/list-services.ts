import { defineAction } from '../../../mixins/define-action.ts';
import type { PlatformService } from '../platform.ts';
import { wholeList } from '../registry/whole-list.ts';
import { registryContract } from '../registry.contract.ts';

export const listServices = defineAction(registryContract.services, function (this: PlatformService) {
  return wholeList(this.platform.registry.services());
});
