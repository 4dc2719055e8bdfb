import { defineAction } from '../../../mixins/define-action.ts';
import type { PlatformService } from '../platform.ts';
import { wholeList } from '../registry/whole-list.ts';
import { registryContract } from '../registry.contract.ts';

export const listNodes = defineAction(registryContract.nodes, async function (this: PlatformService) {
  await this.platform.probe.measure();
  return wholeList(this.platform.registry.nodes());
});
